/** A matrix rounded to 8 bits: entry = scale of its row or column · integer. */
export interface Quantised {
  /** −127 … 127, row-major. */
  readonly integers: Int8Array;
  /** One for each row (`axis` 0) or column (`axis` 1). */
  readonly scales: Float32Array;
}

/**
 * Rounds a matrix [rows, columns] to integers of 8 bits, each row (`axis` 0) or column (`axis` 1) with a scale of its own,
 * so that its largest entry becomes ±127: one large weight then costs precision in its own row or column only.
 */
export function quantise(
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  axis: 0 | 1,
): Quantised {
  const largest = new Float32Array(axis === 0 ? rows : columns);
  const lineOf = (i: number) => (axis === 0 ? Math.floor(i / columns) : i % columns);
  values.forEach((value, i) => {
    largest[lineOf(i)] = Math.max(largest[lineOf(i)] ?? 0, Math.abs(value));
  });
  const scales = largest.map((value) => value / 127);
  const integers = Int8Array.from(values, (value, i) => {
    const scale = scales[lineOf(i)] ?? 0;
    return scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / scale)));
  });
  return { integers, scales };
}
