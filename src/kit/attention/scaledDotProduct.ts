import { matMul, softmaxRows, tidy } from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { maskedScores, type Mask } from './mask.ts';
import { attentionShape } from './shapes.ts';

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
  const { headDim } = attentionShape('scaledDotProductAttention', q, k, v);
  return tidy(() => {
    const scores = matMul(q, k, { transposeB: true, scale: 1 / Math.sqrt(headDim) }); // [.., T, S]
    const weights = softmaxRows(maskedScores(scores, mask)); // [.., T, S]
    return { output: matMul(weights, v), weights }; // [.., T, Dv]
  });
}
