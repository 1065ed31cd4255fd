import type { View } from '../../kit/show/types.ts';
import { describeValue, materialise } from '../../kit/show/index.ts';
import { limits } from '../protocol.ts';
import { describeError } from './errors.ts';

/** Bytes that a view takes on its way to the page, counted without encoding it. */
function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length * 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (depth > 12) return 64;
  let bytes = 16;
  for (const held of Array.isArray(value) ? value : Object.values(value))
    bytes += sizeOf(held, depth + 1);
  return bytes;
}

/**
 * What one run shows: views in the order in which the cell asked for them, although a tensor's numbers arrive later,
 * and never more than the caps allow. What is cut is said to be cut.
 */
export class Outputs {
  readonly #cell: string;
  readonly #post: (index: number, view: View) => void;
  #work: Promise<void> = Promise.resolve();
  #index = 0;
  #views = 0;
  #logs = 0;
  #logChars = 0;
  #bytes = 0;
  #isCut = false;
  #isClosed = false;

  constructor(cell: string, post: (index: number, view: View) => void) {
    this.#cell = cell;
    this.#post = post;
  }

  /** Shows any value at all; `undefined` shows nothing. */
  show(value: unknown): void {
    if (this.#isClosed) return;
    if (this.#views >= limits.viewsPerRun) {
      this.#cut('count', this.#views);
      return;
    }
    let view: View | null;
    try {
      view = describeValue(value);
    } catch (error) {
      view = describeError(error, this.#cell, 0);
    }
    if (!view) return;
    this.#views++;
    const index = this.#index++;
    const described = view;
    // Materialise now, so that a tensor disposed on the next line is still read; post in order.
    const ready = materialise(described).catch((error: unknown) =>
      describeError(error, this.#cell, 0),
    );
    this.#work = this.#work.then(async () => this.#send(index, await ready));
  }

  /** A line of `console`. Posted at once: an endless loop never yields, and its log should still be seen. */
  log(level: 'log' | 'info' | 'warn' | 'error', text: string): void {
    if (this.#isClosed) return;
    if (this.#logs >= limits.logsPerRun || this.#logChars + text.length > limits.logChars) {
      if (this.#logs < limits.logsPerRun) this.#logs = limits.logsPerRun;
      this.#cut('rate', this.#logs);
      return;
    }
    this.#logs++;
    this.#logChars += text.length;
    this.#post(this.#index++, { kind: 'log', level, text });
  }

  /** Waits for everything shown so far, and takes nothing more. Returns the number of views. */
  async close(): Promise<number> {
    this.#isClosed = true;
    await this.#work;
    return this.#index;
  }

  #send(index: number, view: View): void {
    const bytes = sizeOf(view);
    if (this.#bytes + bytes > limits.viewBytesPerRun) {
      this.#post(index, {
        kind: 'truncated',
        reason: 'size',
        shown: this.#bytes,
        total: this.#bytes + bytes,
      });
      return;
    }
    this.#bytes += bytes;
    try {
      this.#post(index, view);
    } catch (error) {
      // A view that the reader built by hand may hold something that cannot be cloned.
      this.#post(index, describeError(error, this.#cell, 0));
    }
  }

  #cut(reason: 'count' | 'rate', shown: number): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#post(this.#index++, { kind: 'truncated', reason, shown, total: null });
  }
}
