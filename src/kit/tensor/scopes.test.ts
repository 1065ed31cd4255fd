import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend } from '../testBackend.ts';
import {
  add,
  cellMemory,
  dispose,
  endCell,
  freeCell,
  memory,
  startCell,
  tensor,
  tidy,
  tidyAsync,
  variable,
  zeros,
} from './index.ts';

beforeAll(() => useTestBackend('cpu'));
afterEach(() => {
  for (const id of ['a', 'b']) freeCell(id);
  expect(memory().tensors).toBe(0);
});

/** Ends cell `a` with these values; tells what it still owns. */
function ended(keep: unknown, keepAll = false): number {
  endCell('a', { keep, keepAll });
  return cellMemory('a').count;
}

describe('a cell', () => {
  it('keeps what its names hold and frees the steps between', () => {
    startCell('a');
    const x = zeros([4]);
    const y = add(add(x, 1), 1);
    expect(cellMemory('a')).toEqual({ count: 3, bytes: 48 });
    expect(ended({ x, y })).toBe(2);
    expect(x.isDisposed || y.isDisposed).toBe(false);
    freeCell('a');
    expect(x.isDisposed && y.isDisposed).toBe(true);
    expect(cellMemory('a')).toEqual({ count: 0, bytes: 0 });
  });

  it('finds tensors in arrays, objects, maps, sets and cycles', () => {
    startCell('a');
    const [p, q, r, s, t, lost] = [
      zeros([1]),
      zeros([1]),
      zeros([1]),
      zeros([1]),
      zeros([1]),
      zeros([1]),
    ];
    const cycle: Record<string, unknown> = { t };
    cycle.self = cycle;
    expect(
      ended({ list: [p], deep: { q }, map: new Map([[r, { s }]]), set: new Set([cycle]) }),
    ).toBe(5);
    expect(lost.isDisposed).toBe(true);
  });

  it.each<[string, (hidden: unknown) => unknown]>([
    ['a function', (hidden) => () => hidden],
    [
      'an object of a class',
      (hidden) =>
        new (class {
          readonly #x = hidden;
          get x() {
            return this.#x;
          }
        })(),
    ],
    ['a promise', (hidden) => Promise.resolve(hidden)],
    [
      'a getter',
      (hidden) => ({
        get x() {
          return hidden;
        },
      }),
    ],
    [
      'a generator',
      (hidden) =>
        (function* () {
          yield hidden;
        })(),
    ],
    ['a weak map', (hidden) => new WeakMap([[{}, hidden]])],
    [
      'a proxy that throws',
      () =>
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no');
            },
          },
        ),
    ],
    ['a symbol key', (hidden) => ({ [Symbol('x')]: () => hidden })],
  ])('frees nothing when %s could hide a tensor', (_name, hide) => {
    startCell('a');
    const x = zeros([1]);
    const hidden = hide(x);
    expect(ended({ deep: [{ hidden }] })).toBe(1);
    expect(x.isDisposed).toBe(false);
  });

  it('keeps everything when told to', () => {
    startCell('a');
    zeros([1]);
    expect(ended(null, true)).toBe(1);
  });

  it('does not count what it freed itself, nor what tidy freed', () => {
    startCell('a');
    for (let i = 0; i < 1_000; i++) {
      const x = zeros([2]);
      tidy(() => void add(add(x, 1), 1));
      dispose(x);
    }
    expect(cellMemory('a').count).toBe(0);
    const kept = tidy(() => add(zeros([2]), 1));
    expect(ended({ kept })).toBe(1);
  });

  it('leaves the tensors of other cells alone', () => {
    startCell('a');
    const x = zeros([1]);
    endCell('a', { keep: { x }, keepAll: false });
    startCell('b');
    const y = add(x, 1);
    endCell('b', { keep: {}, keepAll: false });
    expect(y.isDisposed).toBe(true);
    expect(x.isDisposed).toBe(false);
    freeCell('b');
    expect(x.isDisposed).toBe(false);
  });

  it('frees variables too, and may be freed while it runs, twice, or when unknown', () => {
    startCell('a');
    const weights = variable(tensor([1, 2]));
    freeCell('a');
    expect(weights.isDisposed).toBe(true);
    freeCell('a');
    freeCell('never seen');
    endCell('never seen', { keep: null, keepAll: false });
    const late = zeros([1]);
    expect(ended({ late })).toBe(1);
  });
});

describe('tidyAsync', () => {
  it('frees what an async function made, except its result', async () => {
    startCell('a');
    const result = await tidyAsync(async () => {
      const x = zeros([3]);
      await Promise.resolve();
      return { y: add(add(x, 1), 1) };
    });
    expect(cellMemory('a').count).toBe(1);
    expect(await result.y.data()).toEqual(new Float32Array([2, 2, 2]));
    expect(ended(result)).toBe(1);
  });

  it('frees everything when the function throws', async () => {
    const run = tidyAsync(async () => {
      zeros([3]);
      await Promise.resolve();
      throw new Error('no');
    });
    await expect(run).rejects.toThrow('no');
    expect(memory().tensors).toBe(0);
  });
});
