import { migrate } from './record.ts';
import type { LessonRecord } from './record.ts';

/** A record that a page had no time to write, and what it and storage had last agreed on. */
export interface Unsaved {
  readonly base: LessonRecord;
  readonly record: LessonRecord;
}

/** Where a page that is being left puts, at once, what it cannot wait to write. */
export interface UnsavedShelf {
  leave(records: readonly Unsaved[]): void;
  /** What earlier pages have left; it is taken off the shelf. */
  take(): Unsaved[];
}

const PREFIX = 'ai-toolkit:unsaved:';

function read(text: string | null): Unsaved[] {
  try {
    const raw: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(raw)) return [];
    return (raw as { base?: unknown; record?: unknown }[]).flatMap((item) => {
      const base = migrate(item?.base);
      const record = migrate(item?.record);
      return base && record ? [{ base, record }] : [];
    });
  } catch {
    // Written by something else than this page: nothing of ours to save.
    return [];
  }
}

/**
 * The browser's small synchronous storage: a database's write may be cut off by the end of its page, this one cannot. Each
 * page has a key of its own, `id`, so that two tabs closed together keep both texts.
 */
export function localShelf(storage: Storage, id: string): UnsavedShelf {
  return {
    leave(records) {
      try {
        if (records.length > 0) storage.setItem(PREFIX + id, JSON.stringify(records));
        else storage.removeItem(PREFIX + id);
      } catch {
        // Full or refused: the database's own write, begun at the same time, is all that can be done.
      }
    },
    take() {
      const keys = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
      return keys.flatMap((key) => {
        const found = read(storage.getItem(key));
        storage.removeItem(key);
        return found;
      });
    },
  };
}
