import { KitError } from '../errors.ts';
import {
  add,
  and,
  fill,
  indices,
  greater,
  lessEqual,
  reshape,
  sub,
  tensorFrom,
  tidy,
  where,
} from '../tensor/index.ts';
import type { Tensor, Tensor2D, Tensor4D } from '../tensor/index.ts';

/** Which keys a query may see. Several limits may be given; a key must pass them all. */
export interface Mask {
  /** The last query sees every key and each earlier one sees one less. */
  readonly isCausal?: boolean;
  /** A query sees itself and the `window` − 1 keys before it; implies `isCausal`. */
  readonly window?: number;
  /** How many keys of each sequence are real, the rest being padding. [B] */
  readonly lengths?: readonly number[];
  /** Where a key may be seen: true or 1. Any shape that broadcasts to the scores. */
  readonly allowed?: Tensor;
  /** Added to the scores; −∞, or whatever lies at or below −1e30, closes a key. Any shape that broadcasts to the scores. */
  readonly bias?: Tensor;
}

/** The keys from `first` up to, not including, `end` are the only ones that any of some queries can see. */
export interface KeySpan {
  readonly first: number;
  readonly end: number;
}

/**
 * Where query i may see key j: j ≤ i + (S − T). Aligned at the bottom right, so that the last query sees every key: with a
 * cache, the T new queries stand at the end of the S keys. [T, S]
 */
export function causalMask(queries: number, keys = queries): Tensor2D {
  checkCounts('causalMask', { queries, keys });
  return tidy(() => {
    const [i, j] = indices([queries, keys]);
    return lessEqual(sub(j, i), keys - queries);
  });
}

/**
 * Where query i may see key j: at most `window` keys up to and with its own place, i + (S − T) − window < j ≤ i + (S − T).
 * [T, S]
 */
export function slidingWindowMask(queries: number, window: number, keys = queries): Tensor2D {
  checkCounts('slidingWindowMask', { queries, keys, window });
  return tidy(() => {
    const [i, j] = indices([queries, keys]);
    const distance = sub(j, i);
    return and(lessEqual(distance, keys - queries), greater(distance, keys - queries - window));
  });
}

/** Where keys are real: the first `lengths[b]` of each sequence b. [B, 1, 1, S] */
export function paddingMask(lengths: readonly number[], keys: number): Tensor4D {
  checkCounts('paddingMask', { keys });
  const cells = lengths.flatMap((length, sequence) => {
    if (!Number.isInteger(length) || length < 0 || length > keys) {
      throw new KitError('bad-argument', {
        fn: 'paddingMask',
        name: `lengths[${sequence}]`,
        expected: `0 … ${keys}`,
        got: length,
      });
    }
    return Array.from({ length: keys }, (_, j) => (j < length ? 1 : 0));
  });
  return tidy(() =>
    reshape(tensorFrom(cells, [cells.length], 'bool'), [lengths.length, 1, 1, keys]),
  );
}

/**
 * Keys that the causal limit and the window leave to queries `from` … `to` − 1 of `queries`: what lies outside need not even
 * be read. May be empty.
 */
export function keySpan(
  mask: Mask,
  { from, to, queries, keys }: { from: number; to: number; queries: number; keys: number },
): KeySpan {
  const isCausal = mask.isCausal === true || mask.window !== undefined;
  const end = isCausal ? Math.max(0, Math.min(keys, to + keys - queries)) : keys;
  const first = mask.window === undefined ? 0 : from + keys - queries - mask.window + 1;
  return { first: Math.min(end, Math.max(0, first)), end };
}

/** Scores with −∞ wherever the mask closes. [.., T, S] */
export function maskedScores<T extends Tensor>(scores: T, mask: Mask): T {
  return tidy(() => {
    const [queries, keys] = [scores.shape.at(-2) ?? 1, scores.shape.at(-1) ?? 1];
    const limits: Tensor[] = [];
    if (mask.window !== undefined) limits.push(slidingWindowMask(queries, mask.window, keys));
    else if (mask.isCausal) limits.push(causalMask(queries, keys));
    if (mask.lengths) limits.push(paddingMask(mask.lengths, keys));
    if (mask.allowed) limits.push(mask.allowed);
    return limits.reduce<T>(
      (open, limit) => where(limit, open, fill(open.shape, -Infinity) as T),
      mask.bias ? add(scores, mask.bias) : scores,
    );
  });
}

function checkCounts(fn: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 1) {
      throw new KitError('bad-argument', {
        fn,
        name,
        expected: '1, 2, 3, …',
        got: count,
      });
    }
  }
}
