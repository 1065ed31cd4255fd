import { openDB } from 'idb';
import { RECORD_VERSION, emptyRecord, migrate } from './record.ts';
import type { RecordStorage } from './memory.ts';

const DATABASE = 'ai-toolkit';

/** Records in the browser's database. Rejects where storage is refused. */
export async function openStorage(): Promise<RecordStorage> {
  // An old page that meets a newer layout is refused by the version and works in memory, instead of writing over it.
  const db = await openDB(DATABASE, RECORD_VERSION, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) database.createObjectStore('lessons', { keyPath: 'id' });
    },
    // Another tab with a newer page wants to upgrade: holding on would block it for good.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
  });
  return {
    async all() {
      const raw: unknown[] = await db.getAll('lessons');
      return raw.map(migrate).filter((record) => record !== null);
    },
    async update(id, change) {
      const transaction = db.transaction('lessons', 'readwrite');
      const stored = migrate(await transaction.store.get(id)) ?? emptyRecord(id);
      const next = change(stored);
      await transaction.store.put(next);
      await transaction.done;
      return next;
    },
  };
}
