import { KitError } from '../errors.ts';

/** A program's text that knows where each of its lines was written. */
export interface Wgsl {
  readonly text: string;
  /** For each line of the text, where it came from as a stack would name it, `file:line:column`; null where unknown. */
  readonly places: readonly (string | null)[];
}

/**
 * WGSL as a template: `` wgsl`fn main() { … }` ``. What is put in with `${…}` is a number, words, or another such text. When
 * the program is refused, the error points at the line as it stands in the source, not at the line of the program.
 */
export function wgsl(
  parts: TemplateStringsArray,
  ...values: readonly (Wgsl | number | string)[]
): Wgsl {
  const caller = callerOf(new Error().stack);
  let line = caller?.line ?? 0;
  const here = () => (caller ? `${caller.file}:${line}:1` : null);
  const places = [here()];
  let text = '';
  parts.raw.forEach((part, index) => {
    text += part;
    for (let breaks = part.split('\n').length - 1; breaks > 0; breaks--) {
      line++;
      places.push(here());
    }
    const value = values[index];
    if (value === undefined) return;
    text += typeof value === 'object' ? value.text : value;
    // a line that begins here and ends inside the other text is, for a compiler's complaint, the other's
    if (typeof value === 'object') places.splice(-1, 1, ...value.places);
  });
  return { text, places };
}

/** The error again, its stack beginning at line `line` of the program, counted from 1. */
export function placedError(error: KitError, { places }: Wgsl, line: number | null): KitError {
  const place = line === null ? null : places[line - 1];
  if (!place) return error;
  const details = error.code === 'shader-failed' ? { ...error.details, line: null } : error.details;
  const placed = new KitError(error.code, details);
  placed.stack = `${placed.name}: ${placed.message}\n    at ${place}`;
  return placed;
}

/**
 * Refuses a program whose loops do not say when they end: a dispatch that runs cannot be stopped, and holds up the GPU for
 * everybody. Only `for` with a condition and a step is let through. It reads the text alone, so a loop may still be endless.
 * @throws KitError `bad-argument` that points at the loop
 */
export function checkLoops(code: Wgsl): void {
  const bare = code.text.replace(/\/\/.*|\/\*[^]*?\*\//g, (comment) => comment.replace(/\S/g, ' '));
  for (const found of bare.matchAll(
    /\b(?:while|loop)\b|\bfor\s*\(([^;{]*);([^;{]*);([^{]*)\)\s*\{/g,
  )) {
    const [loop, , condition, step] = found;
    if (condition?.trim() && step?.trim()) continue;
    const line = bare.slice(0, found.index).split('\n').length;
    const fault = new KitError('bad-argument', {
      fn: 'wgsl',
      name: loop.split(/\W/)[0] ?? loop,
      expected: 'for (start; condition; step)',
      got: loop.trim(),
    });
    throw placedError(fault, code, line);
  }
}

/** Who called the function whose stack this is: the second frame, in any engine's way of writing it. */
function callerOf(stack = ''): { readonly file: string; readonly line: number } | null {
  const frames = stack.split('\n').filter((frame) => /:\d+:\d+/.test(frame));
  // evaluated code names first where it was evaluated, then itself
  const [, file, line] = [...(frames[1] ?? '').matchAll(/([^\s()@,]+):(\d+):\d+/g)].at(-1) ?? [];
  return file && line ? { file, line: Number(line) } : null;
}
