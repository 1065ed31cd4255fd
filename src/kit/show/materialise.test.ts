import { describe, expect, it } from 'vitest';
import {
  CAPS,
  chart,
  group,
  line,
  heatmap,
  image,
  markdown,
  materialise,
  matrix,
  network,
  sentence,
  table,
  tensor,
  text,
  turns,
} from './index.ts';
import { headOf, HEAD_ENTRIES } from './stats.ts';
import type { Block, GroupView, TensorLike, View } from './types.ts';

const fake = (shape: number[], values: unknown, dtype = 'float32'): TensorLike => ({
  shape,
  dtype,
  data: () => Promise.resolve(values as ArrayLike<number>),
});

/** The view, with proof that it can be posted to the page. */
async function posted(view: View): Promise<View> {
  const done = await materialise(view);
  expect(structuredClone(done)).toEqual(done);
  return done;
}

function cutOf(view: View): readonly View[] {
  expect(view.kind).toBe('group');
  return (view as GroupView).views;
}

describe('materialise', () => {
  it('reads tensors into blocks', async () => {
    const view = await posted(
      matrix(fake([1, 2, 2], new Float32Array([1, 2, 3, 4])), { rows: ['a', 'b'] }),
    );
    expect(view).toMatchObject({
      values: { shape: [2, 2], values: new Float32Array([1, 2, 3, 4]) },
      rows: ['a', 'b'],
    });
    expect(await posted(sentence(['a'], fake([1, 1], [1])))).toMatchObject({
      weights: { shape: [1, 1] },
    });
    expect(await posted(turns([{ values: fake([2, 2], [1, 0, 0, 1]), hue: 'key' }]))).toMatchObject(
      {
        hands: [{ values: { shape: [2, 2] }, hue: 'key' }],
        at: 1,
      },
    );
    const plot = await posted(chart(line({ x: fake([2], [0, 1]), y: [3, 4] }), { x: 'x', y: 'y' }));
    expect(plot).toMatchObject({ traces: [{ x: { shape: [2] }, y: [3, 4] }] });
  });

  it('cuts turning vectors at as many steps as a matrix has rows', async () => {
    const many = Array.from({ length: 300 }, () => [1, 0]);
    const rows = many.map((_, i) => String(i));
    const cut = await posted(turns({ values: many }, { rows }));
    expect(cut).toMatchObject({
      kind: 'group',
      views: [
        { kind: 'turns', at: 255, hands: [{ values: { shape: [256, 2] } }] },
        { kind: 'truncated', reason: 'count', shown: 256, total: 300 },
      ],
    });
    expect((cut as GroupView).views[0]).toHaveProperty('rows.length', 256);
  });

  it('computes statistics over the finite entries only', async () => {
    const values = new Float32Array([1, 3, Number.NaN, Infinity, -Infinity]);
    const view = await posted(tensor(fake([5], values), { symbol: 'q' }));
    expect(view).toMatchObject({
      stats: { min: 1, max: 3, mean: 2, std: 1 },
      nanCount: 1,
      infiniteCount: 2,
      symbol: 'q',
      head: { shape: [5] },
    });
    expect(view).not.toHaveProperty('source');
    expect(await posted(tensor(fake([0], new Float32Array(0))))).toMatchObject({ stats: null });
  });

  it('keeps the whole numbers of other types, and shows strings as a tree', async () => {
    expect(await posted(tensor(fake([2], new Int32Array([1, 2]), 'int32')))).toMatchObject({
      head: { values: new Int32Array([1, 2]) },
    });
    expect((await posted(tensor(fake([2], ['a', 'b'], 'string')))).kind).toBe('tree');
  });

  it('turns what cannot be read into an error in its place', async () => {
    const broken: TensorLike = {
      shape: [1, 1],
      dtype: 'float32',
      data: () => Promise.reject(new Error('disposed')),
    };
    const view = await posted(group(matrix(broken), text('still here')));
    expect(cutOf(view)).toMatchObject([{ kind: 'error', message: 'disposed' }, { kind: 'text' }]);
    const odd: TensorLike = { ...broken, data: () => Promise.reject({ toString: null }) };
    expect((await posted(matrix(odd))).kind).toBe('error');
  });
});

describe('caps', () => {
  it('cut a table and say how long it was', async () => {
    const view = await posted(table(Array.from({ length: 1_500 }, (_, i) => ({ i }))));
    expect(view).toMatchObject({ kind: 'table', totalRows: 1_500 });
    expect(view.kind === 'table' && view.rows.length).toBe(CAPS.tableRows);
  });

  it('cut a matrix to its top left corner, labels too', async () => {
    const side = 300;
    const values = Float32Array.from({ length: side * side }, (_, i) => i);
    const labels = Array.from({ length: side }, (_, i) => `t${i}`);
    const [small, note] = cutOf(
      await posted(matrix(fake([side, side], values), { rows: labels, cols: labels })),
    );
    if (small?.kind !== 'matrix') throw new Error('expected a matrix');
    const block = small.values as Block;
    expect(block.shape).toEqual([256, 256]);
    expect(block.values[256]).toBe(side);
    expect(small.cols).toHaveLength(256);
    expect(note).toEqual({ kind: 'truncated', reason: 'size', shown: 65_536, total: 90_000 });
  });

  it('cut charts, texts, graphs, pictures and groups', async () => {
    const y = Array.from({ length: 15_000 }, (_, i) => i);
    const [plot, note] = cutOf(
      await posted(chart([line({ y }), line({ y }), line({ y })], { x: 'x', y: 'y' })),
    );
    expect(
      plot?.kind === 'chart' && plot.traces.map((trace) => (trace.y as number[]).length),
    ).toEqual([15_000, 5_000]);
    expect(note).toMatchObject({ shown: 20_000, total: 45_000 });
    const tooHot = heatmap({ z: { shape: [200, 200], values: new Float32Array(40_000) } });
    expect(cutOf(await posted(chart(tooHot, { x: 'x', y: 'y' })))[1]).toMatchObject({
      shown: 0,
      total: 40_000,
    });

    const words = { ar: 'ا'.repeat(CAPS.textLength + 5), en: 'short' };
    expect(cutOf(await posted(markdown(words)))[1]).toMatchObject({
      reason: 'size',
      total: CAPS.textLength + 5,
    });
    expect((await posted(text('short'))).kind).toBe('text');

    const nodes = Array.from({ length: 2_001 }, (_, i) => ({ id: `${i}`, label: `${i}` }));
    const graph = cutOf(await posted(network(nodes, [{ source: '0', target: '2000' }])))[0];
    expect(graph).toMatchObject({ kind: 'network', edges: [] });

    const big = image({
      width: 2_001,
      height: 2_000,
      data: new Uint8Array(2_001 * 2_000 * 4),
      alt: 'x',
    });
    expect((await posted(big)).kind).toBe('truncated');
    expect(cutOf(await posted(group(...new Array<View>(60).fill(text('x')))))).toHaveLength(51);
  });

  it('keep the head of a tensor in whole rows', () => {
    const block = (shape: number[]) =>
      headOf({ shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
    expect(block([64, 64]).shape).toEqual([64, 64]);
    expect(block([1_000, 100]).shape).toEqual([40, 100]);
    expect(block([8, 512, 64]).shape).toEqual([1, 64, 64]);
    expect(block([10_000]).shape).toEqual([HEAD_ENTRIES]);
    expect(block([2, 5_000]).shape).toEqual([HEAD_ENTRIES]);
    for (const shape of [
      [1_000, 100],
      [8, 512, 64],
      [3, 3, 3, 999],
    ]) {
      const head = block(shape);
      expect(head.values.length).toBe(head.shape.reduce((a, b) => a * b, 1));
      expect(head.values.length).toBeLessThanOrEqual(HEAD_ENTRIES);
    }
  });
});
