import { add, exp, minimum, relu, tidy } from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { featureAttention, type FeatureAttentionOutput } from './featureAttention.ts';
import type { Mask } from './mask.ts';
import { attentionShape } from './shapes.ts';

/** What linear attention may be told. */
export interface LinearAttentionOptions {
  /** The `state` of an earlier call, whose keys count as seen. */
  readonly state?: Tensor;
}

/**
 * Linear attention: the weight of a key is φ(q)·φ(k) with φ(x) = elu(x) + 1, so that time and memory grow with T. It is another
 * attention, not an approximation of the softmax one.
 *
 * `q` [B, H, T, D], `k` [B, K, S, D], `v` [B, K, S, Dv], or a single head without B and H. Of the mask: `isCausal`, `lengths`, and
 * `allowed` or `bias` when they are the same for every query.
 *
 * @throws KitError `shape-mismatch`, `heads-not-divisible`, and `bad-argument` for a mask that linear time cannot keep
 * @see Katharopoulos et al., "Transformers are RNNs", 2020, §3.2–3.3
 */
export function linearAttention<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask = {},
  { state }: LinearAttentionOptions = {},
): FeatureAttentionOutput<T> {
  attentionShape('linearAttention', q, k, v);
  return tidy(
    () =>
      featureAttention(
        'linearAttention',
        eluPlusOne(q),
        eluPlusOne(k),
        v,
        mask,
        state,
      ) as FeatureAttentionOutput<T>,
  );
}

/** φ(x) = elu(x) + 1: x + 1 above 0, eˣ below. Never negative. */
export function eluPlusOne<T extends Tensor>(x: T): T {
  return tidy(() => add(relu(x), exp(minimum(x, 0))));
}
