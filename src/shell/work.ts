import type { KeptWork, NotebookState } from '../runtime/state.ts';
import { allPass } from './cell/findings.ts';
import type { Engine } from './engine.ts';
import type { ProgressKeeper } from './stores/progress.ts';
import { useProgress } from './stores/progress.ts';
import { entriesOf, entryOf } from './stores/record.ts';
import type { LessonRecord } from './stores/record.ts';

/** What the notebook has to be given back from a lesson's record. */
export function keptWork(record: LessonRecord | undefined): KeptWork {
  return {
    edits: Object.fromEntries(entriesOf(record, 'edit').map(([id, { source }]) => [id, source])),
    own: entriesOf(record, 'own').map(([id, { after, source }]) => ({ id, after, source })),
    passed: Object.fromEntries(entriesOf(record, 'passed').map(([id, { source }]) => [id, source])),
  };
}

/** The cell before one in the page's order: where an added cell stands. */
function before(state: NotebookState, id: string): string | null {
  return state.order[state.order.indexOf(id) - 1] ?? null;
}

/**
 * Writes into the record what changed in the notebook between two states. What the record holds already is left alone:
 * writing back what came from storage or from another tab would make it look newer than what is being typed there, and
 * would forget the text of the lesson that an edit began from.
 */
export function keepChanges(
  lesson: string,
  keeper: Pick<ProgressKeeper, 'keep'>,
  old: NotebookState,
  now: NotebookState,
  record?: LessonRecord,
): void {
  for (const id of now.order) {
    const [was, cell] = [old.cells[id], now.cells[id]];
    if (!cell || cell === was) continue;
    if (cell.isOwn) {
      if (cell.source !== was?.source && cell.source !== entryOf(record, 'own', id)?.source) {
        keeper.keep(lesson, 'own', id, { after: before(now, id), source: cell.source });
      }
      continue;
    }
    const kept = entryOf(record, 'edit', id);
    if (was && cell.source !== was.source && cell.source !== (kept?.source ?? cell.original)) {
      const base = kept?.base ?? cell.original;
      keeper.keep(
        lesson,
        'edit',
        id,
        cell.source === cell.original ? null : { source: cell.source, base },
      );
    }
    if (cell.findings !== was?.findings && allPass(cell.findings)) {
      keeper.keep(lesson, 'passed', id, { source: cell.source });
    }
  }
  for (const id of old.order) {
    if (old.cells[id]?.isOwn && !now.cells[id]) keeper.keep(lesson, 'own', id, null);
  }
}

/** The texts that another tab has changed since: what the record wants and the notebook does not have. */
export function changesFrom(record: LessonRecord | undefined, state: NotebookState): KeptWork {
  const edits: Record<string, string> = {};
  for (const id of state.order) {
    const cell = state.cells[id];
    if (!cell) continue;
    const wanted = cell.isOwn
      ? entryOf(record, 'own', id)?.source
      : (entryOf(record, 'edit', id)?.source ?? cell.original);
    if (wanted !== undefined && wanted !== cell.source) edits[id] = wanted;
  }
  const own = keptWork(record).own.filter(({ id }) => !state.cells[id]);
  return { edits, own, passed: {} };
}

/**
 * Keeps notebook and record in step: what the reader writes is kept, what another tab keeps is shown. The record is
 * written in the same turn as the notebook changes, so neither ever sees the other as out of date.
 */
export function followWork(lesson: string, engine: Engine, keeper: ProgressKeeper): () => void {
  let old = engine.getState();
  const stopNotebook = engine.subscribe(() => {
    const now = engine.getState();
    if (now === old) return;
    const last = old;
    old = now;
    keepChanges(lesson, keeper, last, now, useProgress.getState().records[lesson]);
  });
  const stopRecords = useProgress.subscribe((state, last) => {
    if (state.records[lesson] === last.records[lesson]) return;
    const work = changesFrom(state.records[lesson], engine.getState());
    if (Object.keys(work.edits).length === 0 && work.own.length === 0) return;
    engine.act((notebook) => notebook.restore(work));
  });
  return () => {
    stopNotebook();
    stopRecords();
  };
}
