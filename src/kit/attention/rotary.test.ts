import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoLeak, useTestBackend } from '../testBackend.ts';
import {
  dispose,
  grad,
  mul,
  randomNormal,
  sum,
  tensor,
  tensorFrom,
  tidy,
  toArray,
  type Tensor,
  type Tensor2D,
} from '../tensor/index.ts';
import { applyRotary, RotaryPositionEmbedding, rotaryTable } from './index.ts';

/** One row rotated in double precision. */
function turned(
  row: readonly number[],
  position: number,
  rotated: number,
  base = 10_000,
): number[] {
  const half = rotated / 2;
  return row.map((x, i) => {
    if (i >= rotated) return x;
    const pair = i % half;
    const angle = position / base ** ((2 * pair) / rotated);
    const [first, second] = [row[pair]!, row[pair + half]!];
    return i < half
      ? first * Math.cos(angle) - second * Math.sin(angle)
      : second * Math.cos(angle) + first * Math.sin(angle);
  });
}

const close = (got: readonly number[], wanted: readonly number[], tolerance = 1e-5) => {
  expect(got.length).toBe(wanted.length);
  got.forEach((x, i) => expect(Math.abs(x - wanted[i]!), `entry ${i}`).toBeLessThan(tolerance));
};

describe.each(['cpu', 'wasm'] as const)('rotary positions on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it('turns each pair by its angle, and passes the tail through', async () => {
    await expectNoLeak(async () => {
      const rope = new RotaryPositionEmbedding({ headDim: 10, fraction: 0.4, maxPositions: 4 });
      expect(rope.rotatedDim).toBe(4);
      const x = randomNormal([3, 10], { seed: 1 });
      const y = rope.apply(x);
      const [before, after] = [await toArray(x), await toArray(y)];
      after.forEach((row, position) => close(row, turned(before[position]!, position, 4)));
      expect(after.map((row) => row.slice(4))).toEqual(before.map((row) => row.slice(4)));
      dispose([x, y]);
      rope.dispose();
    });
  });

  it('takes positions for all sequences, and for each its own', async () => {
    await expectNoLeak(async () => {
      const table = rotaryTable(50, 4);
      const x = randomNormal([2, 3, 2, 4], { seed: 2 });
      const flat = [...(await x.data())];
      const expected = (places: number[][]) =>
        flat.flatMap((_, cell) =>
          cell % 4 === 0
            ? turned(flat.slice(cell, cell + 4), places[Math.floor(cell / 24)]![(cell / 4) % 2]!, 4)
            : [],
        );
      const shared = applyRotary(x, table, [7, 40]);
      close(
        [...(await shared.data())],
        expected([
          [7, 40],
          [7, 40],
        ]),
      );
      const own = [
        [0, 49],
        [3, 3],
      ];
      const ids = tensorFrom(new Int32Array(own.flat()), [2, 2]) as Tensor2D;
      for (const given of [own, ids]) {
        const y = applyRotary(x, table, given);
        expect(y.shape).toEqual([2, 3, 2, 4]);
        close([...(await y.data())], expected(own));
        dispose(y);
      }
      dispose([shared, x, ids, table.cos, table.sin]);
    });
  });

  it('gives products that depend on the distance only', async () => {
    const table = rotaryTable(4096, 8);
    const [q, k] = [randomNormal([1, 8], { seed: 'q' }), randomNormal([1, 8], { seed: 'k' })];
    const product = async (a: number, b: number) => {
      const value = tidy(() => sum(mul(applyRotary(q, table, [a]), applyRotary(k, table, [b]))));
      const [x] = await value.data();
      dispose(value);
      return x!;
    };
    const near = await product(5, 2);
    for (const shift of [1, 90, 4000]) {
      expect(await product(5 + shift, 2 + shift)).toBeCloseTo(near, 4);
    }
    expect(Math.abs((await product(5, 3)) - near)).toBeGreaterThan(1e-2);
    dispose([q, k, table.cos, table.sin]);
  });

  it('turns back what it turned, in its gradient', async () => {
    const table = rotaryTable(8, 4);
    const [x, weight] = [randomNormal([3, 6], { seed: 4 }), randomNormal([3, 6], { seed: 5 })];
    const slope = grad((y: Tensor) => sum(mul(applyRotary(y, table, [5, 0, 7]), weight)))(x);
    const rows = await toArray(weight);
    const got = (await slope.array()) as number[][];
    // the gradient of a rotation is the rotation backwards
    got.forEach((row, i) => close(row, turned(rows[i]!, -[5, 0, 7][i]!, 4)));
    dispose([x, weight, slope, table.cos, table.sin]);
  });

  it('grows its table once, and keeps the grown one', async () => {
    await expectNoLeak(async () => {
      const rope = new RotaryPositionEmbedding({ headDim: 4, maxPositions: 4 });
      const x = randomNormal([1, 4], { seed: 3 });
      expect(rope.cachedPositions).toBe(0);
      dispose(rope.apply(x));
      expect(rope.cachedPositions).toBe(4);
      const far = rope.apply(x, [6]);
      expect(rope.cachedPositions).toBe(8);
      close((await toArray(far))[0]!, turned((await toArray(x))[0]!, 6, 4));
      // made inside a tidy, it still lives on
      tidy(() => {
        rope.apply(x, [100]);
      });
      expect(rope.cachedPositions).toBe(101);
      dispose(rope.apply(x, [3]));
      expect(rope.cachedPositions).toBe(101);
      dispose([x, far]);
      rope.dispose();
    });
  });
});

describe('wrong rotary arguments', () => {
  beforeAll(() => useTestBackend('cpu'));

  it('are named', () => {
    for (const fraction of [0, -1, 1.5, 0.3, NaN]) {
      expect(() => new RotaryPositionEmbedding({ headDim: 10, fraction })).toThrow(/fraction/);
    }
    const table = rotaryTable(4, 2);
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(() => applyRotary(x, table, [0, 4])).toThrow(/positionIds/);
    expect(() => applyRotary(x, table, [0, -1])).toThrow(/positionIds/);
    expect(() => applyRotary(x, table, [0, 1.5])).toThrow(/positionIds/);
    expect(() => applyRotary(x, table, [0])).toThrow(/shape-mismatch/);
    expect(() => rotaryTable(4, 3)).toThrow(/rotatedDim/);
    expect(() => applyRotary(tensor([[1]]), table)).toThrow(/rotatedDim/);
    dispose([x, table.cos, table.sin]);
  });
});
