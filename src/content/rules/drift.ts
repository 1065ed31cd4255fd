import type { LoadedLesson } from '../lesson.ts';
import { comparableMath } from '../math.ts';
import type { Problem, Rule } from '../problem.ts';
import type { Prose } from '../prose.ts';
import { caseKeys, choicesOf, isCodeSlot, partsOf, type Slot } from '../slots.ts';

type Report = (line: number, rule: Rule, message: string, fix: string) => void;

/** The two languages against each other. What differs is reported in `ar.md` or `en.md`, whichever lacks it. */
export function driftProblems(lesson: LoadedLesson): Problem[] {
  const { ar, en } = lesson.prose;
  const problems: Problem[] = [];
  const into =
    (prose: Prose): Report =>
    (line, rule, message, fix) =>
      problems.push({ file: prose.file, line, rule, message, fix });
  compareSlots(ar, en, into(ar), into(en));
  compareHeadings(ar, en, into(ar));
  compareDisplayFormulas(ar, en, into(ar));
  compareInlineFormulas(ar, en, into(ar));
  compareInlineFormulas(en, ar, into(en));
  return problems;
}

/** Slots that the code knows are compared with the code; here stand those that live in the prose alone. */
function compareSlots(ar: Prose, en: Prose, intoAr: Report, intoEn: Report): void {
  const own = (prose: Prose) => prose.slots.filter((slot) => !isCodeSlot(slot));
  const name = (slot: Slot) => `${slot.kind} "${slot.id}"`;
  const missing = (from: Prose, to: Prose, report: Report, other: string) => {
    const known = own(to).map(name);
    for (const slot of own(from)) {
      if (known.includes(name(slot))) known.splice(known.indexOf(name(slot)), 1);
      else
        report(
          placeLike(slot, from, to),
          'slot-missing',
          `no ${name(slot)}, which ${other}:${slot.line} has`,
          'add it at the same place, or remove it there',
        );
    }
  };
  missing(en, ar, intoAr, en.file);
  missing(ar, en, intoEn, ar.file);
  const names = (prose: Prose) => prose.slots.map(name);
  const both = names(en).filter((found) => names(ar).includes(found));
  const inAr = names(ar).filter((found) => both.includes(found));
  const wrong = inAr.findIndex((found, index) => found !== both[index]);
  if (wrong >= 0) {
    const slot = ar.slots.find((candidate) => name(candidate) === inAr[wrong])!;
    intoAr(
      slot.line,
      'slot-order',
      `${inAr[wrong]} where en.md has ${both[wrong]}`,
      'both languages keep the same order',
    );
  }
  for (const slot of ar.slots) {
    const twin = en.slots.find((candidate) => name(candidate) === name(slot));
    if (twin) compareInside(slot, twin, intoAr);
  }
}

/** The line in `to` that corresponds to a slot of `from`: after the last slot before it that both have. */
function placeLike(slot: Slot, from: Prose, to: Prose): number {
  const before = from.slots.slice(0, from.slots.indexOf(slot)).reverse();
  const anchor = before.flatMap(
    (candidate) =>
      to.slots.find(({ kind, id }) => kind === candidate.kind && id === candidate.id) ?? [],
  )[0];
  return anchor ? (anchor.node.position?.end.line ?? anchor.line) : 1;
}

function compareInside(ar: Slot, en: Slot, report: Report): void {
  const right = (slot: Slot) =>
    (choicesOf(slot.node)?.children ?? []).map((item) => (item.checked ? 'x' : '-')).join('');
  if (right(ar) !== right(en)) {
    report(
      ar.line,
      'slot-grammar',
      `the choices of ${ar.kind} "${ar.id}" differ from en.md`,
      'same number, same order, same right answer',
    );
  }
  const messages = (slot: Slot) =>
    partsOf(slot.node, 'message').map((part) => part.attributes?.['id'] ?? '');
  for (const id of messages(en)) {
    if (!messages(ar).includes(id))
      report(
        ar.line,
        'message-missing',
        `no message "${id}", which en.md has`,
        `add :::message{#${id}} to the exercise`,
      );
  }
  for (const id of messages(ar)) {
    if (!messages(en).includes(id))
      report(
        ar.line,
        'message-missing',
        `message "${id}" is not in en.md`,
        `add :::message{#${id}} there`,
      );
  }
  if (ar.kind === 'production') {
    for (const key of caseKeys) {
      if ((ar.node.attributes?.[key] ?? '') !== (en.node.attributes?.[key] ?? '')) {
        report(
          ar.line,
          'case-differs',
          `the cited case's ${key} differs from en.md`,
          'a source is quoted the same in both languages',
        );
      }
    }
  }
}

/** Headings are compared among the slots: a missing one shows where it is missing, not at the end. */
function compareHeadings(ar: Prose, en: Prose, report: Report): void {
  const shared = (slot: Slot) =>
    [ar, en].every((prose) =>
      prose.slots.some(({ kind, id }) => kind === slot.kind && id === slot.id),
    );
  const sequence = (prose: Prose) =>
    [
      ...prose.headings.map(({ depth, text, line }) => ({ key: `heading ${depth}`, text, line })),
      ...prose.slots
        .filter(shared)
        .map(({ kind, id, line }) => ({ key: `${kind} ${id}`, text: '', line })),
    ].sort((a, b) => a.line - b.line);
  const [arabic, english] = [sequence(ar), sequence(en)];
  for (let index = 0; index < Math.max(arabic.length, english.length); index++) {
    const [a, e] = [arabic[index], english[index]];
    if (a?.key === e?.key) continue;
    const line = a?.line ?? arabic.at(-1)?.line ?? 1;
    if (e?.key.startsWith('heading')) {
      report(
        line,
        'headings-differ',
        `en.md:${e.line} has the heading "${e.text}" here`,
        'both languages have the same sections',
      );
    } else if (a?.key.startsWith('heading')) {
      report(
        line,
        'headings-differ',
        'a heading that en.md does not have',
        'both languages have the same sections',
      );
    }
    return;
  }
}

function compareDisplayFormulas(ar: Prose, en: Prose, report: Report): void {
  const display = (prose: Prose) => prose.formulas.filter(({ isDisplay }) => isDisplay);
  const [arabic, english] = [display(ar), display(en)];
  for (let index = 0; index < Math.max(arabic.length, english.length); index++) {
    const [a, e] = [arabic[index], english[index]];
    if (a && e && comparableMath(a.tex) === comparableMath(e.tex)) continue;
    const line = a?.line ?? arabic.at(-1)?.line ?? 1;
    return report(
      line,
      'formulas-differ',
      e ? `en.md:${e.line} has the formula ${comparableMath(e.tex)}` : 'en.md has no such formula',
      'formulas are the same in both, but for words inside \\text{…}',
    );
  }
}

function compareInlineFormulas(prose: Prose, other: Prose, report: Report): void {
  const known = new Set(other.formulas.map(({ tex }) => comparableMath(tex)));
  for (const formula of prose.formulas) {
    if (formula.isDisplay || known.has(comparableMath(formula.tex))) continue;
    known.add(comparableMath(formula.tex));
    report(
      formula.line,
      'formulas-differ',
      `$${formula.tex}$ is not in ${other.file}`,
      'the same symbols are spoken of in both languages',
    );
  }
}
