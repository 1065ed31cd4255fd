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
    const pick = choose(base, ours, theirs, key, rivals);
    if (pick) joined = { ...joined, entries: { ...joined.entries, [key]: pick } };
  }
  for (const [id, entry] of rivals) {
    if (entry.value && 'source' in entry.value) {
      joined = withEntry(joined, 'other', id, { source: entry.value.source }, entry.at);
    }
  }
  return joined;
}

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
  const isCode = key.startsWith('edit:') || key.startsWith('own:');
  // A removal has no text to lose; beside an edit it steps back.
  if (isCode && !sameValue) {
    if (ours.value === null) return theirs;
    if (theirs.value !== null) rivals.push([key.slice(key.indexOf(':') + 1), theirs]);
    return ours;
  }
  return ours.at >= theirs.at ? ours : theirs;
}
