import type { Grid } from './numbers.ts';

/** How many slices a shape has before its last two axes. */
export function leadingAxes(shape: readonly number[]): readonly number[] {
  return shape.slice(0, Math.max(0, shape.length - 2));
}

/**
 * The matrix at one place of the leading axes, from the entries that were sent (the first ones, row-major): all of it,
 * the whole rows that were sent, or null when none was. A vector is one row, a scalar one cell.
 */
export function sliceOf(
  shape: readonly number[],
  sent: ArrayLike<number>,
  place: readonly number[],
): Grid | null {
  const cols = shape.length === 0 ? 1 : shape[shape.length - 1]!;
  const rows = shape.length < 2 ? 1 : shape[shape.length - 2]!;
  const start = leadingAxes(shape).reduce(
    (offset, size, axis) => offset * size + (place[axis] ?? 0),
    0,
  );
  const from = start * rows * cols;
  const have = Math.min(rows * cols, sent.length - from);
  if (have <= 0 || cols === 0) return null;
  // A row wider than what was sent: its beginning is better than nothing.
  if (have < cols) return { rows: 1, cols: have, values: part(sent, from, have) };
  const whole = Math.floor(have / cols);
  return { rows: whole, cols, values: part(sent, from, whole * cols) };
}

function part(values: ArrayLike<number>, from: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => values[from + i]!);
}
