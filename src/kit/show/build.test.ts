import { describe, expect, it } from 'vitest';
import {
  bar,
  bubble,
  chart,
  group,
  heatmap,
  image,
  line,
  matrix,
  network,
  number,
  sentence,
  table,
  tensor,
  turns,
} from './index.ts';
import { COLUMNS } from './table.ts';
import type { TensorLike } from './types.ts';

const fake = (shape: number[], values: ArrayLike<number>, dtype = 'float32'): TensorLike => ({
  shape,
  dtype,
  data: () => Promise.resolve(values),
});

describe('matrix', () => {
  it('takes tensors, blocks and nested arrays', () => {
    expect(matrix(fake([2, 2], [1, 2, 3, 4])).values).toHaveProperty('data');
    expect(
      matrix([
        [1, 2],
        [3, 4],
      ]).values,
    ).toEqual({ shape: [2, 2], values: new Float32Array([1, 2, 3, 4]) });
    expect(matrix([1, 2, 3]).kind).toBe('matrix');
    const block = { shape: [1, 1, 2, 1], values: new Float32Array([5, 6]) };
    expect(matrix(block, { rows: ['a', 'b'], cols: ['c'] }).values).toBe(block);
  });

  it('keeps its options as they are given', () => {
    const view = matrix([[1]], {
      hue: 'scores',
      links: { symbol: 'scores', rows: 'tokens' },
      digits: 2,
    });
    expect(view).toMatchObject({
      hue: 'scores',
      links: { symbol: 'scores', rows: 'tokens' },
      digits: 2,
    });
  });

  it('refuses what has no plane or other labels', () => {
    expect(() => matrix(fake([2, 3, 4], []))).toThrow(/two axes, got \[2, 3, 4\]/);
    expect(() => matrix([[1, 2]], { cols: ['a'] })).toThrow(/cols must have 2 labels, got 1/);
    expect(() => matrix([[1, 2], [3]])).toThrow(/same length/);
    expect(() => matrix([['a']] as unknown as number[][])).toThrow(/numbers expected/);
    expect(() => matrix('x' as unknown as number[])).toThrow(TypeError);
  });
});

describe('table', () => {
  it('takes its columns from the rows, in order of appearance', () => {
    const view = table([{ a: 1 }, { b: 'x', a: null }]);
    expect(view.columns.map((column) => column.key)).toEqual(['a', 'b']);
    expect(view.rows).toEqual([
      { a: 1, b: null },
      { a: null, b: 'x' },
    ]);
    expect(view.totalRows).toBe(2);
  });

  it('uses the columns that rows bring along, unless told otherwise', () => {
    const row = Object.defineProperty({ a: 1, b: 2 }, COLUMNS, {
      value: [{ key: 'b', label: { ar: 'ب', en: 'B' } }],
    });
    expect(table([row]).columns).toEqual([{ key: 'b', label: { ar: 'ب', en: 'B' } }]);
    expect(table([row], { columns: ['a'] }).rows).toEqual([{ a: 1 }]);
  });

  it('keeps a text per language and turns everything else into clonable values', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const view = table([
      {
        words: { ar: 'أ', en: 'a' },
        date: new Date(0),
        big: 10n,
        fn: () => 1,
        cycle,
        sym: Symbol('s'),
      },
    ]);
    expect(view.rows[0]).toMatchObject({
      words: { ar: 'أ', en: 'a' },
      date: '1970-01-01T00:00:00.000Z',
      big: '10',
    });
    expect(structuredClone(view)).toEqual(view);
  });

  it('refuses rows that are no objects', () => {
    expect(() => table([1] as unknown as object[])).toThrow(/row 0/);
    expect(() => table({} as unknown as object[])).toThrow(TypeError);
    expect(table([]).rows).toEqual([]);
  });
});

describe('chart', () => {
  it('takes one trace or several, and labels for axes', () => {
    const view = chart(line({ y: [1, 2] }), { x: 'step', y: { label: 'loss', scale: 'log' } });
    expect(view.x).toEqual({ label: 'step' });
    expect(view.y).toEqual({ label: 'loss', scale: 'log' });
    expect(view.traces).toEqual([{ type: 'line', y: [1, 2] }]);
    expect(chart(bar({ y: [1] }), { x: { ar: 'س', en: 'x' }, y: 'y' }).x).toEqual({
      label: { ar: 'س', en: 'x' },
    });
  });

  it('refuses traces that do not fit', () => {
    const axes = { x: 'x', y: 'y' };
    expect(() => chart([], axes)).toThrow(/no trace/);
    expect(() => chart(line({ x: [1] }), axes)).toThrow(/needs y/);
    expect(() => chart(line({ x: [1], y: [1, 2] }), axes)).toThrow(/1 x but 2 y/);
    expect(() => chart(bubble({ x: [1], y: [1], z: [1, 2] }), axes)).toThrow(/1 y but 2 sizes/);
    expect(() => chart(heatmap({ x: ['a'], y: ['b', 'c'], z: [[1], [2]] }), axes)).not.toThrow();
    expect(() => chart(line({ x: fake([3], []), y: [1, 2] }), axes)).toThrow(/3 x but 2 y/);
  });
});

describe('others', () => {
  it('check what they can check', () => {
    expect(() => number('1' as unknown as number)).toThrow(TypeError);
    expect(() => network([{ id: 'a', label: 'a' }], [{ source: 'a', target: 'b' }])).toThrow(
      /node b/,
    );
    expect(() =>
      network(
        [
          { id: 'a', label: 'a' },
          { id: 'a', label: 'b' },
        ],
        [],
      ),
    ).toThrow(/id of its own/);
    expect(() => image({ width: 2, height: 2, data: new Uint8Array(4), alt: 'x' })).toThrow(
      /16 bytes/,
    );
    expect(() => sentence(['a', 'b'], [[1]])).toThrow(/\[2, 2\], got \[1, 1\]/);
    expect(() => sentence(['a'], [[1]], { from: 1 })).toThrow(/index of a word/);
    expect(sentence(['a'], [[1]])).toMatchObject({ kind: 'sentence', from: 0 });
    expect(() => tensor({} as TensorLike)).toThrow(TypeError);
    expect(group(number(1), number(2)).views).toHaveLength(2);
  });

  it('lets hands turn together only', () => {
    const two = [
      [1, 0],
      [0, 1],
    ];
    expect(turns({ values: two })).toMatchObject({ kind: 'turns', at: 1, hands: [{}] });
    expect(turns([{ values: two }, { values: fake([2, 2], []) }], { at: 0 }).hands).toHaveLength(2);
    expect(() => turns([])).toThrow(/\[0, 0\]/);
    expect(() => turns({ values: [[1, 2, 3]] })).toThrow(/even number of columns/);
    expect(() => turns([{ values: two }, { values: [[1, 0]] }])).toThrow(/must be \[2, 2\]/);
    expect(() => turns({ values: two }, { rows: ['a'] })).toThrow(/2 labels/);
    expect(() => turns({ values: two }, { dials: ['a', 'b'] })).toThrow(/1 labels/);
    expect(() => turns({ values: two }, { at: 2 })).toThrow(/index of a step/);
    expect(() => turns({ values: 'x' as never })).toThrow(TypeError);
  });

  it('counts a tensor in bytes by its type', () => {
    expect(tensor(fake([2, 3], [])).sizeBytes).toBe(24);
    expect(tensor(fake([2, 3], [], 'bool')).sizeBytes).toBe(6);
    expect(tensor(fake([], []), { symbol: 'q' })).toMatchObject({
      sizeBytes: 4,
      symbol: 'q',
      shape: [],
    });
  });
});
