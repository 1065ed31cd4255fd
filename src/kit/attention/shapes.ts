import { KitError } from '../errors.ts';
import type { Tensor } from '../tensor/index.ts';

/** The lengths of one attention: see `kit/README.md` for the letters. */
export interface AttentionShape {
  /** B; 1 for a single head. */
  readonly batch: number;
  /** H */
  readonly heads: number;
  /** K */
  readonly kvHeads: number;
  /** T */
  readonly queries: number;
  /** S */
  readonly keys: number;
  /** D */
  readonly headDim: number;
  /** Dv */
  readonly valueDim: number;
}

/**
 * Checks that queries, keys and values belong together, and reads their lengths.
 * @throws KitError `shape-mismatch` when they do not fit, `heads-not-divisible` when K does not divide H
 */
export function attentionShape(fn: string, q: Tensor, k: Tensor, v: Tensor): AttentionShape {
  const isRank = [q, k, v].every((x) => x.rank === q.rank) && (q.rank === 2 || q.rank === 4);
  const sameKeysAndValues = k.shape.slice(0, -1).join() === v.shape.slice(0, -1).join();
  const sameBatch = q.rank !== 4 || q.shape[0] === k.shape[0];
  if (!isRank || !sameKeysAndValues || !sameBatch || q.shape.at(-1) !== k.shape.at(-1)) {
    throw new KitError('shape-mismatch', {
      fn,
      expected: 'q [B, H, T, D], k [B, K, S, D], v [B, K, S, Dv] | q [T, D], k [S, D], v [S, Dv]',
      got: [q.shape, k.shape, v.shape],
    });
  }
  const [heads, kvHeads] = [q.shape.at(-3) ?? 1, k.shape.at(-3) ?? 1];
  if (kvHeads === 0 || heads % kvHeads !== 0) {
    throw new KitError('heads-not-divisible', { fn, heads, kvHeads });
  }
  return {
    batch: q.shape.at(-4) ?? 1,
    heads,
    kvHeads,
    queries: q.shape.at(-2) ?? 1,
    keys: k.shape.at(-2) ?? 1,
    headDim: q.shape.at(-1) ?? 1,
    valueDim: v.shape.at(-1) ?? 1,
  };
}

/** `count` entries from `start` on along the axis of the tokens, the last but one. */
export function tokenBlock(x: Tensor, start: number, count: number): readonly [number[], number[]] {
  const axis = x.rank - 2;
  return [
    x.shape.map((_, each) => (each === axis ? start : 0)),
    x.shape.map((_, each) => (each === axis ? count : -1)),
  ];
}
