import type { EntryValues } from '../stores/record.ts';

const DAY_MS = 86_400_000;
/** Days until a question returns, by how often it was known in a row. */
const STEPS: readonly number[] = [1, 3, 7, 21];

/** When a recall question returns: a miss comes back tomorrow, each success waits longer, after the last it is known. */
export function nextRecall(
  before: EntryValues['recall'] | undefined,
  isKnown: boolean,
  nowMs: number,
): EntryValues['recall'] {
  const streak = isKnown ? (before?.streak ?? 0) + 1 : 0;
  const days = STEPS[streak];
  return { streak, dueAt: days === undefined ? Number.MAX_SAFE_INTEGER : nowMs + days * DAY_MS };
}

/** Whole days until a question is due, 0 when it is; null when it does not come back. */
export function daysUntil(recall: EntryValues['recall'], nowMs: number): number | null {
  if (recall.dueAt === Number.MAX_SAFE_INTEGER) return null;
  return Math.max(0, Math.ceil((recall.dueAt - nowMs) / DAY_MS));
}
