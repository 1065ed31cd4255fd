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
  /** [B, K, S, D]; null while empty. They belong to the cache and change with it. */
  keys: Tensor4D | null = null;
  /** [B, K, S, Dv]; null while empty. */
  values: Tensor4D | null = null;
  private seenTokens = 0;

  /** @throws KitError `bad-argument` for a window below 1 */
  constructor({ window: kept }: { readonly window?: number } = {}) {
    if (kept !== undefined && !(Number.isInteger(kept) && kept >= 1)) {
      throw new KitError('bad-argument', {
        fn: 'KvCache',
        name: 'window',
        expected: 'a whole number from 1',
        got: kept,
      });
    }
    this.window = kept ?? null;
  }

  /** S: how many tokens are kept. */
  get length(): number {
    return this.keys?.shape[2] ?? 0;
  }

  /** How many tokens were ever appended: the position of the next one. */
  get seen(): number {
    return this.seenTokens;
  }

  /** Bytes of keys and values. */
  get bytes(): number {
    return 4 * ((this.keys?.size ?? 0) + (this.values?.size ?? 0));
  }

  /**
   * Puts keys [B, K, T, D] and values [B, K, T, Dv] after those that are kept. What falls out of the window stays until
   * `evict`, since the first of the new tokens may still look at it. The operands stay the caller's.
   * @throws KitError `shape-mismatch` when they do not fit each other or the cache
   */
  append(keys: Tensor4D, values: Tensor4D): void {
    this.check(keys, values);
    const joined = tidy(() => ({
      // inside a `tidy` the copies must outlive it
      keys: keep(this.keys ? concat([this.keys, keys], 2) : keys.clone()),
      values: keep(this.values ? concat([this.values, values], 2) : values.clone()),
    }));
    this.replace(joined.keys, joined.values);
    this.seenTokens += keys.shape[2];
  }

  /** Frees what lies outside the window. */
  evict(): void {
    const extra = this.window === null ? 0 : this.length - this.window;
    if (extra <= 0 || !this.keys || !this.values) return;
    const [start, size] = tokenBlock(this.keys, extra, this.length - extra);
    this.replace(keep(slice(this.keys, start, size)), keep(slice(this.values, start, size)));
  }

  /** Frees everything; the cache is empty again, at position 0. */
  dispose(): void {
    dispose([this.keys, this.values]);
    this.keys = null;
    this.values = null;
    this.seenTokens = 0;
  }

  private replace(keys: Tensor4D, values: Tensor4D): void {
    dispose([this.keys, this.values]);
    this.keys = keys;
    this.values = values;
  }

  private check(keys: Tensor4D, values: Tensor4D): void {
    const isPair =
      keys.rank === 4 && keys.shape.slice(0, 3).join() === values.shape.slice(0, 3).join();
    const fits = ([old, given]: readonly [Tensor4D | null, Tensor4D]) =>
      !old || [0, 1, 3].every((axis) => old.shape[axis] === given.shape[axis]);
    const pairs = [
      [this.keys, keys],
      [this.values, values],
    ] as const;
    if (!isPair || !pairs.every(fits)) {
      throw new KitError('shape-mismatch', {
        fn: 'KvCache',
        expected: this.keys
          ? `keys like [${this.keys.shape.join(', ')}] and values to match`
          : 'keys [B, K, T, D], values [B, K, T, Dv]',
        got: [keys.shape, values.shape],
      });
    }
  }
}
