import { KitError } from '../errors.ts';
import { concat, dispose, keep, slice, tidy } from '../tensor/index.ts';
import type { Tensor4D } from '../tensor/index.ts';
import { tokenBlock } from './shapes.ts';

/**
 * Keys and values of the tokens so far, so that each new token costs one row of attention and not T of them. Kept once per
 * key-value head, rotated, never repeated for the query heads that share them: MQA and GQA save memory only so.
 *
 * With a `window` only the last so many are kept. Whoever makes a cache disposes of it.
 */
export class KvCache {
  /** How many tokens are kept at most; null for all. */
  readonly window: number | null;
  protected seenTokens = 0;
  private held: { readonly keys: Tensor4D; readonly values: Tensor4D } | null = null;

  /** @throws KitError `bad-argument` for a window below 1 */
  constructor({ window: kept }: { readonly window?: number } = {}) {
    if (kept !== undefined && !(Number.isInteger(kept) && kept >= 1)) {
      throw new KitError('bad-argument', {
        fn: 'KvCache',
        name: 'window',
        expected: '1, 2, 3, …',
        got: kept,
      });
    }
    this.window = kept ?? null;
  }

  /** [B, K, S, D]; null while empty. They belong to the cache and change with it. */
  get keys(): Tensor4D | null {
    return this.held?.keys ?? null;
  }

  /** [B, K, S, Dv]; null while empty. */
  get values(): Tensor4D | null {
    return this.held?.values ?? null;
  }

  /** S: how many tokens are kept. */
  get length(): number {
    return this.shapes?.keys[2] ?? 0;
  }

  /** How many tokens were ever appended: the position of the next one. */
  get seen(): number {
    return this.seenTokens;
  }

  /** Bytes of keys and values. */
  get bytes(): number {
    const { keys, values } = this.shapes ?? { keys: [0], values: [0] };
    const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 4);
    return size(keys) + size(values);
  }

  /**
   * Puts keys [B, K, T, D] and values [B, K, T, Dv] after those that are kept. What falls out of the window stays until
   * `evict`, since the first of the new tokens may still look at it. The operands stay the caller's.
   * @throws KitError `shape-mismatch` when they do not fit each other or the cache
   */
  append(keys: Tensor4D, values: Tensor4D): void {
    this.check(keys, values);
    const { held } = this;
    const joined = tidy(() => ({
      // inside a `tidy` the copies must outlive it
      keys: keep(held ? concat([held.keys, keys], 2) : keys.clone()),
      values: keep(held ? concat([held.values, values], 2) : values.clone()),
    }));
    this.replace(joined.keys, joined.values);
    this.seenTokens += keys.shape[2];
  }

  /** Frees what lies outside the window. */
  evict(): void {
    const extra = this.window === null ? 0 : this.length - this.window;
    if (extra <= 0 || !this.held) return;
    const { keys, values } = this.held;
    const [start, size] = tokenBlock(keys, extra, this.length - extra);
    this.replace(keep(slice(keys, start, size)), keep(slice(values, start, size)));
  }

  /** Frees everything; the cache is empty again, at position 0. */
  dispose(): void {
    dispose(this.held);
    this.held = null;
    this.seenTokens = 0;
  }

  /** Shapes of what is kept; null while empty. */
  protected get shapes(): {
    readonly keys: readonly number[];
    readonly values: readonly number[];
  } | null {
    return this.held && { keys: this.held.keys.shape, values: this.held.values.shape };
  }

  /** @throws KitError `shape-mismatch` when keys and values do not fit each other or what is kept */
  protected check(keys: Tensor4D, values: Tensor4D): void {
    const { shapes } = this;
    const isPair =
      keys.rank === 4 && keys.shape.slice(0, 3).join() === values.shape.slice(0, 3).join();
    const fits = (old: readonly number[] | undefined, given: readonly number[]) =>
      !old || [0, 1, 3].every((axis) => old[axis] === given[axis]);
    if (!isPair || !fits(shapes?.keys, keys.shape) || !fits(shapes?.values, values.shape)) {
      throw new KitError('shape-mismatch', {
        fn: 'KvCache',
        expected: shapes
          ? `keys like [${shapes.keys.join(', ')}] and values to match`
          : 'keys [B, K, T, D], values [B, K, T, Dv]',
        got: [keys.shape, values.shape],
      });
    }
  }

  private replace(keys: Tensor4D, values: Tensor4D): void {
    dispose(this.held);
    this.held = { keys, values };
  }
}
