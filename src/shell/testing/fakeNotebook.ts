import type { LessonPage } from '../../content/page.ts';
import type { CellState, Notebook, NotebookState } from '../../runtime/state.ts';
import { firstState } from '../engine.ts';

/** A notebook for tests: keeps what it was asked, changes state as it is told. */
export interface FakeNotebook extends Notebook {
  readonly calls: readonly (readonly unknown[])[];
  set(id: string, change: Partial<CellState>): void;
  setState(change: Partial<NotebookState>): void;
}

/** A lesson page with the given cells and nothing else. */
export function fakePage(cells: LessonPage['cells'], more: Partial<LessonPage> = {}): LessonPage {
  return {
    id: 'part/lesson',
    locale: 'en',
    title: 'A lesson',
    minutes: 5,
    root: '../../../',
    hash: 'h',
    cells,
    lesson: {},
    labels: {},
    stored: {},
    ...more,
  };
}

/** An in-memory notebook. */
export function fakeNotebook(page: LessonPage): FakeNotebook {
  let state = firstState(page);
  const listeners = new Set<() => void>();
  const calls: unknown[][] = [];
  const setState = (change: Partial<NotebookState>): void => {
    state = { ...state, ...change };
    listeners.forEach((listener) => listener());
  };
  const set = (id: string, change: Partial<CellState>): void => {
    const cell = state.cells[id];
    if (cell) setState({ cells: { ...state.cells, [id]: { ...cell, ...change } } });
  };
  const note =
    (name: string) =>
    (...args: unknown[]): Promise<void> => {
      calls.push([name, ...args]);
      return Promise.resolve();
    };
  return {
    calls,
    set,
    setState,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getState: () => state,
    edit: (id, source) => set(id, { source }),
    reset: (id) => set(id, { source: state.cells[id]?.original ?? '' }),
    resetAll: () => void note('resetAll')(),
    addCell(after, source = '') {
      const id = `own-${state.order.length}`;
      const order = [...state.order];
      order.splice(after === null ? 0 : order.indexOf(after) + 1, 0, id);
      const model = Object.values(state.cells)[0];
      if (!model) throw new Error('the fake needs a cell to copy');
      const own: CellState = { ...model, id, kind: 'cell', source, original: '', isOwn: true };
      setState({ order, cells: { ...state.cells, [id]: own } });
      return id;
    },
    removeCell(id) {
      const { [id]: _removed, ...cells } = state.cells;
      setState({ cells, order: state.order.filter((other) => other !== id) });
    },
    run: note('run'),
    runTo: note('runTo'),
    runAll: note('runAll'),
    runAllFromClean: note('runAllFromClean'),
    check: note('check'),
    stop: note('stop'),
    setInput: (id, value) => void note('setInput')(id, value),
    chooseBackend: note('chooseBackend'),
    rebuild: note('rebuild'),
    answer: (notice, isYes) => void note('answer')(notice, isYes),
    setLesson: (lesson) => void note('setLesson')(lesson),
    warm: () => void note('warm')(),
    restore(kept) {
      calls.push(['restore', kept]);
      for (const [id, source] of Object.entries(kept.edits)) set(id, { source });
    },
    dispose: () => listeners.clear(),
  };
}
