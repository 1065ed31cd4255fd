/**
 * sucrase keeps lines but not columns: what it removes leaves no gap. From its source map the tokens are put back
 * under the columns that they have in the cell, so that faults and run-time errors point at the right character.
 */

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A piece of the output: where it starts there, and a column of the source at or before its first token. */
interface Segment {
  readonly out: number;
  readonly source: number;
}

/** Segments by output line, from the `mappings` of a source map with one source. */
function decode(mappings: string): Segment[][] {
  let sourceColumn = 0;
  return mappings.split(';').map((line) => {
    let out = 0;
    const segments: Segment[] = [];
    for (const text of line.split(',')) {
      const fields = decodeFields(text);
      if (fields.length < 4) continue;
      out += fields[0] ?? 0;
      sourceColumn += fields[3] ?? 0;
      segments.push({ out, source: sourceColumn });
    }
    return segments;
  });
}

/** The base-64 variable-length numbers of one segment. */
function decodeFields(text: string): number[] {
  const fields: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = digits.indexOf(char);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    fields.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return fields;
}

const blankOrComment = /^(?:\s|\/\*[\s\S]*?(?:\*\/|$)|\/\/.*)*$/;

/**
 * The column of `piece` in `line`, in [from, to). Removed tokens come before it there, so it is the last occurrence
 * that only blanks and comments follow.
 */
function columnOf(piece: string, line: string, from: number, to: number): number {
  const head = /^(?:[\p{ID_Continue}$#@]+|\s+|.)/u.exec(piece)?.[0] ?? '';
  const words = piece.replace(/\s*(?:\/\*.*|\/\/.*)?$/, '') || piece;
  for (const text of [words, head]) {
    if (text === '') continue;
    for (
      let at = line.lastIndexOf(text, to - text.length);
      at >= from;
      at = line.lastIndexOf(text, at - 1)
    ) {
      if (blankOrComment.test(line.slice(at + text.length, to))) return at;
      if (at === 0) break;
    }
  }
  return from;
}

/**
 * `output` of sucrase for `source` with each token back in its place, or null where that cannot be done exactly. What
 * comes back has the length of `source` and differs from it by blanks alone (and by a `)` moved down to its `=>`).
 */
export function align(source: string, output: string, mappings: string): string | null {
  const sourceLines = source.split('\n');
  const outputLines = output.split('\n');
  const segments = decode(mappings);
  if (outputLines.length !== sourceLines.length) return null;
  const lines: string[] = [];
  for (const [index, sourceLine] of sourceLines.entries()) {
    const line = outputLines[index] ?? '';
    const aligned = line === sourceLine ? line : alignLine(line, sourceLine, segments[index] ?? []);
    if (!isBlanked(aligned, sourceLine)) return null;
    lines.push(withBlanksOf(sourceLine, aligned));
  }
  return lines.join('\n');
}

function isBlanked(aligned: string, source: string): boolean {
  if (aligned.length !== source.length) return false;
  for (let at = 0; at < aligned.length; at++) {
    const char = aligned[at];
    if (char === source[at] || char === ' ') continue;
    if (char !== ')' || !/^\)\s*=>/.test(aligned.slice(at))) return false;
  }
  return true;
}

/** Tabs and other blanks of the source instead of the spaces that padding put there: some stand in template strings. */
function withBlanksOf(source: string, aligned: string): string {
  if (!/[^\S ]/.test(source)) return aligned;
  return aligned.replace(/ /g, (space, at: number) =>
    /\s/.test(source.charAt(at)) ? source.charAt(at) : space,
  );
}

function alignLine(line: string, sourceLine: string, segments: readonly Segment[]): string {
  let out = '';
  const put = (text: string, column: number): void => {
    if (out.length > column && out.slice(column).trim() === '') out = out.slice(0, column);
    out = out.padEnd(column) + text;
  };
  segments.forEach((segment, index) => {
    const next = segments[index + 1];
    const piece = line.slice(segment.out, next?.out);
    if (piece === '') return;
    const to = Math.max(segment.source, next?.source ?? sourceLine.length);
    const arrow = /^\)\s*=>/.exec(piece)?.[0];
    if (arrow) {
      // An arrow function's return type is gone: the `)` must stand on the line of the `=>`.
      const at = sourceLine.lastIndexOf('=>', to);
      const paren =
        sourceLine.charAt(segment.source) === ')' ? segment.source : Math.max(0, at - 2);
      put(')', paren);
      put(`=>${piece.slice(arrow.length)}`, at);
    } else {
      put(piece, columnOf(piece, sourceLine, segment.source, to));
    }
  });
  return out.padEnd(sourceLine.length);
}
