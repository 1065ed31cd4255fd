/** What a reader has done in one lesson, as entries that can be merged one by one. */
export interface EntryValues {
  /** An edited cell; `base` is the lesson's own text at the time, to notice when the lesson changes. */
  edit: { readonly source: string; readonly base: string };
  /** A cell that the reader added. */
  own: { readonly after: string | null; readonly source: string };
  /** The other tab's version of a cell that both edited, until the reader chooses. */
  other: { readonly source: string };
  /** The choice made in a prediction; null: skipped. */
  answer: { readonly choice: number | null };
  /** A recall prompt: how often it was known in a row, and when it returns. */
  recall: { readonly streak: number; readonly dueAt: number };
  /** How many hints of an exercise are open; one more than the hints opens the solution. */
  hints: { readonly open: number };
  passed: { readonly source: string };
  section: { readonly title: string };
  /** Sections of the lesson, and the slot that was on screen last. */
  place: { readonly slot: string; readonly sections: number };
}
export type EntryKind = keyof EntryValues;
export type EntryKey = `${EntryKind}:${string}`;

/** One thing kept, and when; null is a removal that other tabs must hear of. */
export interface Entry {
  readonly value: EntryValues[EntryKind] | null;
  readonly at: number;
}

/** The current layout of a record. Raise it together with a step in `migrate`. */
export const RECORD_VERSION = 1;

export interface LessonRecord {
  readonly version: typeof RECORD_VERSION;
  readonly id: string;
  readonly entries: Readonly<Partial<Record<EntryKey, Entry>>>;
}

/** The record of a lesson nobody has touched yet. */
export function emptyRecord(id: string): LessonRecord {
  return { version: RECORD_VERSION, id, entries: {} };
}

/** The value of an entry, or undefined. */
export function entryOf<K extends EntryKind>(
  record: LessonRecord | undefined,
  kind: K,
  id: string,
): EntryValues[K] | undefined {
  // The key carries the kind, and only `withEntry` writes it.
  const entry = record?.entries[`${kind}:${id}`] as { value: EntryValues[K] | null } | undefined;
  return entry?.value ?? undefined;
}

/** All live entries of one kind, as [id, value, when]. */
export function entriesOf<K extends EntryKind>(
  record: LessonRecord | undefined,
  kind: K,
): [id: string, value: EntryValues[K], at: number][] {
  const found: [string, EntryValues[K], number][] = [];
  for (const [key, entry] of Object.entries(record?.entries ?? {})) {
    if (!key.startsWith(`${kind}:`) || !entry || entry.value === null) continue;
    found.push([key.slice(kind.length + 1), entry.value as EntryValues[K], entry.at]);
  }
  return found;
}

/** The record with one entry set, or removed by null. */
export function withEntry<K extends EntryKind>(
  record: LessonRecord,
  kind: K,
  id: string,
  value: EntryValues[K] | null,
  at: number,
): LessonRecord {
  const key: EntryKey = `${kind}:${id}`;
  return { ...record, entries: { ...record.entries, [key]: { value, at } } };
}

const KINDS: Readonly<Record<EntryKind, (value: Record<string, unknown>) => boolean>> = {
  edit: (v) => typeof v['source'] === 'string' && typeof v['base'] === 'string',
  own: (v) =>
    typeof v['source'] === 'string' && (v['after'] === null || typeof v['after'] === 'string'),
  other: (v) => typeof v['source'] === 'string',
  answer: (v) => v['choice'] === null || Number.isInteger(v['choice']),
  recall: (v) => Number.isInteger(v['streak']) && Number.isFinite(v['dueAt']),
  hints: (v) => Number.isInteger(v['open']),
  passed: (v) => typeof v['source'] === 'string',
  section: (v) => typeof v['title'] === 'string',
  place: (v) => typeof v['slot'] === 'string' && Number.isInteger(v['sections']),
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A record of any age or origin (storage, an imported file) in today's layout, or null when it is none. Entries that
 * make no sense are left out one by one: a single bad entry must not cost a reader the others.
 */
export function migrate(raw: unknown): LessonRecord | null {
  if (!isObject(raw) || typeof raw['id'] !== 'string' || !isObject(raw['entries'])) return null;
  if (raw['version'] !== RECORD_VERSION) return null;
  const entries: Partial<Record<EntryKey, Entry>> = {};
  for (const [key, entry] of Object.entries(raw['entries'])) {
    const kind = key.slice(0, key.indexOf(':')) as EntryKind;
    if (!Object.hasOwn(KINDS, kind) || !isObject(entry) || typeof entry['at'] !== 'number')
      continue;
    const value = entry['value'];
    if (value !== null && !(isObject(value) && KINDS[kind](value))) continue;
    entries[key as EntryKey] = { value: value as Entry['value'], at: entry['at'] };
  }
  return { version: RECORD_VERSION, id: raw['id'], entries };
}
