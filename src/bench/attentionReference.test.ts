import { describe, expect, it } from 'vitest';
import {
  referenceAttention,
  referenceLastToken,
  referenceMatMul,
  relativeError,
  sampledRows,
} from './attentionReference.ts';

const one = { heads: 1, kvHeads: 1, queries: 2, keys: 2, headDim: 2 };

describe('referenceAttention', () => {
  it('gives the textbook numbers', () => {
    const q = Float32Array.of(1, 0, 0, 1);
    const k = Float32Array.of(2, 0, 0, 0);
    const v = Float32Array.of(1, 0, 0, 1);
    const first = 1 / (1 + Math.exp(-Math.SQRT2));
    const got = referenceAttention({ q, k, v }, one, { rows: [0, 1], isCausal: false });
    expect(relativeError(got, [first, 1 - first, 0.5, 0.5])).toBeLessThan(1e-15);
  });

  it('lets a causal row see no later key, aligned at the bottom right', () => {
    const q = Float32Array.of(1, 0);
    const k = Float32Array.of(9, 9, 1, 1);
    const v = Float32Array.of(1, 0, 0, 1);
    const square = { q: Float32Array.of(1, 0, 1, 0), k, v };
    const causal = referenceAttention(square, one, { rows: [0], isCausal: true });
    expect([...causal]).toEqual([1, 0]);
    // a single query at the end of the keys sees all of them
    const last = { ...one, queries: 1 };
    expect(referenceAttention({ q, k, v }, last, { rows: [0], isCausal: true })).toEqual(
      referenceAttention({ q, k, v }, last, { rows: [0], isCausal: false }),
    );
  });

  it('shares key-value heads', () => {
    const v = Float32Array.of(1, 2, 3, 4);
    const zero = new Float32Array(8);
    const sizes = { heads: 4, kvHeads: 2, queries: 1, keys: 1, headDim: 2 };
    const got = referenceAttention({ q: zero, k: zero, v }, sizes, { rows: [0], isCausal: false });
    expect([...got]).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
  });

  it('weighs linear attention by features', () => {
    const q = Float32Array.of(0, 0);
    const k = Float32Array.of(1, 0, 0, 0); // φ(q)·φ(k) = 2 + 1 and 1 + 1
    const v = Float32Array.of(1, 0, 0, 1);
    const got = referenceAttention(
      { q, k, v },
      { ...one, queries: 1 },
      { rows: [0], isCausal: false, kind: 'linear' },
    );
    expect(relativeError(got, [3 / 5, 2 / 5])).toBeLessThan(1e-15);
  });
});

describe('referenceMatMul', () => {
  const a = Float32Array.of(1, 2, 3, 4);
  const b = Float32Array.of(5, 6, 7, 8);
  it('multiplies the rows that are asked for', () => {
    expect([...referenceMatMul(a, b, { n: 2, p: 2 }, { rows: [1] })]).toEqual([43, 50]);
    expect([...referenceMatMul(a, b, { n: 2, p: 2 }, { rows: [0, 1], transposeB: true })]).toEqual([
      17, 23, 39, 53,
    ]);
  });
});

describe('referenceLastToken', () => {
  const identity = Float32Array.of(1, 0, 0, 1);
  const weights = { q: identity, k: identity, v: identity, o: identity };

  it('leaves a single token where it is', () => {
    const x = Float32Array.of(3, -2);
    const got = referenceLastToken(x, weights, { heads: 1, tokens: 1, headDim: 2 });
    expect([...got]).toEqual([3, -2]);
  });

  it('turns keys against queries by their distance', () => {
    // both tokens are (1, 0): products are cos 1 for the token before and cos 0 for itself
    const x = Float32Array.of(1, 0, 1, 0);
    const v = Float32Array.of(0, 0, 1, 0);
    const got = referenceLastToken(x, { ...weights, v }, { heads: 1, tokens: 2, headDim: 2 });
    expect(relativeError(got, [0, 1])).toBeLessThan(1e-15);
    const other = Float32Array.of(0, 1, 1, 0);
    const before = Math.exp(Math.sin(1) / Math.SQRT2);
    const itself = Math.exp(1 / Math.SQRT2);
    // token 0 is (0, 1); token 1, (1, 0), is turned by one radian to (cos 1, sin 1): their product is sin 1
    expect(
      relativeError(referenceLastToken(other, weights, { heads: 1, tokens: 2, headDim: 2 }), [
        itself / (before + itself),
        before / (before + itself),
      ]),
    ).toBeLessThan(1e-15);
  });

  it('keeps heads apart', () => {
    const wide = new Float32Array(16);
    for (let i = 0; i < 4; i += 1) wide[5 * i] = 1;
    const x = Float32Array.of(1, 2, 3, 4, 1, 2, 3, 4);
    const all = { q: wide, k: wide, v: wide, o: wide };
    const got = referenceLastToken(x, all, { heads: 2, tokens: 2, headDim: 2 });
    expect(relativeError(got, [1, 2, 3, 4])).toBeLessThan(1e-15);
  });
});

describe('relativeError', () => {
  it('is relative to the largest number', () => {
    expect(relativeError([1, 100.5], [1, 100])).toBeCloseTo(0.005);
    expect(relativeError([0.25], [0])).toBe(0.25);
  });
  it('takes NaN and a missing number for infinitely wrong', () => {
    expect(relativeError([NaN], [1])).toBe(Infinity);
    expect(relativeError([1], [1, 2])).toBe(Infinity);
  });
});

describe('sampledRows', () => {
  it('takes all of few, and the ends of many', () => {
    expect(sampledRows(3, 5)).toEqual([0, 1, 2]);
    const rows = sampledRows(2048, 64);
    expect([rows[0], rows.at(-1), new Set(rows).size]).toEqual([0, 2047, 64]);
  });
});
