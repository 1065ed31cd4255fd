import { KitError } from '../errors.ts';
import { matMul, softmaxRows, tidy } from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { maskedScores, type Mask } from './mask.ts';

/** What attention gives; both belong to the caller. */
export interface AttentionOutput<T extends Tensor = Tensor> {
  /** One mixture of values per query. [B, H, T, Dv], or [T, Dv] for a single head */
  readonly output: T;
  /** What each query took from each key: rows sum to 1, or to 0 where every key is masked. [B, H, T, S], or [T, S] */
  readonly weights: T;
}

/**
 * Scaled dot-product attention: each query takes a mixture of the values, by how well their keys fit it.
 *
 * `q` [B, H, T, D], `k` [B, K, S, D], `v` [B, K, S, Dv], where K divides H and query head h reads key-value head ⌊h·K/H⌋;
 * or a single head: `q` [T, D], `k` [S, D], `v` [S, Dv].
 *
 * The plain version, as in the formula: it writes down all T × S scores.
 *
 * @throws KitError `shape-mismatch` when the shapes do not fit, `heads-not-divisible` when K does not divide H
 * @see Vaswani et al., "Attention Is All You Need", 2017, §3.2.1
 */
export function scaledDotProductAttention<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask = {},
): AttentionOutput<T> {
  checkShapes(q, k, v);
  const headDim = q.shape.at(-1) ?? 1;
  return tidy(() => {
    const scores = matMul(q, k, { transposeB: true, scale: 1 / Math.sqrt(headDim) }); // [.., T, S]
    const weights = softmaxRows(maskedScores(scores, mask)); // [.., T, S]
    return { output: matMul(weights, v), weights }; // [.., T, Dv]
  });
}

function checkShapes(q: Tensor, k: Tensor, v: Tensor): void {
  const isRank = [q, k, v].every((x) => x.rank === q.rank) && (q.rank === 2 || q.rank === 4);
  const sameKeysAndValues = k.shape.slice(0, -1).join() === v.shape.slice(0, -1).join();
  const sameBatch = q.rank !== 4 || q.shape[0] === k.shape[0];
  if (!isRank || !sameKeysAndValues || !sameBatch || q.shape.at(-1) !== k.shape.at(-1)) {
    throw new KitError('shape-mismatch', {
      fn: 'scaledDotProductAttention',
      expected: 'q [B, H, T, D], k [B, K, S, D], v [B, K, S, Dv], or without B and H',
      got: [q.shape, k.shape, v.shape],
    });
  }
  const [heads, kvHeads] = [q.shape.at(-3) ?? 1, k.shape.at(-3) ?? 1];
  if (kvHeads === 0 || heads % kvHeads !== 0) {
    throw new KitError('heads-not-divisible', { fn: 'scaledDotProductAttention', heads, kvHeads });
  }
}
