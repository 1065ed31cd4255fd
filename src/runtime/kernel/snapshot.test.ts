import { describe, expect, it } from 'vitest';
import { limits } from '../protocol.ts';
import { holdsTensor, reviveSnapshot, takeSnapshot, type TensorAccess } from './snapshot.ts';

class FakeTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  constructor(shape: readonly number[], values: Float32Array) {
    this.shape = shape;
    this.values = values;
  }
}
const access: TensorAccess = {
  isTensor: (value) => value instanceof FakeTensor,
  read: (value) => {
    const tensor = value as FakeTensor;
    return Promise.resolve({ shape: tensor.shape, dtype: 'float32', values: tensor.values });
  },
  make: (shape, _, values) => new FakeTensor(shape, values as Float32Array),
};

/** Takes, sends as the browser would, and revives. */
async function roundTrip(value: unknown): Promise<unknown> {
  const snapshot = await takeSnapshot(value, access);
  return snapshot === null ? 'gone' : reviveSnapshot(structuredClone(snapshot), access);
}

describe('snapshots', () => {
  it.each([
    ['numbers', [1, -0, NaN, Infinity]],
    ['texts', ['', 'نص', '😀']],
    ['nothing', [undefined, null]],
    ['big integers', [10n ** 30n]],
    ['a typed array', Float32Array.of(1, 2, 3)],
    ['nested data', { a: [{ b: 1 }], c: { d: 'x' } }],
    ['a map', new Map([['a', [1]]])],
    ['a set', new Set([1, 'a'])],
    ['a date', new Date(0)],
    ['an empty array', []],
    ['an empty object', {}],
  ])('keeps %s', async (_, value) => {
    expect(await roundTrip(value)).toEqual(value);
  });

  it('keeps tensors, inside data too', async () => {
    const tensor = new FakeTensor([2, 2], Float32Array.of(1, 2, 3, 4));
    const revived = (await roundTrip({ head: { q: tensor }, list: [tensor] })) as {
      head: { q: FakeTensor };
      list: FakeTensor[];
    };
    expect(revived.head.q).toBeInstanceOf(FakeTensor);
    expect(revived.head.q.values).toEqual(tensor.values);
    expect(revived.list[0]).toBe(revived.head.q);
  });

  it('keeps cycles and shared parts', async () => {
    const shared = [1, 2];
    const loop: Record<string, unknown> = { first: shared, second: shared };
    loop.self = loop;
    const revived = (await roundTrip(loop)) as typeof loop;
    expect(revived.self).toBe(revived);
    expect(revived.first).toBe(revived.second);
  });

  it.each([
    ['a function', () => 1],
    ['a function deep inside', { a: [{ b: () => 1 }] }],
    [
      'a class instance',
      new (class Point {
        x = 1;
      })(),
    ],
    ['a promise', Promise.resolve(1)],
    ['a symbol', Symbol('a')],
    [
      'a getter',
      {
        get a() {
          throw new Error('read');
        },
      },
    ],
    ['a weak map', new WeakMap()],
    ['a tensor above the cap', new FakeTensor([limits.snapshotBytes], new Float32Array(1))],
    ['a text above the cap', 'x'.repeat(limits.snapshotBytes)],
    ['a huge list', Array.from({ length: limits.snapshotNodes + 1 }, () => 'a')],
  ])('gives up %s as a whole', async (_, value) => {
    expect(await roundTrip(value)).toBe('gone');
  });

  it('survives a list too deep for the stack', async () => {
    let deep: unknown = null;
    for (let i = 0; i < 100_000; i++) deep = { deep };
    expect(await roundTrip(deep)).toBe('gone');
  });

  it('a key named __proto__ stays a key', async () => {
    const value = JSON.parse('{"__proto__": {"isAdmin": true}}') as object;
    const revived = (await roundTrip(value)) as Record<string, unknown>;
    expect(Object.getPrototypeOf(revived)).toBe(Object.prototype);
    expect(Object.hasOwn(revived, '__proto__')).toBe(true);
  });

  it('says whether reviving needs tensors', async () => {
    const tensor = new FakeTensor([1], Float32Array.of(1));
    expect(holdsTensor((await takeSnapshot(new Map([['a', [tensor]]]), access))!)).toBe(true);
    expect(holdsTensor((await takeSnapshot({ a: [1] }, access))!)).toBe(false);
  });
});
