import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoLeak, useTestBackend } from '../testBackend.ts';
import {
  concat,
  dispose,
  grads,
  mul,
  randomNormal,
  reshape,
  slice,
  sub,
  sum,
  tensorFrom,
  tidy,
  zeros,
  type Tensor,
  type Tensor4D,
} from '../tensor/index.ts';
import {
  flashAttention,
  keySpan,
  linearAttention,
  orthogonalFeatures,
  performerAttention,
  randomHead,
  scaledDotProductAttention,
  type Mask,
} from './index.ts';
import { tileRows } from './tiles.ts';

type Operands = readonly [Tensor4D, Tensor4D, Tensor4D];

/** Queries, keys and values of 2 sequences, 4 heads and 2 key-value heads. */
function operands(queries: number, keys: number, std = 1): Operands {
  return [
    randomNormal([2, 4, queries, 6], { seed: 'q', std }),
    randomNormal([2, 2, keys, 6], { seed: 'k', std }),
    randomNormal([2, 2, keys, 3], { seed: 'v' }),
  ];
}

async function gap(a: Tensor, b: Tensor): Promise<number> {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [Float32Array.from(await a.data()), Float32Array.from(await b.data())];
  let worst = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = Math.abs(x[i]! - y[i]!);
    worst = Number.isNaN(difference) ? NaN : Math.max(worst, difference);
  }
  return worst;
}

const bias = (queries: number, keys: number) =>
  tensorFrom(
    Array.from({ length: queries * keys }, (_, i) => (i % 7 === 3 ? -Infinity : (i % 5) / 3)),
    [queries, keys],
  );

describe.each(['cpu', 'wasm'] as const)('flashAttention on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it.each([
    [5, 7, { rowTile: 2, keyTile: 3 }],
    [9, 4, { rowTile: 4, keyTile: 2 }],
    [1, 33, { rowTile: 64, keyTile: 8 }],
    [17, 17, { rowTile: 5, keyTile: 5 }],
  ])(
    'equals the plain version, %i queries on %i keys in tiles of %o',
    async (queries, keys, tiles) => {
      await expectNoLeak(async () => {
        const [q, k, v] = operands(queries, keys);
        const added = bias(queries, keys);
        const masks: Mask[] = [
          {},
          { isCausal: true },
          { window: 3 },
          { lengths: [Math.min(3, keys), 0] },
          { isCausal: true, lengths: [keys, 1], bias: added },
        ];
        for (const mask of masks) {
          const plain = scaledDotProductAttention(q, k, v, mask);
          const flash = flashAttention(q, k, v, mask, tiles);
          expect(await gap(flash, plain.output)).toBeLessThan(2e-6);
          dispose([plain.output, plain.weights, flash]);
        }
        dispose([q, k, v, added]);
      });
    },
  );

  it('stays right with scores beyond eˣ, and gives zeros where all is masked', async () => {
    const [q, k, v] = operands(6, 6, 60);
    const mask = { isCausal: true, lengths: [6, 0] };
    const plain = scaledDotProductAttention(q, k, v, mask);
    const flash = flashAttention(q, k, v, mask, { rowTile: 4, keyTile: 2 });
    expect(await gap(flash, plain.output)).toBeLessThan(1e-5);
    const second = slice(flash, [1, 0, 0, 0], [1, 4, 6, 3]);
    expect([...(await second.data())]).toEqual(new Array(72).fill(0));
    dispose([q, k, v, plain.output, plain.weights, flash, second]);
  });

  it.each(['bool', 'int32', 'float32'] as const)(
    'keeps what a mask of %s closes closed, query by query; a row without a key gives zeros',
    async (dtype) => {
      const [q, k, v] = operands(5, 7);
      // [B, 1, T, S]: key j of query i where (i + j + b) is not a multiple of 3, and nothing for the query 2
      const isOpen = (b: number, i: number, j: number) => i !== 2 && (i + j + b) % 3 !== 0;
      const cells = Array.from({ length: 2 * 5 * 7 }, (_, n) =>
        isOpen(Math.floor(n / 35), Math.floor(n / 7) % 5, n % 7) ? 1 : 0,
      );
      const given = tensorFrom(
        dtype === 'float32' ? cells.map((x) => (x ? 0 : -1e30)) : cells,
        [2, 1, 5, 7],
        dtype,
      );
      const mask = dtype === 'float32' ? { bias: given } : { allowed: given };
      const flash = flashAttention(q, k, v, mask, { rowTile: 2, keyTile: 3 });
      const [Q, K, V, got] = (await Promise.all([q, k, v, flash].map((x) => x.array()))) as [
        number[][][][],
        number[][][][],
        number[][][][],
        number[][][][],
      ];
      for (const [b, heads] of got.entries()) {
        for (const [h, rows] of heads.entries()) {
          const [keys, values] = [K[b]![Math.floor(h / 2)]!, V[b]![Math.floor(h / 2)]!];
          for (const [i, row] of rows.entries()) {
            const weights = keys.map((key, j) => {
              const score =
                key.reduce((sum, x, d) => sum + x * Q[b]![h]![i]![d]!, 0) / Math.sqrt(6);
              return isOpen(b, i, j) ? Math.exp(score) : 0;
            });
            const total = weights.reduce((a, x) => a + x, 0);
            row.forEach((x, d) => {
              const wanted = weights.reduce((sum, w, j) => sum + w * values[j]![d]!, 0);
              expect(x).toBeCloseTo(total === 0 ? 0 : wanted / total, 5);
            });
            if (i === 2) expect(row).toEqual([0, 0, 0]);
          }
        }
      }
      dispose([q, k, v, given, flash]);
    },
  );

  it('takes a single head', async () => {
    const { q, k, v } = randomHead({ tokens: 70, headDim: 4, seed: 1 });
    const plain = scaledDotProductAttention(q, k, v, { isCausal: true });
    const flash = flashAttention(q, k, v, { isCausal: true });
    expect(await gap(flash, plain.output)).toBeLessThan(2e-6);
    dispose([q, k, v, plain.output, plain.weights, flash]);
  });
});

describe('tiles', () => {
  it('leave out what the mask closes', () => {
    const grid = { queries: 256, keys: 256, rowTile: 64, keyTile: 32 };
    const count = (mask: Mask) => tileRows(mask, grid).flat().length;
    expect(count({})).toBe(32);
    expect(count({ isCausal: true })).toBe(2 + 4 + 6 + 8);
    expect(count({ window: 32 })).toBe(2 + 3 + 3 + 3);
    expect(keySpan({ isCausal: true }, { from: 0, to: 2, queries: 4, keys: 2 })).toEqual({
      first: 0,
      end: 0,
    });
    expect(keySpan({ window: 2 }, { from: 3, to: 4, queries: 4, keys: 9 })).toEqual({
      first: 7,
      end: 9,
    });
  });
});

/** Linear attention as its definition says, with T × S weights. */
function quadratic(q: Tensor, k: Tensor, v: Tensor, isCausal: boolean): number[] {
  const phi = (x: number) => (x > 0 ? x + 1 : Math.exp(x));
  const [Q, K, V] = [q, k, v].map((x) => x.arraySync() as number[][]) as [
    number[][],
    number[][],
    number[][],
  ];
  const offset = K.length - Q.length;
  return Q.flatMap((query, i) => {
    const weights = K.map((key, j) =>
      isCausal && j > i + offset ? 0 : query.reduce((sum, x, d) => sum + phi(x) * phi(key[d]!), 0),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    return V[0]!.map((_, d) =>
      total === 0 ? 0 : weights.reduce((sum, w, j) => sum + w * V[j]![d]!, 0) / total,
    );
  });
}

describe.each(['cpu', 'wasm'] as const)('linearAttention on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it.each([
    [5, 5],
    [3, 8],
    [6, 4],
    [130, 130],
    [1, 9],
  ])('equals its quadratic form, %i queries on %i keys', async (queries, keys) => {
    await expectNoLeak(async () => {
      const q = randomNormal([queries, 4], { seed: 1 });
      const k = randomNormal([keys, 4], { seed: 2 });
      const v = randomNormal([keys, 3], { seed: 3 });
      for (const isCausal of [false, true]) {
        const { output, state } = linearAttention(q, k, v, { isCausal });
        const wanted = tensorFrom(quadratic(q, k, v, isCausal), [queries, 3]);
        expect(await gap(output, wanted)).toBeLessThan(5e-6);
        dispose([output, state, wanted]);
      }
      dispose([q, k, v]);
    });
  });

  it('goes on from its state as if it had seen everything at once', async () => {
    const [q, k, v] = operands(7, 7);
    const whole = linearAttention(q, k, v, { isCausal: true });
    const part = (x: Tensor4D, from: number, count: number) =>
      slice(x, [0, 0, from, 0], [-1, -1, count, -1]);
    const first = linearAttention(part(q, 0, 4), part(k, 0, 4), part(v, 0, 4), { isCausal: true });
    const rest = linearAttention(
      part(q, 4, 3),
      part(k, 4, 3),
      part(v, 4, 3),
      { isCausal: true },
      first,
    );
    const joined = concat([first.output, rest.output], 2);
    expect(await gap(joined, whole.output)).toBeLessThan(2e-6);
    expect(await gap(rest.state, whole.state)).toBeLessThan(2e-5);
    expect(whole.state.shape).toEqual([2, 2, 6, 4]);
    dispose([q, k, v, whole.output, whole.state]);
  });

  it('shares key-value heads, hides padding, and refuses what it cannot do', async () => {
    const [q, k, v] = operands(4, 6);
    const padded = linearAttention(q, k, v, { lengths: [5, 0] });
    for (const [sequence, head] of [
      [0, 0],
      [0, 3],
    ] as const) {
      const plane = (x: Tensor4D, h: number, count: number) =>
        reshape(slice(x, [sequence, h, 0, 0], [1, 1, count, -1]), [count, x.shape[3]]);
      const kv = Math.floor(head / 2);
      const wanted = quadratic(plane(q, head, 4), plane(k, kv, 5), plane(v, kv, 5), false);
      expect(await gap(plane(padded.output, head, 4), tensorFrom(wanted, [4, 3]))).toBeLessThan(
        2e-6,
      );
    }
    const empty = slice(padded.output, [1, 0, 0, 0], [1, 4, 4, 3]);
    expect([...(await empty.data())]).toEqual(new Array(48).fill(0));
    expect(() => linearAttention(q, k, v, { window: 2 })).toThrow(/window/);
    expect(() => linearAttention(q, k, v, { allowed: zeros([4, 6]) })).toThrow(/each query/);
    const byKey = tensorFrom([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [2, 1, 1, 6]);
    const allowed = linearAttention(q, k, v, { allowed: byKey });
    const biased = linearAttention(q, k, v, { bias: mul(sub(byKey, 1), 1e35) });
    expect(await gap(allowed.output, padded.output)).toBeLessThan(1e-7);
    expect(await gap(biased.output, padded.output)).toBeLessThan(1e-7);
  });
});

describe.each(['cpu', 'wasm'] as const)('performerAttention on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it('draws directions at right angles, as long as normal vectors', async () => {
    const directions = orthogonalFeatures({ headDim: 8, features: 12, seed: 1 });
    const cells = (await directions.array()) as number[][];
    const column = (m: number) => cells.map((row) => row[m]!);
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    for (let a = 0; a < 8; a++)
      for (let b = 0; b < a; b++) expect(dot(column(a), column(b))).toBeCloseTo(0, 4);
    const many = orthogonalFeatures({ headDim: 8, features: 4000, seed: 2 });
    const squares = await tidy(() => sum(mul(many, many))).data();
    expect(squares[0]! / 4000).toBeGreaterThan(7.6);
    expect(squares[0]! / 4000).toBeLessThan(8.4);
    dispose([directions, many]);
  });

  it('comes nearer to softmax attention with more features', async () => {
    const [q, k, v] = ['q', 'k', 'v'].map((seed) =>
      randomNormal([12, 4], { seed, std: seed === 'v' ? 1 : 0.6 }),
    ) as [Tensor, Tensor, Tensor];
    for (const mask of [{}, { isCausal: true }]) {
      const exact = scaledDotProductAttention(q, k, v, mask);
      const errorOf = async (features: number) => {
        let squares = 0;
        for (let seed = 0; seed < 6; seed++) {
          const { output, state } = performerAttention(q, k, v, mask, { features, seed });
          const difference = tidy(() =>
            sum(mul(sub(output, exact.output), sub(output, exact.output))),
          );
          squares += (await difference.data())[0]!;
          dispose([output, state, difference]);
        }
        return Math.sqrt(squares / 6 / (12 * 4));
      };
      const [few, some, many] = [await errorOf(8), await errorOf(64), await errorOf(1024)];
      expect(some).toBeLessThan(0.7 * few);
      expect(many).toBeLessThan(0.5 * some);
      expect(many).toBeLessThan(0.1);
      dispose([exact.output, exact.weights]);
    }
    dispose([q, k, v]);
  });

  it('is the same for the same seed, and never lets a later token change an earlier row', async () => {
    const [q, k, v] = operands(6, 6);
    const mask = { isCausal: true };
    const first = performerAttention(q, k, v, mask, { seed: 5, features: 16 });
    const again = performerAttention(q, k, v, mask, { seed: 5, features: 16 });
    const other = performerAttention(q, k, v, mask, { seed: 6, features: 16 });
    expect(await gap(first.output, again.output)).toBe(0);
    expect(await gap(first.output, other.output)).toBeGreaterThan(1e-3);
    const loud = tidy(() => {
      const end = mul(slice(k, [0, 0, 5, 0], [-1, -1, 1, -1]), 20);
      return concat([slice(k, [0, 0, 0, 0], [-1, -1, 5, -1]), end], 2);
    });
    const changed = performerAttention(q, loud, v, mask, { seed: 5, features: 16 });
    const early = (x: Tensor) => slice(x, [0, 0, 0, 0], [-1, -1, 5, -1]);
    expect(await gap(early(changed.output), early(first.output))).toBe(0);
    expect(() => performerAttention(q, k, v, mask, { seed: 1, features: 0 })).toThrow(/features/);
    expect(() => performerAttention(q, k, v, mask, { projection: zeros([5, 8]) })).toThrow(
      /projection/,
    );
  });
});

/** Finite differences of a weighted sum of the output, for a few entries of each operand. */
async function expectGradients(
  run: (q: Tensor, k: Tensor, v: Tensor) => Tensor,
  given: Operands,
): Promise<void> {
  const sample = run(...given);
  const weight = randomNormal(sample.shape, { seed: 'loss' });
  const loss = (q: Tensor, k: Tensor, v: Tensor) => sum(mul(run(q, k, v), weight));
  const slopes = grads(loss as (...xs: Tensor[]) => Tensor)([...given]) as Tensor[];
  const step = 1e-2;
  for (const [which, x] of given.entries()) {
    const values = [...(await x.data())];
    const slope = await slopes[which]!.data();
    expect(slopes[which]!.shape).toEqual(x.shape);
    for (let entry = which; entry < values.length; entry += Math.ceil(values.length / 4)) {
      const at = async (by: number) => {
        const moved = tensorFrom(
          values.map((value, i) => (i === entry ? value + by : value)),
          x.shape,
        ) as Tensor4D;
        const all = given.map((each, i) => (i === which ? moved : each)) as [
          Tensor,
          Tensor,
          Tensor,
        ];
        const value = tidy(() => loss(...all));
        const [number] = await value.data();
        dispose([moved, value]);
        return number!;
      };
      // the fourth-order difference: single precision leaves little room for a small step
      const wanted =
        (8 * ((await at(step)) - (await at(-step))) -
          (await at(2 * step)) +
          (await at(-2 * step))) /
        (12 * step);
      expect(Math.abs(slope[entry]! - wanted), `operand ${which}, entry ${entry}`).toBeLessThan(
        2e-3 * Math.max(1, Math.abs(wanted)),
      );
    }
  }
  dispose([sample, weight, ...slopes]);
}

describe('gradients', () => {
  beforeAll(() => useTestBackend('cpu'));
  const masks: Mask[] = [{}, { isCausal: true }, { window: 2, lengths: [4, 2] }];

  it.each(masks)('of the plain version are finite differences: %o', async (mask) => {
    const given = operands(3, 5);
    await expectNoLeak(() =>
      expectGradients(
        (q, k, v) => tidy(() => scaledDotProductAttention(q, k, v, mask).output),
        given,
      ),
    );
  });

  it.each(masks)('of flashAttention are finite differences: %o', async (mask) => {
    const given = operands(3, 5);
    await expectNoLeak(() =>
      expectGradients(
        (q, k, v) => flashAttention(q, k, v, mask, { rowTile: 2, keyTile: 2 }),
        given,
      ),
    );
  });

  it.each([{}, { isCausal: true }])('of linear attention and Performer: %o', async (mask) => {
    const given = operands(3, 5);
    await expectGradients((q, k, v) => tidy(() => linearAttention(q, k, v, mask).output), given);
    const projection = orthogonalFeatures({ headDim: 6, features: 8, seed: 1 });
    await expectGradients(
      (q, k, v) => tidy(() => performerAttention(q, k, v, mask, { projection }).output),
      given,
    );
  });
});
