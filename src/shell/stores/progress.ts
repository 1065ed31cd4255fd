import { create } from 'zustand';
import { reconcile } from './reconcile.ts';
import { emptyRecord, withEntry } from './record.ts';
import type { EntryKind, EntryValues, LessonRecord } from './record.ts';
import { memoryStorage } from './memory.ts';
import type { RecordStorage } from './memory.ts';
import type { UnsavedShelf } from './unsaved.ts';

/** How long typing may go on before it is written: well under the half second that a lost edit may cost. */
const WRITE_AFTER_MS = 300;

/** All that a reader has done, by lesson. */
export interface ProgressState {
  /** `memory`: the browser refuses storage, and the page says so. */
  readonly kept: 'loading' | 'storage' | 'memory';
  readonly records: Readonly<Record<string, LessonRecord>>;
}

/** The reader's progress, kept from visit to visit. */
export const useProgress = create<ProgressState>(() => ({ kept: 'loading', records: {} }));

/** What progress needs from outside; tests bring their own. */
export interface ProgressSources {
  readonly open: () => Promise<RecordStorage>;
  /** Milliseconds since 1970: entries of several tabs and devices are compared by it. */
  readonly now: () => number;
  /** Tells other tabs that a lesson was written, and hears of theirs. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null;
  /** Null: nothing outlives the page but what the database has taken. */
  readonly shelf: UnsavedShelf | null;
}

/** Actions on progress. One per page. */
export interface ProgressKeeper {
  keep<K extends EntryKind>(
    lesson: string,
    kind: K,
    id: string,
    value: EntryValues[K] | null,
  ): void;
  /** Adds records from a file; what is newer here stays. Returns how many lessons it held. */
  adopt(records: readonly LessonRecord[]): Promise<number>;
  /** Writes at once what is waiting. */
  flush(): Promise<void>;
  /** The page may end before a write does: what is not yet written is left where the next page finds it. */
  leave(): void;
  /** Resolves once storage has been read, or refused. */
  readonly ready: Promise<void>;
}

/** Connects the store to storage and to the reader's other tabs. */
export function keepProgress(sources: ProgressSources): ProgressKeeper {
  const known = new Map<string, LessonRecord>();
  const waiting = new Set<string>();
  /** Waiting, or being written. */
  const unsaved = new Set<string>();
  let hasLeft = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let storage: RecordStorage = memoryStorage();

  const held = (id: string): LessonRecord => useProgress.getState().records[id] ?? emptyRecord(id);
  const hold = (record: LessonRecord): void =>
    useProgress.setState((state) => ({ records: { ...state.records, [record.id]: record } }));

  const write = async (id: string): Promise<void> => {
    const base = known.get(id) ?? emptyRecord(id);
    const written = held(id);
    const joined = await storage.update(id, (stored) => reconcile(base, written, stored));
    known.set(id, joined);
    if (!waiting.has(id)) unsaved.delete(id);
    // The reader may have gone on typing while the database wrote.
    hold(reconcile(written, held(id), joined));
    sources.channel?.postMessage(id);
  };

  const shelve = (): void => {
    hasLeft = unsaved.size > 0;
    const records = [...unsaved].map((id) => ({
      base: known.get(id) ?? emptyRecord(id),
      record: held(id),
    }));
    sources.shelf?.leave(records);
  };

  const writeWaiting = async (): Promise<void> => {
    await ready;
    const ids = [...waiting];
    waiting.clear();
    try {
      for (const id of ids) await write(id);
      if (hasLeft) shelve();
    } catch {
      // The disk is full or storage was taken away while the page was open: the work stays in this tab, and the page says so.
      useProgress.setState({ kept: 'memory' });
    }
  };

  // One thing at a time: a write that began before the last one had ended would take this tab's own text for another's.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (task: () => Promise<void>): Promise<void> => (last = last.then(task));

  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    return inTurn(writeWaiting);
  };

  const plan = (id: string): void => {
    waiting.add(id);
    unsaved.add(id);
    timer ??= setTimeout(() => void flush(), WRITE_AFTER_MS);
  };

  const refresh = async (id: string): Promise<void> => {
    await ready;
    const all = await storage.all().catch(() => []);
    const stored = all.find((record) => record.id === id);
    if (!stored) return;
    const joined = reconcile(known.get(id) ?? emptyRecord(id), held(id), stored);
    known.set(id, stored);
    hold(joined);
  };

  const load = async (): Promise<void> => {
    let kept: ProgressState['kept'] = 'storage';
    try {
      storage = await sources.open();
      for (const record of await storage.all()) {
        known.set(record.id, record);
        hold(reconcile(emptyRecord(record.id), held(record.id), record));
      }
    } catch {
      storage = memoryStorage();
      kept = 'memory';
    }
    for (const { base, record } of sources.shelf?.take() ?? []) {
      hold(reconcile(base, record, held(record.id)));
      plan(record.id);
    }
    useProgress.setState({ kept });
  };
  const ready = load();

  sources.channel?.addEventListener('message', (event) => {
    const id: unknown = event.data;
    if (typeof id === 'string') void inTurn(() => refresh(id));
  });

  return {
    ready,
    flush,
    leave() {
      shelve();
      void flush();
    },
    keep(lesson, kind, id, value) {
      hold(withEntry(held(lesson), kind, id, value, sources.now()));
      plan(lesson);
    },
    async adopt(records) {
      for (const record of records) {
        hold(reconcile(emptyRecord(record.id), held(record.id), record));
        plan(record.id);
      }
      await flush();
      return records.length;
    },
  };
}
