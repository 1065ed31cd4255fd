import { beforeAll, describe, expect, it } from 'vitest';
import { dispose } from '../tensor/index.ts';
import { useTestBackend } from '../testBackend.ts';
import { stridesOf } from './fusedMask.ts';
import {
  fusedAttention,
  kernelVariants,
  naiveScoreBytes,
  planAttention,
  randomHead,
  tuneAttention,
  tuneVariant,
} from './index.ts';
import type { AttentionShape } from './index.ts';
import { bestOf, fasterOf } from './tune.ts';

/** What every WebGPU device has at least. */
const limits = {
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxComputeInvocationsPerWorkgroup: 256,
};
const shape = (given: Partial<AttentionShape>): AttentionShape => ({
  batch: 1,
  heads: 8,
  kvHeads: 8,
  queries: 4096,
  keys: 4096,
  headDim: 64,
  valueDim: 64,
  ...given,
});

describe('planAttention', () => {
  beforeAll(() => useTestBackend('cpu'));

  it('takes a fused kernel where the scores would not fit the limits', () => {
    const long = shape({});
    expect(naiveScoreBytes(long)).toBe(536_870_912);
    expect(naiveScoreBytes(long)).toBeGreaterThan(limits.maxStorageBufferBindingSize);
    expect(planAttention(long, { isCausal: true }, { limits })).toEqual({
      path: 'flash_tile',
      dispatches: 1,
      scratchBytes: 4 * 8 * 4096,
      reason: null,
    });
    expect(planAttention(long, {}, { limits, tuned: 'flash_rows' }).path).toBe('flash_rows');
  });

  it('splits the keys when few queries look at many', () => {
    const step = shape({ heads: 8, kvHeads: 2, queries: 1 });
    expect(planAttention(step, {}, { limits })).toMatchObject({
      path: 'flash_decode',
      dispatches: 2,
      // 2 key-value heads, 16 splits, 8 rows of 64 numbers, a maximum and a total; and 8 log-sums
      scratchBytes: 4 * 2 * 16 * 8 * 66 + 4 * 8,
    });
    expect(planAttention(shape({ queries: 1, keys: 100 }), {}, { limits }).path).toBe('flash_tile');
    expect(planAttention(shape({ queries: 33 }), {}, { limits }).path).toBe('flash_tile');
    expect(planAttention(shape({ queries: 1, headDim: 192 }), {}, { limits }).path).toBe(
      'flash_tile',
    );
  });

  it.each([
    [{ headDim: 80, valueDim: 80 }, 'flash_tile'],
    [{ headDim: 5, valueDim: 3 }, 'flash_tile'],
    [{ headDim: 300, valueDim: 256 }, 'flash_tile'],
    [{ valueDim: 300, queries: 512, keys: 512 }, 'naive'],
    [{ valueDim: 300 }, 'tiles'],
  ] as const)('has a way for every size: %o', (sizes, path) => {
    expect(planAttention(shape(sizes), {}, { limits }).path).toBe(path);
  });

  it('says why it is not a kernel', () => {
    const { q } = randomHead({ tokens: 2, headDim: 2, seed: 1 });
    expect(planAttention(shape({}), {})).toMatchObject({
      path: 'tiles',
      reason: 'no WebGPU computes',
    });
    expect(planAttention(shape({ valueDim: 300 }), { bias: q }, { limits })).toMatchObject({
      path: 'tiles',
      reason: 'values of 300 numbers do not fit a fused kernel',
    });
    q.dispose();
    const few = { ...limits, maxComputeInvocationsPerWorkgroup: 128 };
    expect(planAttention(shape({}), {}, { limits: few }).path).toBe('flash_rows');
  });

  it('keeps masks that are tensors on the fused way, and counts what booleans become', () => {
    const { q: cells } = randomHead({ tokens: 4, headDim: 6, seed: 1 });
    const plain = planAttention(shape({}), {}, { limits });
    expect(planAttention(shape({}), { bias: cells }, { limits })).toEqual(plain);
    const bias = cells.reshape([2, 1, 1, 12]);
    const both = planAttention(shape({}), { allowed: cells, bias }, { limits });
    expect(both).toEqual({ ...plain, scratchBytes: plain.scratchBytes + 4 * 2 * 4 * 12 });
    dispose([cells, bias]);
  });

  it('lays any mask that broadcasts over heads, queries and keys', () => {
    const small = shape({ batch: 2, heads: 4, queries: 3, keys: 5 });
    const strides = (given: number[]) => Object.values(stridesOf({ shape: given }, small));
    expect(strides([3, 5])).toEqual([0, 0, 5, 1]);
    expect(strides([5])).toEqual([0, 0, 0, 1]);
    expect(strides([3, 1])).toEqual([0, 0, 1, 0]);
    expect(strides([2, 1, 3, 5])).toEqual([15, 0, 5, 1]);
    expect(strides([2, 4, 3, 5])).toEqual([60, 15, 5, 1]);
    expect(strides([4, 1, 5])).toEqual([0, 5, 0, 1]);
    expect(strides([])).toEqual([0, 0, 0, 0]);
    for (const wrong of [[5, 3], [4], [2, 3, 5], [1, 2, 4, 3, 5]]) {
      expect(() => strides(wrong)).toThrow(/expected \[2, 4, 3, 5\]/);
    }
  });

  it('leaves kernels to WebGPU', async () => {
    const { q, k, v } = randomHead({ tokens: 2, headDim: 2, seed: 1 });
    await expect(fusedAttention(q, k, v)).rejects.toMatchObject({ code: 'backend-unavailable' });
  });
});

describe('tuning', () => {
  beforeAll(() => useTestBackend('cpu'));

  it('takes the faster by the median, and warms up first', async () => {
    let clock = 0;
    const ran: string[] = [];
    const takes: Record<string, number[]> = { a: [900, 5, 5, 80, 5, 5], b: [900, 6, 6, 1, 6, 6] };
    const run = async (name: 'a' | 'b') => {
      ran.push(name);
      clock += takes[name]!.shift()!;
    };
    expect(await fasterOf(['a', 'b'], run, () => clock)).toBe('a');
    expect(ran.join('')).toBe('abab' + 'baab' + 'baab');
  });

  it('never takes a version that gives other numbers, however fast', async () => {
    let clock = 0;
    const run = async (name: 'plain' | 'other') => void (clock += name === 'plain' ? 9 : 1);
    const chosen = (other: readonly number[], tolerance = 1e-5) =>
      bestOf(['plain', 'other'], {
        outputOf: async (name) => (name === 'plain' ? [1, 2, 3] : other),
        run,
        tolerance,
        now: () => clock,
      });
    expect(await chosen([1, 2, 3])).toBe('other');
    expect(await chosen([1, 2, 3.000001])).toBe('other');
    expect(await chosen([1, 2, 3.001])).toBe('plain');
    expect(await chosen([1, 2, 3.001], 5e-3)).toBe('other');
    expect(await chosen([1, NaN, 3])).toBe('plain');
    expect(await chosen([1, 2])).toBe('plain');
    expect(await chosen([])).toBe('plain');
  });

  it('leaves features that the device lacks alone', async () => {
    expect(kernelVariants('flash_decode')).toEqual(['plain']);
    expect(kernelVariants('flash_rows', { allowHalf: true })).toEqual(['plain']);
    const store = { get: () => Promise.reject(new Error('asked')), set: async () => undefined };
    expect(await tuneVariant('flash_decode', { headDim: 64 }, { now: () => 0, store })).toBe(
      'plain',
    );
  });

  it('believes what the store knows, and nothing else', async () => {
    const asked: string[] = [];
    const store = (value: unknown) => ({
      get: async (key: string) => {
        asked.push(key);
        return value;
      },
      set: async () => undefined,
    });
    const now = () => 0;
    expect(await tuneAttention({ headDim: 64 }, { now, store: store('flash_rows') })).toBe(
      'flash_rows',
    );
    expect(asked[0]).toContain('64x64');
    await expect(
      tuneAttention({ headDim: 4 }, { now, store: store('fastest') }),
    ).rejects.toMatchObject({
      code: 'backend-unavailable',
    });
  });
});
