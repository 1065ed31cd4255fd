import type { CellText, Region } from './cells.ts';
import { blankOut, findImports, parseTypeScript, withoutRepeatedImports } from './imports.ts';

/** Which code stands where an exercise is: what the learner gets, ours, or ours and the check that follows it. */
export type Variant = 'starter' | 'solution' | 'check';
export const variants: readonly Variant[] = ['starter', 'solution', 'check'];

/** A whole lesson as one TypeScript module. */
export interface LessonProgram {
  readonly text: string;
  /** The line of the joined cell text that a 1-based line of `text` stands for. */
  lineOf(line: number): number;
}

/**
 * The cells of a lesson as one module: they share their top-level names, so they can only be checked together. Lines
 * and columns are those of the joined text; what has to be added stands after its end.
 *
 * A check runs in a scope of its own: it becomes a block, and its imports, which a block may not hold, move to the end.
 */
export function lessonProgram(
  cells: CellText,
  regions: readonly Region[],
  variant: Variant,
): LessonProgram {
  const lines = cells.text.split('\n');
  const count = lines.length;
  const moved: { text: string; line: number }[] = [];
  const blankSpan = (span: readonly [number, number] | undefined) => {
    if (span) for (let line = span[0]; line <= span[1]; line++) lines[line - 1] = '';
  };
  const closers = new Set<number>();
  for (const region of regions) {
    if (region.kind !== 'exercise') continue;
    blankSpan(variant === 'starter' ? region.solution?.span : region.starter?.span);
    if (variant !== 'check') {
      blankSpan(region.check?.span);
    } else if (region.check) {
      const [from, to] = region.check.span;
      moveImports(lines, from, to, moved);
      lines[from - 1] = '{';
      closers.add(to + 1);
    }
  }
  // The line after a check is the next region's marker, a comment that may be overwritten.
  for (const line of closers) {
    if (line <= count) lines[line - 1] = '}';
    else lines.push('}');
  }
  const body = withoutRepeatedImports([...lines, ...moved.map(({ text }) => text)].join('\n'));
  const firstMoved = lines.length + 1;
  return {
    text: `${body}\nexport {};\n`,
    lineOf: (line) => {
      if (line <= count) return line;
      return moved[line - firstMoved]?.line ?? count;
    },
  };
}

function moveImports(
  lines: string[],
  from: number,
  to: number,
  moved: { text: string; line: number }[],
): void {
  const text = lines.slice(from - 1, to).join('\n');
  let blanked = text;
  for (const statement of findImports(parseTypeScript(text))) {
    moved.push({
      text: text.slice(statement.start, statement.end).replace(/\s*\n\s*/g, ' '),
      line: from + text.slice(0, statement.start).split('\n').length - 1,
    });
    blanked = blankOut(blanked, statement.start, statement.end);
  }
  blanked.split('\n').forEach((line, index) => (lines[from - 1 + index] = line));
}
