import { describe, expect, it } from 'vitest';
import { referenceAttention, relativeError } from './attentionReference.ts';
import {
  attentionTask,
  causalBias,
  headsFirst,
  matMulTask,
  tokensFirst,
} from './attentionTasks.ts';

const sizes = { heads: 2, kvHeads: 1, queries: 3, keys: 5, headDim: 4 };

describe('attentionTask', () => {
  it('draws the same numbers every time, and none of them zero throughout', () => {
    const [one, other] = [attentionTask(sizes, true), attentionTask(sizes, true)];
    expect(one.q).toEqual(other.q);
    expect([one.q.length, one.k.length, one.v.length]).toEqual([24, 20, 20]);
    expect(one.q.every((x) => x !== 0)).toBe(true);
  });

  it('takes the reference for right and anything else for wrong', () => {
    const task = attentionTask(sizes, true);
    const right = Float32Array.from(task.wanted());
    expect(relativeError(task.checked(right), task.wanted())).toBeLessThan(1e-7);
    const full = Float32Array.from(attentionTask(sizes, false).wanted());
    expect(relativeError(task.checked(full), task.wanted())).toBeGreaterThan(0.01);
  });

  it('checks the same rows of every head when there are too many', () => {
    const long = { heads: 2, kvHeads: 2, queries: 600, keys: 4, headDim: 1 };
    const task = attentionTask(long, false);
    const rows = Array.from({ length: 600 }, (_, row) => row);
    const whole = referenceAttention(task, long, { rows, isCausal: false });
    expect(task.wanted()).toHaveLength(128);
    expect(relativeError(task.checked(Float32Array.from(whole)), task.wanted())).toBeLessThan(1e-7);
  });
});

describe('matMulTask', () => {
  it('takes the identity for what it is', () => {
    const task = matMulTask(3);
    task.b.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(relativeError(task.checked(task.a), task.wanted())).toBe(0);
  });
});

describe('the orders of axes', () => {
  const x = Float32Array.from({ length: 12 }, (_, i) => i); // [2, 3, 2]
  it('turn into each other', () => {
    const shape = { heads: 2, tokens: 3, headDim: 2 };
    const turned = tokensFirst(x, shape);
    expect([...turned]).toEqual([0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]);
    expect(headsFirst(turned, shape)).toEqual(x);
  });
});

describe('causalBias', () => {
  it('closes later keys, aligned at the bottom right', () => {
    expect([...causalBias(2, 3)]).toEqual([0, 0, -1e9, 0, 0, 0]);
  });
});
