/**
 * Seeded random numbers: the same seed gives the same numbers in every browser, in Node and on every backend, so that
 * a lesson's figures, its stored outputs and its tests agree to the last bit of the generator.
 *
 * Generator: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by
 * SplitMix32 over an FNV-1a hash of the seed and the stream's name.
 */

/** A source of random numbers that are the same for the same seed. */
export interface Random {
  /** An integer, uniform over 0 … 2³² − 1. */
  bits(): number;
  /** Uniform over [low, high), 53 random bits; default [0, 1). */
  uniform(low?: number, high?: number): number;
  /** An integer, uniform over 0 … count − 1, without modulo bias. @throws RangeError unless 1 ≤ count ≤ 2³² */
  integer(count: number): number;
  /** Normally distributed; default mean 0, standard deviation 1. */
  normal(mean?: number, std?: number): number;
  /** `count` uniform values over [low, high). */
  uniforms(count: number, low?: number, high?: number): Float32Array;
  /** `count` normal values. */
  normals(count: number, mean?: number, std?: number): Float32Array;
  /** One element. @throws RangeError when there is none */
  pick<T>(items: readonly T[]): T;
  /** A copy in random order (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * An independent generator named `name`, derived from this one's seed and not from its position: taking more numbers
   * here never changes the numbers there.
   */
  stream(name: string): Random;
}

/** A generator for `seed`; numbers and texts are both good seeds. Without a name it is the seed's main stream. */
export function random(seed: number | string, name = ''): Random {
  const next = xoshiro128ss(hash(`${typeof seed}:${seed}/${name}`));
  // Marsaglia's polar method makes two values at a time
  let spare: number | null = null;

  const uniform = (low = 0, high = 1) => {
    // 21 and 32 bits joined: every double of the form k·2⁻⁵³ can occur
    const unit = ((next() >>> 11) * 0x1_0000_0000 + next()) / 2 ** 53;
    const value = low + unit * (high - low);
    return value < high || low >= high ? value : low;
  };
  const integer = (count: number) => {
    if (!Number.isInteger(count) || count < 1 || count > 2 ** 32) {
      throw new RangeError(`integer: count must be a whole number from 1 to 2^32, got ${count}`);
    }
    const limit = 2 ** 32 - (2 ** 32 % count);
    let bits = next();
    while (bits >= limit) bits = next();
    return bits % count;
  };
  const normal = (mean = 0, std = 1) => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return mean + std * value;
    }
    let u = 0;
    let v = 0;
    let square = 0;
    do {
      u = uniform(-1, 1);
      v = uniform(-1, 1);
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    spare = v * factor;
    return mean + std * u * factor;
  };

  return {
    bits: next,
    uniform,
    integer,
    normal,
    uniforms: (count, low, high) => Float32Array.from({ length: count }, () => uniform(low, high)),
    normals: (count, mean, std) => Float32Array.from({ length: count }, () => normal(mean, std)),
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('pick: there is nothing to pick from');
      return items[integer(items.length)] as T;
    },
    shuffle<T>(items: readonly T[]): T[] {
      const copy = [...items];
      for (let last = copy.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
      }
      return copy;
    },
    stream: (child) => random(seed, `${name}/${child}`),
  };
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  return state >>> 0;
}

function xoshiro128ss(seed: number): () => number {
  let mix = seed;
  const splitMix = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  // SplitMix is a bijection of a moving counter: four consecutive outputs are never all zero
  let a = splitMix();
  let b = splitMix();
  let c = splitMix();
  let d = splitMix();
  return () => {
    const times5 = Math.imul(b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}
