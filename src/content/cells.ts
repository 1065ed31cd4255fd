import type { RunMode } from '../runtime/state.ts';
import type { PageCell } from './page.ts';
import type { Problem, Rule } from './problem.ts';
import { mergeImports } from './imports.ts';

/** Code with the place it comes from: `line` is the 1-based line of `source`'s first line in the joined cell text. */
export interface Excerpt {
  readonly source: string;
  readonly line: number;
  /** From the marker's line to the last line that belongs to it. */
  readonly span: readonly [from: number, to: number];
}

/** A name put into a cell's code between `/*§` and the end of the comment: prose notes are anchored to it. */
export interface Mark {
  readonly name: string;
  /** 1-based, in the cell's own source. */
  readonly line: number;
}

/** One `//#cell`, `//#figure` or `//#exercise` of a lesson. */
export interface Region {
  readonly kind: PageCell['kind'];
  readonly id: string;
  readonly run: RunMode;
  /** Line of the marker in the joined cell text. */
  readonly line: number;
  /** Cell and figure: the code. Exercise: the imports that its three parts share. */
  readonly body: Excerpt;
  readonly starter?: Excerpt;
  readonly solution?: Excerpt;
  readonly check?: Excerpt;
}

/** The code of a lesson: `cells.ts`, or the files of `cells/` joined in the order of their names. */
export interface CellText {
  readonly text: string;
  /** File and line that a 1-based line of `text` comes from. */
  place(line: number): { readonly file: string; readonly line: number };
}

/** Joins the files of a lesson's code, remembering where each line came from. */
export function joinFiles(
  files: readonly { readonly file: string; readonly text: string }[],
): CellText {
  const places: { file: string; line: number }[] = [];
  const lines: string[] = [];
  for (const { file, text } of files) {
    const own = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
    own.forEach((source, index) => {
      lines.push(source);
      places.push({ file, line: index + 1 });
    });
  }
  const last = places.at(-1) ?? { file: files[0]?.file ?? 'cells.ts', line: 1 };
  return { text: lines.join('\n'), place: (line) => places[line - 1] ?? last };
}

const MARKER = /^\s*\/\/#\s*(\w*)(.*)$/;
const PARTS = ['starter', 'solution', 'check'] as const;
const RUN_MODES: readonly string[] = ['auto', 'click'];

interface Draft {
  readonly kind: string;
  readonly id: string;
  readonly run: RunMode;
  readonly line: number;
  to: number;
}

/** Splits a lesson's code into its regions. Faults of the markers come back as problems; what can be read is read. */
export function parseRegions(cells: CellText): { regions: Region[]; problems: Problem[] } {
  const lines = cells.text.split('\n');
  const problems: Problem[] = [];
  const report = (line: number, message: string, fix: string, rule: Rule = 'cell-grammar') => {
    problems.push({ ...cells.place(line), rule, message, fix });
  };
  const drafts: Draft[] = [];
  lines.forEach((text, index) => {
    const line = index + 1;
    const marker = MARKER.exec(text);
    const open = drafts.at(-1);
    if (open) open.to = line;
    if (!marker) {
      if (!open && text.trim() && !text.trim().startsWith('//')) {
        report(line, 'code before the first marker', 'put `//#cell some-id` above it');
      }
      return;
    }
    const [, kind = '', rest = ''] = marker;
    if (open) open.to = line - 1;
    if (!['cell', 'figure', 'exercise', ...PARTS].includes(kind)) {
      report(
        line,
        `unknown marker //#${kind}`,
        'use //#cell, //#figure, //#exercise, //#starter, //#solution or //#check',
      );
      return;
    }
    const { id, run } = readAttributes(rest.trim(), kind, (message, fix) =>
      report(line, message, fix),
    );
    drafts.push({ kind, id, run, line, to: line });
  });
  return { regions: assemble(drafts, lines, report), problems };
}

function readAttributes(
  rest: string,
  kind: string,
  report: (message: string, fix: string) => void,
): { id: string; run: RunMode } {
  const isPart = PARTS.some((part) => part === kind);
  const words = rest.split(/\s+/).filter(Boolean);
  const id = words[0] && !words[0].includes('=') ? words.shift()! : '';
  if (isPart && (id || words.length))
    report(`//#${kind} takes nothing after it`, `write //#${kind} alone`);
  if (!isPart && !/^[a-z][a-z0-9-]*$/.test(id)) {
    report(
      id ? `"${id}" is no id` : `//#${kind} without an id`,
      `write //#${kind} followed by lower-case letters, digits and hyphens`,
    );
  }
  let run: RunMode = 'cost';
  for (const word of words) {
    const [key, value = ''] = word.split('=');
    if (key === 'run' && RUN_MODES.includes(value)) run = value === 'auto' ? 'auto' : 'click';
    else report(`unknown attribute ${word}`, 'only run=auto and run=click are known');
  }
  return { id, run };
}

function assemble(
  drafts: readonly Draft[],
  lines: readonly string[],
  report: (line: number, message: string, fix: string, rule?: Rule) => void,
): Region[] {
  const regions: Region[] = [];
  const seen = new Map<string, number>();
  for (let at = 0; at < drafts.length; at++) {
    const draft = drafts[at]!;
    if (PARTS.some((part) => part === draft.kind)) {
      report(
        draft.line,
        `//#${draft.kind} outside an exercise`,
        'put //#exercise some-id above it',
      );
      continue;
    }
    const first = seen.get(draft.id);
    if (first !== undefined) {
      report(
        draft.line,
        `a second "${draft.id}"`,
        `rename one of the two; the other is at line ${first}`,
        'duplicate-id',
      );
    }
    seen.set(draft.id, draft.line);
    const region: Omit<Region, 'kind'> = {
      id: draft.id,
      run: draft.run,
      line: draft.line,
      body: excerpt(lines, draft),
    };
    if (draft.kind !== 'exercise') {
      regions.push({ ...region, kind: draft.kind === 'figure' ? 'figure' : 'cell' });
      continue;
    }
    const parts: Partial<Record<(typeof PARTS)[number], Excerpt>> = {};
    while (PARTS.some((part) => part === drafts[at + 1]?.kind)) {
      const part = drafts[++at]!;
      const name = PARTS.find((known) => known === part.kind)!;
      if (parts[name]) report(part.line, `a second //#${name}`, 'an exercise has one of each');
      parts[name] = excerpt(lines, part);
    }
    for (const name of PARTS) {
      if (!parts[name])
        report(
          draft.line,
          `exercise "${draft.id}" has no //#${name}`,
          `add //#${name} and its code`,
        );
    }
    regions.push({ ...region, ...parts, kind: 'exercise' });
  }
  return regions;
}

/** The code between a marker and the next one, without blank lines round it. */
function excerpt(lines: readonly string[], draft: Draft): Excerpt {
  let from = draft.line + 1;
  let to = draft.to;
  while (from <= to && !lines[from - 1]!.trim()) from++;
  while (to >= from && !lines[to - 1]!.trim()) to--;
  return { source: lines.slice(from - 1, to).join('\n'), line: from, span: [draft.line, draft.to] };
}

const MARK = /[ \t]*\/\*§([\w-]+)\*\//g;

/** Takes the marks out of a cell's code and tells on which lines they stood. */
export function takeMarks(source: string): { source: string; marks: Mark[] } {
  const marks: Mark[] = [];
  const lines = source.split('\n').map((text, index) =>
    text.replace(MARK, (_, name: string) => {
      marks.push({ name, line: index + 1 });
      return '';
    }),
  );
  return { source: lines.join('\n'), marks };
}

/** A region as the page gets it: marks taken out, an exercise's shared imports put into each of its parts. */
export function pageCell(region: Region): PageCell {
  const { id, kind, run } = region;
  if (kind !== 'exercise') {
    const { source, marks } = takeMarks(region.body.source);
    return { id, kind, run, source, ...(marks.length ? { marks } : {}) };
  }
  const whole = (part: Excerpt | undefined) =>
    takeMarks(mergeImports(region.body.source, part?.source ?? ''));
  const { source, marks } = whole(region.starter);
  return {
    id,
    kind,
    run,
    source,
    solution: whole(region.solution).source,
    check: whole(region.check).source,
    ...(marks.length ? { marks } : {}),
  };
}
