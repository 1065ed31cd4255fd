import { KitError } from '../errors.ts';
import {
  exp,
  matMul,
  max,
  minimum,
  reshape,
  scale,
  square,
  sub,
  sum,
  tidy,
} from '../tensor/index.ts';
import type { Tensor, Tensor2D } from '../tensor/index.ts';
import { featureAttention, type FeatureAttentionOutput } from './featureAttention.ts';
import type { Mask } from './mask.ts';
import { orthogonalFeatures } from './orthogonal.ts';
import { attentionShape } from './shapes.ts';

/** Where the random features come from: drawn here, or given, as a layer does that keeps them for life. */
export type PerformerOptions = {
  /** The `state` of an earlier call with the same features. Causal only. */
  readonly state?: Tensor;
} & (
  { readonly seed: number | string; readonly features?: number } | { readonly projection: Tensor2D }
);

/** Random features when no number is given. */
export const PERFORMER_FEATURES = 256;
/** A key's logarithm is cut here: sums of features and values then stay far inside float32. */
const MAX_LOG = 40;

/**
 * Performer attention (FAVOR+): an unbiased estimate of softmax attention in linear time. eᵠᵏ is the mean over random
 * directions ω of φ(q)·φ(k) with φ(x) = exp(ωᵀx − |x|²/2): always positive, so that a small weight never comes out negative. The error
 * falls like 1/√M.
 *
 * `q` [B, H, T, D], `k` [B, K, S, D], `v` [B, K, S, Dv], or a single head without B and H. Masks as for `linearAttention`.
 *
 * @throws KitError `shape-mismatch`, `heads-not-divisible`, `bad-argument`
 * @see Choromanski et al., "Rethinking Attention with Performers", 2021, §2.2–2.4
 */
export function performerAttention<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask,
  options: PerformerOptions,
): FeatureAttentionOutput<T> {
  const { headDim } = attentionShape('performerAttention', q, k, v);
  checkProjection(options, headDim);
  return tidy(() => {
    const projection =
      'projection' in options
        ? options.projection
        : orthogonalFeatures({
            headDim,
            features: options.features ?? PERFORMER_FEATURES,
            seed: options.seed,
          });
    const queries = logFeatures(q, projection); // [.., T, M]
    const keys = logFeatures(k, projection); // [.., S, M]
    // a factor per query, and one for all keys, cancels between the sum of weighted values and the sum of weights
    const fq = exp(sub(queries, max(queries, -1, true)));
    // a causal row must not know how large a later key is: there the logarithm is only cut, not shifted
    const isRunning = mask.isCausal || options.state !== undefined;
    const fk = isRunning
      ? exp(minimum(keys, MAX_LOG))
      : exp(sub(keys, max(keys, [keys.rank - 2, keys.rank - 1], true)));
    return featureAttention(
      'performerAttention',
      fq,
      fk,
      v,
      mask,
      options.state,
    ) as FeatureAttentionOutput<T>;
  });
}

/** ωᵀx − |x|²/2 for x / D^¼, so that the product of two has the scale 1/√D. [.., T, M] */
function logFeatures(x: Tensor, projection: Tensor2D): Tensor {
  const [headDim, features] = projection.shape;
  const scaled = scale(reshape(x, [x.size / headDim, headDim]), headDim ** -0.25);
  const logs = sub(matMul(scaled, projection), scale(sum(square(scaled), -1, true), 0.5));
  return reshape(logs, [...x.shape.slice(0, -1), features]);
}

function checkProjection(options: PerformerOptions, headDim: number): void {
  const wrong = (name: string, expected: string, got: unknown) =>
    new KitError('bad-argument', { fn: 'performerAttention', name, expected, got });
  if ('projection' in options) {
    const { shape } = options.projection;
    if (shape.length !== 2 || shape[0] !== headDim) {
      throw wrong('projection', `[${headDim}, M]`, shape);
    }
  } else if (
    options.features !== undefined &&
    !(Number.isInteger(options.features) && options.features >= 1)
  ) {
    throw wrong('features', '1, 2, 3, …', options.features);
  }
}
