import type { Input } from '../kit/input/types.ts';
import type { View } from '../kit/show/types.ts';
import type { BackendState, CellSpec, CellState, Notice, NotebookState } from './state.ts';

const noBackend: BackendState = {
  choice: 'auto',
  active: null,
  adapter: null,
  isSoftware: false,
  fallback: null,
  features: [],
  bytes: 0,
  tensors: 0,
};

function freshCell(
  spec: CellSpec,
  isOwn: boolean,
  stored: readonly View[] | undefined,
  inputs: readonly Input[] = [],
): CellState {
  return {
    id: spec.id,
    kind: spec.kind,
    source: spec.source,
    original: spec.source,
    isOwn,
    status: 'idle',
    isStale: false,
    staleBecause: [],
    isGone: false,
    views: stored ?? [],
    isStored: stored !== undefined && stored.length > 0,
    inputs,
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

const frameMs = 16;
/** Changes of this many turns of the event loop are announced within a frame as they come. */
const perFrame = 8;

/** The notebook's state: immutable snapshots, replaced piece by piece, announced once per turn of the event loop. */
export class Book {
  #state: NotebookState;
  readonly #listeners = new Set<() => void>();
  #isAnnouncing = false;
  #windowBegan = 0;
  #inWindow = 0;

  constructor(
    specs: readonly CellSpec[],
    stored: Readonly<Record<string, readonly View[]>>,
    inputs: Readonly<Record<string, readonly Input[]>> = {},
  ) {
    this.#state = {
      cells: Object.fromEntries(
        specs.map((spec) => [spec.id, freshCell(spec, false, stored[spec.id], inputs[spec.id])]),
      ),
      order: specs.map((spec) => spec.id),
      kernel: 'none',
      backend: noBackend,
      notices: [],
      loading: null,
    };
  }

  get state(): NotebookState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cell(id: string): CellState {
    const cell = this.#state.cells[id];
    if (!cell) throw new Error(`internal: no cell ${id}`);
    return cell;
  }

  has(id: string): boolean {
    return id in this.#state.cells;
  }

  patch(id: string, change: Partial<CellState>): void {
    const cell = this.#state.cells[id];
    if (!cell) return;
    const isSame = (Object.keys(change) as (keyof CellState)[]).every((key) =>
      Object.is(cell[key], change[key]),
    );
    if (!isSame) this.set({ cells: { ...this.#state.cells, [id]: { ...cell, ...change } } });
  }

  set(change: Partial<NotebookState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    const announce = () => {
      this.#isAnnouncing = false;
      for (const listener of this.#listeners) listener();
    };
    // Typing and dragging are announced at once; what comes in floods, like a log, once per frame.
    if (this.#isBurst()) setTimeout(announce, frameMs);
    else queueMicrotask(announce);
  }

  #isBurst(): boolean {
    const now = performance.now();
    if (now - this.#windowBegan > frameMs) {
      this.#windowBegan = now;
      this.#inWindow = 0;
    }
    return ++this.#inWindow > perFrame;
  }

  insert(spec: CellSpec, after: string | null): void {
    const order = [...this.#state.order];
    order.splice(after === null ? 0 : order.indexOf(after) + 1, 0, spec.id);
    this.set({
      order,
      cells: { ...this.#state.cells, [spec.id]: freshCell(spec, true, undefined) },
    });
  }

  remove(id: string): void {
    const { [id]: _, ...cells } = this.#state.cells;
    this.set({ cells, order: this.#state.order.filter((other) => other !== id) });
  }

  /** Adds a notice unless one of its kind is there. */
  notify(notice: Notice): void {
    if (this.#state.notices.some((other) => other.kind === notice.kind)) return;
    this.set({ notices: [...this.#state.notices, notice] });
  }

  dismiss(kind: Notice['kind']): void {
    const notices = this.#state.notices.filter((notice) => notice.kind !== kind);
    if (notices.length < this.#state.notices.length) this.set({ notices });
  }
}
