import { beforeAll, describe, expect, it } from 'vitest';
import { KitError } from '../errors.ts';
import { random } from '../random.ts';
import { expectNoLeak, useTestBackend } from '../testBackend.ts';
import {
  dispose,
  randomNormal,
  reshape,
  slice,
  tensor,
  toArray,
  zeros,
  type Tensor4D,
} from '../tensor/index.ts';
import {
  causalMask,
  paddingMask,
  randomHead,
  scaledDotProductAttention,
  slidingWindowMask,
  type Mask,
} from './index.ts';

/** One head in double precision, written as loops: nothing shared with the kit. */
function reference(
  q: number[][],
  k: number[][],
  v: number[][],
  isOpen: (i: number, j: number) => boolean,
) {
  const headDim = q[0]!.length;
  const weights = q.map((query, i) => {
    const scores = k.map((key, j) =>
      isOpen(i, j)
        ? query.reduce((sum, x, d) => sum + x * key[d]!, 0) / Math.sqrt(headDim)
        : -Infinity,
    );
    const top = Math.max(...scores);
    const parts = scores.map((s) => (s === -Infinity ? 0 : Math.exp(s - top)));
    const total = parts.reduce((a, b) => a + b, 0);
    return parts.map((p) => (total === 0 ? 0 : p / total));
  });
  const output = weights.map((row) =>
    v[0]!.map((_, d) => row.reduce((sum, w, j) => sum + w * v[j]![d]!, 0)),
  );
  return { weights, output };
}

function expectClose(got: readonly number[][], wanted: readonly number[][]): void {
  got.forEach((row, i) =>
    row.forEach((x, j) => expect(Math.abs(x - wanted[i]![j]!)).toBeLessThan(2e-5)),
  );
}

describe('masks', () => {
  beforeAll(() => useTestBackend('cpu'));
  const read = async (mask: ReturnType<typeof causalMask>) => {
    const rows = await toArray(mask);
    dispose(mask);
    return rows;
  };

  it('are aligned at the bottom right', async () => {
    expect(await read(causalMask(3))).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(await read(causalMask(2, 4))).toEqual([
      [1, 1, 1, 0],
      [1, 1, 1, 1],
    ]);
    expect(await read(causalMask(3, 2))).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
    expect(await read(slidingWindowMask(4, 2))).toEqual([
      [1, 0, 0, 0],
      [1, 1, 0, 0],
      [0, 1, 1, 0],
      [0, 0, 1, 1],
    ]);
    expect(await read(slidingWindowMask(1, 2, 4))).toEqual([[0, 0, 1, 1]]);
  });

  it('close the padding of each sequence', async () => {
    const mask = paddingMask([3, 0, 1], 3);
    expect(mask.shape).toEqual([3, 1, 1, 3]);
    expect([...(await mask.data())]).toEqual([1, 1, 1, 0, 0, 0, 1, 0, 0]);
    dispose(mask);
    expect(() => paddingMask([4], 3)).toThrow(KitError);
    expect(() => causalMask(0)).toThrow(KitError);
    expect(() => slidingWindowMask(3, 0)).toThrow(KitError);
  });
});

describe.each(['cpu', 'wasm'] as const)('scaledDotProductAttention on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  const cases: [string, Mask, (i: number, j: number) => boolean][] = [
    ['everything', {}, () => true],
    ['the past', { isCausal: true }, (i, j) => j <= i + 2],
    ['a window', { window: 3 }, (i, j) => j <= i + 2 && j > i - 1],
    ['real tokens', { lengths: [4, 1] }, (_i, j) => j < 4],
    ['real tokens of the past', { isCausal: true, lengths: [4, 1] }, (i, j) => j < 4 && j <= i + 2],
  ];

  it.each(cases)('sees %s, as the loops do', async (_name, mask, isOpen) => {
    await expectNoLeak(async () => {
      const [q, k, v] = [
        randomNormal([2, 4, 5, 8], { seed: 1 }),
        randomNormal([2, 2, 7, 8], { seed: 2 }),
        randomNormal([2, 2, 7, 3], { seed: 3 }),
      ];
      const { output, weights } = scaledDotProductAttention(q, k, v, mask);
      expect([output.shape, weights.shape]).toEqual([
        [2, 4, 5, 3],
        [2, 4, 5, 7],
      ]);
      for (const head of [0, 1, 2, 3]) {
        const plane = async (x: Tensor4D, h: number) => {
          const part = slice(x, [0, h, 0, 0], [1, 1, -1, -1]);
          const flat = reshape(part, [x.shape[2], x.shape[3]]);
          const rows = await toArray(flat);
          dispose([part, flat]);
          return rows;
        };
        const kvHead = Math.floor(head / 2);
        const wanted = reference(
          await plane(q, head),
          await plane(k, kvHead),
          await plane(v, kvHead),
          isOpen,
        );
        expectClose(await plane(output, head), wanted.output);
        expectClose(await plane(weights, head), wanted.weights);
      }
      dispose([q, k, v, output, weights]);
    });
  });

  it('takes a single head without batch', async () => {
    const head = randomHead({ tokens: 6, headDim: 4, seed: 7 });
    const { output, weights } = scaledDotProductAttention(head.q, head.k, head.v, {
      isCausal: true,
    });
    const wanted = reference(
      await toArray(head.q),
      await toArray(head.k),
      await toArray(head.v),
      (i, j) => j <= i,
    );
    expectClose(await toArray(output), wanted.output);
    expectClose(await toArray(weights), wanted.weights);
    dispose([head.q, head.k, head.v, output, weights]);
  });

  it('gives zeros where every key is masked', async () => {
    const head = randomHead({ tokens: 3, headDim: 2, seed: 1 });
    const allowed = tensor(
      [
        [0, 0, 0],
        [1, 0, 0],
        [1, 1, 1],
      ],
      'bool',
    );
    const { output, weights } = scaledDotProductAttention(head.q, head.k, head.v, { allowed });
    expect((await toArray(weights))[0]).toEqual([0, 0, 0]);
    expect((await toArray(output))[0]).toEqual([0, 0]);
    dispose([head.q, head.k, head.v, allowed, output, weights]);
  });

  it('never lets a later token change an earlier row', async () => {
    const r = random('later');
    for (let round = 0; round < 5; round++) {
      const rows = Array.from({ length: 6 }, () => [...r.normals(4)]);
      const at = 1 + r.integer(5);
      const changed = rows.map((row, i) => (i >= at ? [...r.normals(4, 0, 10)] : row));
      const [a, b] = [tensor(rows), tensor(changed)];
      const [before, after] = [a, b].map((x) =>
        scaledDotProductAttention(x, x, x, { isCausal: true }),
      );
      expect((await toArray(after!.output)).slice(0, at)).toEqual(
        (await toArray(before!.output)).slice(0, at),
      );
      dispose([a, b, before!.output, before!.weights, after!.output, after!.weights]);
    }
  });

  it('explains shapes that do not fit', () => {
    const [q, k, short] = [zeros([1, 4, 3, 8]), zeros([1, 3, 5, 8]), zeros([1, 4, 5, 4])];
    const code = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return (error as KitError).code;
      }
    };
    expect(code(() => scaledDotProductAttention(q, k, k))).toBe('heads-not-divisible');
    expect(code(() => scaledDotProductAttention(q, short, short))).toBe('shape-mismatch');
    dispose([q, k, short]);
  });
});
