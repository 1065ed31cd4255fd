import { entriesOf, entryOf } from '../stores/record.ts';
import type { LessonRecord } from '../stores/record.ts';

/** How far a reader is with one lesson. */
export interface LessonStatus {
  readonly id: string;
  readonly done: number;
  readonly total: number;
  readonly state: 'done' | 'half' | 'todo';
  /** When something was last done in it, milliseconds since 1970. */
  readonly at: number;
  readonly slot: string | null;
}

/** A lesson's status from its record. */
export function statusOf(id: string, record: LessonRecord | undefined): LessonStatus {
  const sections = entriesOf(record, 'section');
  const place = entryOf(record, 'place', 'last');
  const total = place?.sections ?? 0;
  const done = Math.min(sections.length, total);
  const at = Math.max(0, ...Object.values(record?.entries ?? {}).map((entry) => entry?.at ?? 0));
  const state = total > 0 && done === total ? 'done' : at > 0 ? 'half' : 'todo';
  return { id, done, total, state, at, slot: place?.slot ?? null };
}

/** The lesson that was last worked on and is not finished. */
export function lastOpen(statuses: readonly LessonStatus[]): LessonStatus | null {
  const open = statuses.filter((status) => status.state === 'half');
  return open.reduce<LessonStatus | null>(
    (latest, one) => (latest === null || one.at > latest.at ? one : latest),
    null,
  );
}

/** Recall questions that are due, as lesson and slot, the longest overdue first. */
export function dueRecalls(
  records: Readonly<Record<string, LessonRecord>>,
  nowMs: number,
): { readonly lesson: string; readonly slot: string }[] {
  return Object.values(records)
    .flatMap((record) =>
      entriesOf(record, 'recall')
        .filter(([, recall]) => recall.dueAt <= nowMs)
        .map(([slot, recall]) => ({ lesson: record.id, slot, dueAt: recall.dueAt })),
    )
    .sort((a, b) => a.dueAt - b.dueAt)
    .map(({ lesson, slot }) => ({ lesson, slot }));
}
