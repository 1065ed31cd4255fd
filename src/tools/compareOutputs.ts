/** Where two recorded values differ, as a path into them with both values; null when they agree. */
export type Difference = {
  readonly path: string;
  readonly stored: unknown;
  readonly fresh: unknown;
} | null;

/**
 * Compares stored with fresh outputs in their JSON form: numbers to a tolerance (relative beyond 1), everything else
 * exactly.
 */
export function compareOutputs(
  stored: unknown,
  fresh: unknown,
  tolerance: number,
  path = '',
): Difference {
  const different = { path, stored, fresh };
  if (typeof stored === 'number' && typeof fresh === 'number') {
    return Math.abs(stored - fresh) <= tolerance * Math.max(1, Math.abs(stored)) ? null : different;
  }
  if (
    typeof stored !== 'object' ||
    typeof fresh !== 'object' ||
    stored === null ||
    fresh === null
  ) {
    return Object.is(stored, fresh) ? null : different;
  }
  if (Array.isArray(stored) !== Array.isArray(fresh)) return different;
  const [before, after] = [Object.entries(stored), new Map(Object.entries(fresh))];
  if (before.length !== after.size) return different;
  for (const [key, value] of before) {
    if (!after.has(key)) return different;
    const found = compareOutputs(value, after.get(key), tolerance, `${path}/${key}`);
    if (found) return found;
  }
  return null;
}
