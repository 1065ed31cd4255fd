import type { Locale } from '../../../lessons/schema.ts';
import { takeMarks, type Region } from '../cells.ts';
import type { LoadedLesson } from '../lesson.ts';
import type { Problem, Rule } from '../problem.ts';
import type { Prose } from '../prose.ts';
import { isCodeSlot, type Slot } from '../slots.ts';

/** Slots against the code: each region has its place in each language, in the order of the code, and nothing else has. */
export function slotProblems(lesson: LoadedLesson): Problem[] {
  return (['ar', 'en'] as const).flatMap((locale) => inOneLanguage(lesson, locale));
}

function inOneLanguage(lesson: LoadedLesson, locale: Locale): Problem[] {
  const prose = lesson.prose[locale];
  const problems: Problem[] = [];
  const report = (line: number, rule: Rule, message: string, fix: string) =>
    problems.push({ file: prose.file, line, rule, message, fix });
  const slots = prose.slots.filter(isCodeSlot);
  const byId = new Map(lesson.regions.map((region) => [region.id, region]));
  const seen = new Map<string, number>();
  for (const slot of prose.slots) {
    if (slot.kind === 'note' || slot.kind === 'production' || !slot.id) continue;
    const first = seen.get(`${slot.kind} ${slot.id}`);
    if (first !== undefined) {
      report(
        slot.line,
        'duplicate-id',
        `a second ${slot.kind} "${slot.id}"`,
        `keep one; the other is at line ${first}`,
      );
    }
    seen.set(`${slot.kind} ${slot.id}`, slot.line);
  }
  for (const slot of slots) {
    const region = byId.get(slot.id);
    if (!slot.id) continue;
    if (!region) {
      report(
        slot.line,
        'slot-extra',
        `cells.ts has no ${slot.kind} "${slot.id}"`,
        `remove the slot, or add //#${slot.kind} ${slot.id} to cells.ts`,
      );
    } else if (region.kind !== slot.kind) {
      report(
        slot.line,
        'slot-extra',
        `"${slot.id}" is a ${region.kind} in cells.ts`,
        `write ${slotText(region)}`,
      );
    }
  }
  for (const region of lesson.regions) {
    if (slots.some((slot) => slot.id === region.id)) continue;
    report(
      lineFor(region, lesson, slots, prose),
      'slot-missing',
      `no place for ${region.kind} "${region.id}"`,
      `add ${slotText(region)} where it belongs`,
    );
  }
  checkOrder(lesson, slots, report);
  checkNotes(lesson, prose, report);
  return problems;
}

function slotText(region: Region): string {
  return region.kind === 'exercise'
    ? `::::exercise{#${region.id}} … ::::`
    : `::${region.kind}{#${region.id}}`;
}

/** Where a missing slot should stand: after the slot of the region before it. */
function lineFor(
  region: Region,
  lesson: LoadedLesson,
  slots: readonly Slot[],
  prose: Prose,
): number {
  // Figures stand anywhere in the prose: nothing follows from their place.
  const before = lesson.regions
    .slice(0, lesson.regions.indexOf(region))
    .filter(({ kind }) => kind !== 'figure')
    .reverse();
  const anchor = before.flatMap(({ id }) => slots.find((slot) => slot.id === id) ?? [])[0];
  return anchor
    ? (anchor.node.position?.end.line ?? anchor.line)
    : Math.min(prose.text.split('\n').length, 5);
}

/** A cell that uses another's names stands after it, so cells keep the order of the code. Figures may stand anywhere. */
function checkOrder(
  lesson: LoadedLesson,
  slots: readonly Slot[],
  report: (line: number, rule: Rule, message: string, fix: string) => void,
): void {
  const order = lesson.regions.filter(({ kind }) => kind !== 'figure').map(({ id }) => id);
  let last = -1;
  for (const slot of slots) {
    const at = order.indexOf(slot.id);
    if (at < 0) continue;
    if (at < last) {
      report(
        slot.line,
        'slot-order',
        `"${slot.id}" stands after "${order[last]}", in cells.ts before it`,
        'put both in the same order',
      );
    }
    last = Math.max(last, at);
  }
}

/** Every mark in the code is spoken of by a note, and every note's mark is there. */
function checkNotes(
  lesson: LoadedLesson,
  prose: Prose,
  report: (line: number, rule: Rule, message: string, fix: string) => void,
): void {
  const notes = prose.slots.filter((slot) => slot.kind === 'note' && slot.id);
  const marks = new Map<string, Region>();
  for (const region of lesson.regions) {
    const text = [region.body, region.starter, region.solution]
      .map((part) => part?.source ?? '')
      .join('\n');
    for (const { name } of takeMarks(text).marks) marks.set(`${region.id}.${name}`, region);
  }
  for (const note of notes) {
    if (
      note.id.endsWith('.')
        ? lesson.regions.some(({ id }) => `${id}.` === note.id)
        : marks.has(note.id)
    )
      continue;
    report(
      note.line,
      'mark-unknown',
      `no mark for the note "${note.id}"`,
      'put /*§mark*/ on a line of that cell, or correct the note',
    );
  }
  for (const [mark, region] of marks) {
    if (notes.some((note) => note.id === mark)) continue;
    const slot = prose.slots.find(({ id }) => id === region.id);
    report(
      slot?.line ?? 1,
      'note-missing',
      `nothing is said about the mark "${mark}"`,
      `add :::note{cell=${mark.replace('.', ' mark=')}} after the cell`,
    );
  }
}
