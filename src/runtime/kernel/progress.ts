const reportEveryMs = 50;
const estimateAfterMs = 400;

/**
 * Turns a cell's `progress(done, total)` into messages: at most one per 50 ms, the last one always, with a time left
 * once there is enough elapsed time to estimate it from.
 */
export class ProgressMeter {
  readonly #now: () => number;
  readonly #send: (done: number, total: number, leftMs: number | null) => void;
  readonly #started: number;
  #lastSent = -Infinity;

  constructor(
    now: () => number,
    send: (done: number, total: number, leftMs: number | null) => void,
  ) {
    this.#now = now;
    this.#send = send;
    this.#started = now();
  }

  report(done: number, total: number): void {
    if (!Number.isFinite(done) || !Number.isFinite(total) || total <= 0)
      throw new RangeError(
        `progress(done, total): expected two numbers, total above 0; got ${String(done)}, ${String(total)}`,
      );
    const at = this.#now();
    const clamped = Math.min(Math.max(done, 0), total);
    if (clamped < total && at - this.#lastSent < reportEveryMs) return;
    this.#lastSent = at;
    const elapsed = at - this.#started;
    const leftMs =
      clamped > 0 && elapsed >= estimateAfterMs ? (elapsed * (total - clamped)) / clamped : null;
    this.#send(clamped, total, leftMs);
  }
}
