import { openDB, type IDBPDatabase } from 'idb';
import { FileFault } from './files.ts';

/** What `kit/host`'s store writes to. */
export interface PageStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<string[]>;
}

const maxValueBytes = 4_000_000;
const maxTotalBytes = 64_000_000;

interface Kept {
  readonly value: unknown;
  readonly sizeBytes: number;
}

/** Bytes of a clonable value, near enough for a cap. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length * 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (value instanceof Blob) return value.size;
  const held =
    value instanceof Map
      ? [...value].flat()
      : value instanceof Set
        ? [...value]
        : Object.entries(value).flat();
  return held.reduce<number>((bytes, item) => bytes + sizeOf(item), 16);
}

/**
 * A store in IndexedDB, in a database of its own so that no cell reaches the reader's progress. Where the browser
 * refuses storage, values are kept until the page is left.
 */
export function createStore(database: string): PageStore {
  const memory = new Map<string, Kept>();
  const open: Promise<IDBPDatabase | null> = openDB(database, 1, {
    upgrade: (db) => void db.createObjectStore('kept'),
  }).catch(() => null);

  const total = async (except: string): Promise<number> => {
    const db = await open;
    if (!db)
      return [...memory].reduce(
        (bytes, [key, kept]) => bytes + (key === except ? 0 : kept.sizeBytes),
        0,
      );
    let bytes = 0;
    for (
      let cursor = await db.transaction('kept').store.openCursor();
      cursor;
      cursor = await cursor.continue()
    ) {
      if (cursor.key !== except) bytes += (cursor.value as Kept).sizeBytes;
    }
    return bytes;
  };
  return {
    async get(key) {
      const db = await open;
      const kept = (db ? await db.get('kept', key) : memory.get(key)) as Kept | undefined;
      return kept?.value;
    },
    async set(key, value) {
      const sizeBytes = sizeOf(value);
      if (sizeBytes > maxValueBytes)
        throw new FileFault('store-too-large', { key, sizeBytes, maxBytes: maxValueBytes });
      const all = sizeBytes + (await total(key));
      if (all > maxTotalBytes)
        throw new FileFault('store-too-large', { key, sizeBytes: all, maxBytes: maxTotalBytes });
      const db = await open;
      if (db) await db.put('kept', { value, sizeBytes }, key);
      else memory.set(key, { value, sizeBytes });
    },
    async delete(key) {
      const db = await open;
      if (db) await db.delete('kept', key);
      else memory.delete(key);
    },
    async keys() {
      const db = await open;
      return db ? (await db.getAllKeys('kept')).map(String) : [...memory.keys()];
    },
  };
}
