import { beforeAll, describe, expect, it } from 'vitest';
import { KitError } from '../errors.ts';
import { expectNoLeak, useTestBackend } from '../testBackend.ts';
import {
  add,
  argMax,
  concat,
  dispose,
  div,
  equal,
  fill,
  gather,
  grad,
  greater,
  indices,
  matMul,
  max,
  mean,
  memory,
  not,
  oneHot,
  randomNormal,
  randomUniform,
  reshape,
  rowsFor,
  scale,
  slice,
  softmaxRows,
  sub,
  sum,
  tensor,
  tensorFrom,
  tidy,
  toArray,
  transpose,
  where,
  zeros,
  type Tensor,
} from './index.ts';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof KitError ? error.code : `not ours: ${String(error)}`;
  }
  return 'nothing thrown';
};

/** Values of what `run` makes, all tensors freed; the test fails when one is left. */
async function values(run: () => Tensor): Promise<number[]> {
  let read: number[] = [];
  await expectNoLeak(async () => {
    const result = tidy(run);
    read = [...(await result.data())];
    result.dispose();
  });
  return read;
}

function close(got: readonly number[], wanted: readonly number[], tolerance = 1e-5): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((value, i) =>
    expect(Math.abs(value - (wanted[i] ?? NaN)), `entry ${i}`).toBeLessThan(tolerance),
  );
}

describe.each(['cpu', 'wasm'] as const)('tensors on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it('are made from numbers, nested arrays and flat values', async () => {
    expect(
      await values(() =>
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual([1, 2, 3, 4]);
    expect(await values(() => tensor(5))).toEqual([5]);
    expect(await values(() => tensorFrom(new Int32Array([1, 2]), [2, 1]))).toEqual([1, 2]);
    expect(await values(() => zeros([2, 2]))).toEqual([0, 0, 0, 0]);
    expect(await values(() => oneHot([2, 0], 3))).toEqual([0, 0, 1, 1, 0, 0]);
    expect(codeOf(() => tensor([[1, 2], [3]]))).toBe('shape-mismatch');
    expect(codeOf(() => tensor([[1], 2] as number[][]))).toBe('shape-mismatch');
    expect(codeOf(() => tensorFrom([1, 2, 3], [2, 2]))).toBe('shape-mismatch');
    expect(codeOf(() => fill([-1], 0))).toBe('bad-argument');
  });

  it('keep infinity', async () => {
    expect(await values(() => fill([2], -Infinity))).toEqual([-Infinity, -Infinity]);
    expect(await values(() => tensor([Infinity, 1]))).toEqual([Infinity, 1]);
  });

  it('give the place of every entry', async () => {
    const [rows, columns] = indices([2, 3]);
    expect(await toArray(rows)).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(await toArray(columns)).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    dispose([rows, columns]);
  });

  it('draw the same random numbers for the same seed', async () => {
    const first = await values(() => randomNormal([100], { seed: 7 }));
    expect(await values(() => randomNormal([100], { seed: 7 }))).toEqual(first);
    expect(await values(() => randomNormal([100], { seed: 8 }))).not.toEqual(first);
    const bounded = await values(() => randomUniform([100], { seed: 1, low: 2, high: 3 }));
    expect(bounded.every((value) => value >= 2 && value <= 3)).toBe(true);
  });

  it('look up the row of each token', async () => {
    const table = { thing: [1, 2], event: [3, 4] };
    expect(await values(() => rowsFor(['event', 'thing', 'event'], table))).toEqual([
      3, 4, 1, 2, 3, 4,
    ]);
    expect(codeOf(() => rowsFor(['toString'], table))).toBe('unknown-token-role');
    expect(codeOf(() => rowsFor([], table))).toBe('bad-argument');
    expect(codeOf(() => rowsFor(['a'], { a: [1], b: [1, 2] }))).toBe('shape-mismatch');
  });

  it('compute entry by entry, with broadcasting', async () => {
    const a = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(await values(() => add(a, 1))).toEqual([2, 3, 4, 5]);
    expect(await values(() => sub(a, tensor([1, 2])))).toEqual([0, 0, 2, 2]);
    expect(await values(() => scale(a, 0.5))).toEqual([0.5, 1, 1.5, 2]);
    expect(await values(() => div(tensorFrom([1, 3], [2], 'int32'), 2))).toEqual([0.5, 1.5]);
    expect(await values(() => where(greater(a, 2), 0, a))).toEqual([1, 2, 0, 0]);
    expect(await values(() => where(equal(a, a), fill([2, 2], -Infinity), a))).toEqual(
      new Array(4).fill(-Infinity),
    );
    expect(await values(() => not(greater(a, 2)))).toEqual([1, 1, 0, 0]);
    expect(codeOf(() => add(a, tensor([1, 2, 3])))).toBe('shape-mismatch');
    expect(codeOf(() => add(a, 'x' as unknown as number))).toBe('bad-argument');
    dispose(a);
    expect(codeOf(() => add(a, 1))).toBe('disposed-tensor');
    expect(codeOf(() => matMul(a, a))).toBe('disposed-tensor');
  });

  it('reduce and reshape', async () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(await values(() => sum(x, 1))).toEqual([6, 15]);
    expect(await values(() => mean(x))).toEqual([3.5]);
    expect(await values(() => max(x, 0, true))).toEqual([4, 5, 6]);
    expect(await values(() => argMax(x))).toEqual([2, 2]);
    expect(await values(() => transpose(x))).toEqual([1, 4, 2, 5, 3, 6]);
    expect(await values(() => transpose(reshape(x, [1, 2, 3])))).toEqual([1, 4, 2, 5, 3, 6]);
    expect(await values(() => reshape(x, [-1]))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await values(() => slice(x, [0, 1], [-1, 2]))).toEqual([2, 3, 5, 6]);
    expect(await values(() => concat([x, x], 1))).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
    expect(await values(() => gather(x, [2, 0], 1))).toEqual([3, 1, 6, 4]);
    expect(codeOf(() => sum(x, 5))).toBe('shape-mismatch');
    expect(codeOf(() => reshape(x, [4]))).toBe('shape-mismatch');
    expect(codeOf(() => slice(x, [0, 9], [1, 1]))).toBe('shape-mismatch');
    dispose(x);
  });
});

describe.each(['cpu', 'wasm'] as const)('matMul on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it('multiplies, transposed as asked, and scales', async () => {
    const a = tensor([
      [1, 2],
      [3, 4],
    ]);
    const b = tensor([
      [5, 6],
      [7, 8],
    ]);
    expect(await values(() => matMul(a, b))).toEqual([19, 22, 43, 50]);
    expect(await values(() => matMul(a, b, { transposeB: true }))).toEqual([17, 23, 39, 53]);
    expect(await values(() => matMul(a, b, { transposeA: true }))).toEqual([26, 30, 38, 44]);
    expect(await values(() => matMul(a, b, { scale: 0.5 }))).toEqual([9.5, 11, 21.5, 25]);
    dispose([a, b]);
  });

  it.each([
    [6, 2],
    [6, 1],
    [6, 3],
    [4, 4],
  ])('gives head h of %i the key-value head ⌊h·K/H⌋ of %i', async (heads, kvHeads) => {
    const a = randomNormal([2, heads, 3, 4], { seed: 'a' });
    const b = randomNormal([2, kvHeads, 5, 4], { seed: 'b' });
    const c = randomNormal([2, kvHeads, 3, 5], { seed: 'c' });
    // the independent way: repeat the heads of b, one by one
    const repeated = (x: Tensor) =>
      concat(
        Array.from({ length: heads }, (_, h) =>
          slice(x, [0, Math.floor((h * kvHeads) / heads), 0, 0], [-1, 1, -1, -1]),
        ),
        1,
      );
    close(
      await values(() => matMul(a, b, { transposeB: true })),
      await values(() => matMul(a, repeated(b), { transposeB: true })),
    );
    close(
      await values(() => matMul(a, c, { transposeA: true })),
      await values(() => matMul(a, repeated(c), { transposeA: true })),
    );
    dispose([a, b, c]);
  });

  it('explains what does not fit', () => {
    const [a, b, v] = [zeros([2, 3, 4, 5]), zeros([2, 2, 5, 4]), zeros([3])];
    expect(codeOf(() => matMul(a, b))).toBe('heads-not-divisible');
    expect(codeOf(() => matMul(a, a))).toBe('shape-mismatch');
    expect(codeOf(() => matMul(a, v))).toBe('shape-mismatch');
    expect(codeOf(() => matMul(zeros([2, 3, 4]), zeros([3, 4, 3])))).toMatch(
      /heads-not-divisible|shape-mismatch/,
    );
    dispose([a, b, v]);
  });

  it('multiplies whole numbers too', async () => {
    expect(
      await values(() => matMul(tensor([[1, 2]], 'int32'), tensor([[3], [4]], 'int32'))),
    ).toEqual([11]);
  });
});

describe.each(['cpu', 'wasm'] as const)('softmaxRows on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it('agrees with the formula in double precision', async () => {
    const scores = randomNormal([50, 7], { seed: 3, std: 20 });
    const rows = await toArray(scores);
    const wanted = rows.flatMap((row) => {
      const top = Math.max(...row);
      const parts = row.map((s) => Math.exp(s - top));
      const total = parts.reduce((a, b) => a + b, 0);
      return parts.map((p) => p / total);
    });
    close(await values(() => softmaxRows(scores)), wanted, 1e-6);
    dispose(scores);
  });

  it('gives masked scores a weight of exactly 0, and zeros where all are masked', async () => {
    const scores = tensor([
      [1, -Infinity, 1],
      [-Infinity, -Infinity, -Infinity],
      [-1e35, -1e30, 0],
      [-1e29, -Infinity, -1e29],
    ]);
    expect(await values(() => softmaxRows(scores))).toEqual([
      0.5, 0, 0.5, 0, 0, 0, 0, 0, 1, 0.5, 0, 0.5,
    ]);
    dispose(scores);
  });

  it('does not overflow and lets NaN be seen', async () => {
    expect(await values(() => softmaxRows(tensor([[1e29, 1e29]])))).toEqual([0.5, 0.5]);
    expect((await values(() => softmaxRows(tensor([[NaN, 1]])))).some(Number.isNaN)).toBe(true);
  });

  it('takes more rows than tfjs on WebGPU can', async () => {
    const count = 66_000;
    const got = await values(() => softmaxRows(fill([count, 2], 3)));
    expect(got.length).toBe(2 * count);
    expect(got.every((value) => Math.abs(value - 0.5) < 1e-6)).toBe(true);
  });

  it('has the gradient of softmax, masks included', async () => {
    const scores = tensor([[0.5, -1, 2, -Infinity]]);
    const pick = tensor([[1, 0, -2, 5]]);
    const slope = grad((x: Tensor) => sum(add(softmaxRows(x), 0).mul(pick)));
    const got = await values(() => slope(scores));
    const loss = (row: number[]) => {
      const parts = row.map((s) => (s === -Infinity ? 0 : Math.exp(s)));
      const total = parts.reduce((a, b) => a + b, 0);
      return parts.reduce((acc, p, i) => acc + (p / total) * ([1, 0, -2, 5][i] ?? 0), 0);
    };
    const base = [0.5, -1, 2, -Infinity];
    const wanted = base.map((_, i) => {
      if (i === 3) return 0;
      const shifted = (by: number) => loss(base.map((s, j) => (i === j ? s + by : s)));
      return (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
    });
    close(got, wanted, 1e-4);
    dispose([scores, pick]);
  });
});

it('counts what is live', () => {
  const before = memory();
  const x = zeros([10, 10]);
  expect(memory().tensors - before.tensors).toBe(1);
  expect(memory().bytes - before.bytes).toBe(400);
  dispose(x);
  expect(memory()).toEqual(before);
});
