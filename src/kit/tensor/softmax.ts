import { checkLive } from './guard.ts';
import { MASKED } from './infinity.ts';
import * as tf from './tfjs.ts';
import type { Tensor } from './tfjs.ts';

/**
 * Softmax along the last axis: every row becomes weights that sum to 1. Scores at or below −1e30, −∞ among them, are masked:
 * their weight is exactly 0. A row where everything is masked gives zeros, never NaN. Has a gradient.
 *
 * Not tfjs's own softmax: on WebGPU that one corrupts the last row beyond 65,535 rows, and gives NaN for a masked row.
 */
export function softmaxRows<T extends Tensor>(scores: T): T {
  checkLive('softmaxRows', { scores });
  const withGradient = tf.customGrad((x, save) => {
    const input = x as Tensor;
    const weights = forward(input);
    (save as tf.GradSaveFunc)([weights]);
    return {
      value: weights,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const y = saved[0] as Tensor;
        const weighted = tf.mul(dy, y);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y));
      },
    };
  });
  return tf.tidy(() => withGradient(scores.toFloat())) as T;
}

function forward(scores: Tensor): Tensor {
  const isMasked = tf.lessEqual(scores, MASKED);
  // no infinity enters the arithmetic: −∞ − (−∞) would be NaN
  const finite = tf.maximum(scores, MASKED);
  const shifted = tf.sub(finite, tf.max(finite, -1, true));
  const unnormalised = tf.where(isMasked, tf.scalar(0), tf.exp(shifted));
  const total = tf.sum(unnormalised, -1, true);
  // the largest open score contributes e⁰ = 1, so only a row without one is below 1
  return tf.div(unnormalised, tf.maximum(total, 0.5));
}
