import { withEntry } from './record.ts';
import type { Entry, EntryKey, LessonRecord } from './record.ts';

function same(a: Entry | undefined, b: Entry | undefined): boolean {
  return a?.at === b?.at && JSON.stringify(a?.value) === JSON.stringify(b?.value);
}

/**
 * Joins what this tab holds (`mine`) with what storage holds (`stored`), given what both last agreed on (`known`). An
 * entry that only one side changed is taken from that side. Where both changed, the later one wins, except for code:
 * there mine stays in place and the other version is kept beside it as `other:…`, for the reader to choose.
 */
export function reconcile(
  known: LessonRecord,
  mine: LessonRecord,
  stored: LessonRecord,
): LessonRecord {
  const keys = new Set([
    ...Object.keys(mine.entries),
    ...Object.keys(stored.entries),
  ]) as Set<EntryKey>;
  let joined: LessonRecord = { ...mine, entries: {} };
  const rivals: [id: string, entry: Entry][] = [];
  for (const key of keys) {
    const [base, ours, theirs] = [known.entries[key], mine.entries[key], stored.entries[key]];
    const isRival = isSetAside(mine, stored, key);
    const pick = choose(isRival ? undefined : base, ours, theirs, key, rivals);
    if (pick) joined = { ...joined, entries: { ...joined.entries, [key]: pick } };
  }
  for (const [id, entry] of rivals) {
    if (entry.value && 'source' in entry.value) {
      joined = withEntry(joined, 'other', id, { source: entry.value.source }, entry.at);
    }
  }
  return joined;
}

/**
 * Whether the other tab has already set our version aside for its own: it saw the conflict first. Our text looks unchanged
 * since we wrote it, and still must not be exchanged under the reader's hands.
 */
function isSetAside(mine: LessonRecord, stored: LessonRecord, key: EntryKey): boolean {
  const ours = mine.entries[key]?.value;
  if (!isCode(key) || !ours || !('source' in ours)) return false;
  const aside = stored.entries[`other:${idOf(key)}`];
  // Set aside before the reader's last choice about this cell: that is settled.
  const isSettled = (mine.entries[`other:${idOf(key)}`]?.at ?? -Infinity) > (aside?.at ?? Infinity);
  if (isSettled || !aside?.value || !('source' in aside.value)) return false;
  return aside.value.source === ours.source;
}

const isCode = (key: EntryKey): boolean => key.startsWith('edit:') || key.startsWith('own:');
const idOf = (key: EntryKey): string => key.slice(key.indexOf(':') + 1);

function choose(
  base: Entry | undefined,
  ours: Entry | undefined,
  theirs: Entry | undefined,
  key: EntryKey,
  rivals: [id: string, entry: Entry][],
): Entry | undefined {
  if (same(ours, theirs) || same(theirs, base)) return ours ?? theirs;
  if (same(ours, base)) return theirs;
  if (!ours || !theirs) return ours ?? theirs;
  const sameValue = JSON.stringify(ours.value) === JSON.stringify(theirs.value);
  // A removal has no text to lose; beside an edit it steps back.
  if (isCode(key) && !sameValue) {
    if (ours.value === null) return theirs;
    if (theirs.value !== null) rivals.push([idOf(key), theirs]);
    return ours;
  }
  return ours.at >= theirs.at ? ours : theirs;
}
