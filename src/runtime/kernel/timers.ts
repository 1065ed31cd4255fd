/** Who a timer's callback works for: the run that set it, told apart by identity. */
type Owner = object;

/**
 * Keeps timers with the cell that set them: they end when the cell runs again, and while a callback of a run that is
 * over works, `isStray` is true, so that what it logs does not appear under another cell.
 */
export class CellTimers {
  readonly #byCell = new Map<string, Set<number>>();
  readonly #clear: (id: number) => void;
  #isStray = false;

  /** Replaces the worker's timers. `current` tells which run is on. */
  constructor(current: () => { readonly cell: string; readonly owner: Owner } | null) {
    const scope = globalThis as unknown as Record<string, unknown>;
    this.#clear = clearTimeout.bind(globalThis) as (id: number) => void;
    for (const name of ['setTimeout', 'setInterval'] as const) {
      const set = globalThis[name].bind(globalThis) as (...args: unknown[]) => number;
      const wrapped = (callback: unknown, delay?: unknown, ...args: unknown[]): number => {
        const run = current();
        if (!run || typeof callback !== 'function') return set(callback, delay, ...args);
        const { owner, cell } = run;
        const id = set(
          (...given: unknown[]) => {
            const before = this.#isStray;
            this.#isStray = current()?.owner !== owner;
            try {
              Reflect.apply(callback, undefined, given);
            } finally {
              this.#isStray = before;
            }
          },
          delay,
          ...args,
        );
        const own = this.#byCell.get(cell) ?? new Set<number>();
        this.#byCell.set(cell, own.add(id));
        return id;
      };
      Object.defineProperty(scope, name, { value: wrapped, writable: true, configurable: true });
    }
  }

  /** Whether the code that runs now is a timer's of a run that is over. */
  get isStray(): boolean {
    return this.#isStray;
  }

  /** Ends the cell's timers. */
  end(cell: string): void {
    for (const id of this.#byCell.get(cell) ?? []) this.#clear(id);
    this.#byCell.delete(cell);
  }
}
