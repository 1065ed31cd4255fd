import { emptyRecord } from './record.ts';
import type { LessonRecord } from './record.ts';

/** Where records live. `update` is atomic: no other tab writes between its reading and its writing. */
export interface RecordStorage {
  all(): Promise<LessonRecord[]>;
  update(id: string, change: (stored: LessonRecord) => LessonRecord): Promise<LessonRecord>;
}

/** Records that last as long as the tab, for browsers that refuse storage. */
export function memoryStorage(): RecordStorage {
  const records = new Map<string, LessonRecord>();
  return {
    all: () => Promise.resolve([...records.values()]),
    update(id, change) {
      const next = change(records.get(id) ?? emptyRecord(id));
      records.set(id, next);
      return Promise.resolve(next);
    },
  };
}
