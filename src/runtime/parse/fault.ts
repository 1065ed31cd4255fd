import type { CellProblem, Place, ProblemCode } from '../analysis.ts';

/** Thrown inside the parser and turned into the cell's one problem by `analyseCell`. */
export class Fault extends Error {
  readonly problem: CellProblem;

  constructor(
    code: ProblemCode,
    message: string,
    place: Place,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.problem = { code, message, line: place.line, column: place.column, details };
  }
}

/** The 1-based place of `offset` in `text`, whose only line breaks are `\n`. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: before.length - lineStart + 1 };
}

/**
 * Places of many offsets of one text: line starts are found once, so a megabyte with thousands of names stays quick.
 */
export function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
