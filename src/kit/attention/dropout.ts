import { random } from '../random.ts';
import { mul, tensorFrom, tidy } from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** Sets each entry to 0 with probability `rate` and divides the others by 1 − rate, so that the mean stays. */
export function dropout<T extends Tensor>(x: T, rate: number, seed: number | string): T {
  if (rate === 0) return x;
  return tidy(() => {
    const kept = random(seed)
      .uniforms(x.size)
      .map((u) => (u < rate ? 0 : 1 / (1 - rate)));
    return mul(x, tensorFrom(kept, x.shape));
  });
}
