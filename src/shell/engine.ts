import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import type { LessonPage, PageCell } from '../content/page.ts';
import type { CellState, Notebook, NotebookState } from '../runtime/state.ts';

/**
 * The notebook as the page holds it: readable from the first paint, before the engine's code has been loaded. What a
 * reader asks for meanwhile is done as soon as it is there.
 */
export interface Engine {
  subscribe(listener: () => void): () => void;
  getState(): NotebookState;
  act(action: (notebook: Notebook) => unknown): void;
  connect(notebook: Notebook): void;
  /** The engine's code could not be loaded: said as a notice, like any other fault of the kernel. */
  fail(reason: string): void;
}

function firstCell(cell: PageCell, page: LessonPage): CellState {
  return {
    id: cell.id,
    kind: cell.kind,
    source: cell.source,
    original: cell.source,
    isOwn: false,
    status: 'idle',
    isStale: false,
    staleBecause: [],
    isGone: false,
    views: page.stored[cell.id] ?? [],
    isStored: page.stored[cell.id] !== undefined,
    inputs: page.inputs?.[cell.id] ?? [],
    error: null,
    problem: null,
    progress: null,
    durationMs: null,
    tensors: null,
    defines: [],
    uses: [],
    cost: 'unknown',
    findings: null,
  };
}

/** The state of a lesson that nobody has touched: every cell idle, with its stored output. */
export function firstState(page: LessonPage): NotebookState {
  return {
    cells: Object.fromEntries(page.cells.map((cell) => [cell.id, firstCell(cell, page)])),
    order: page.cells.map((cell) => cell.id),
    kernel: 'none',
    backend: {
      choice: 'auto',
      active: null,
      adapter: null,
      isSoftware: false,
      fallback: null,
      features: [],
      bytes: 0,
      tensors: 0,
    },
    notices: [],
    loading: null,
  };
}

/** An engine that waits for its notebook. */
export function createEngine(first: NotebookState): Engine {
  let notebook: Notebook | null = null;
  let state = first;
  const waiting: ((notebook: Notebook) => unknown)[] = [];
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    getState: () => notebook?.getState() ?? state,
    act(action) {
      if (notebook) action(notebook);
      else waiting.push(action);
    },
    connect(real) {
      notebook = real;
      real.subscribe(tell);
      for (const action of waiting.splice(0)) action(real);
      tell();
    },
    fail(reason) {
      state = { ...state, kernel: 'failed', notices: [{ kind: 'kernel-failed', reason }] };
      tell();
    },
  };
}

const EngineContext = createContext<Engine | null>(null);
/** Gives the engine to the components below. */
export const EngineProvider = EngineContext.Provider;

/** The engine of this page. */
export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error('internal: no engine above this component');
  return engine;
}

/**
 * A part of the notebook's state. The part is kept while `same` holds, so a selector may build a fresh array or object
 * without making its component draw for ever.
 */
export function useNotebook<T>(
  select: (state: NotebookState) => T,
  same: (a: T, b: T) => boolean = Object.is,
): T {
  const engine = useEngine();
  const last = useRef<{ readonly value: T } | null>(null);
  return useSyncExternalStore(engine.subscribe, () => {
    const value = select(engine.getState());
    if (!last.current || !same(last.current.value, value)) last.current = { value };
    return last.current.value;
  });
}

/** One cell's state, or undefined when there is no such cell. */
export function useCell(id: string): CellState | undefined {
  return useNotebook((state) => state.cells[id]);
}
