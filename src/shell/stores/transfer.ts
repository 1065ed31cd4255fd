import { migrate } from './record.ts';
import type { LessonRecord } from './record.ts';

/** The mark by which an exported file is known again. */
const FORMAT = 'ai-engineer-toolkit/progress';

/** All records as one file. */
export function exportFile(records: Readonly<Record<string, LessonRecord>>): Blob {
  const text = JSON.stringify({ format: FORMAT, lessons: Object.values(records) }, null, 1);
  return new Blob([text], { type: 'application/json' });
}

/** The records of an exported file, or null when it is something else. */
export function readExport(text: string): LessonRecord[] | null {
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== 'object' || raw === null) return null;
    const { format, lessons } = raw as { format?: unknown; lessons?: unknown };
    if (format !== FORMAT || !Array.isArray(lessons)) return null;
    return lessons.map(migrate).filter((record) => record !== null);
  } catch {
    // Not JSON: the caller tells the reader.
    return null;
  }
}
