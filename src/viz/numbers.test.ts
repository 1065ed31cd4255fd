import { describe, expect, it } from 'vitest';
import { blockFormat, columnDecimals, commonDecimals } from './digits.ts';
import { columnWidth, matrixModel, narrowestColumn, peakOf, stepCell } from './matrixModel.ts';
import { matrixSvg } from './matrixSvg.ts';
import { matrixTwin } from './matrixTwin.ts';
import { flat, leading, toGrid } from './numbers.ts';
import { FALLBACK } from './palette.ts';
import { sliceOf } from './slice.ts';

describe('toGrid', () => {
  it('reads blocks, nested lists, vectors and scalars', () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect(toGrid({ shape: [2, 3], values })).toMatchObject({ rows: 2, cols: 3 });
    expect(toGrid({ shape: [6], values })).toMatchObject({ rows: 1, cols: 6 });
    expect(toGrid({ shape: [], values: Float32Array.of(7) })).toMatchObject({ rows: 1, cols: 1 });
    expect(toGrid([[1, 2]])).toEqual({ rows: 1, cols: 2, values: [1, 2] });
    expect(toGrid([])).toEqual({ rows: 0, cols: 0, values: [] });
  });
  it('shows the holes of ragged rows instead of shifting what follows', () => {
    expect(toGrid([[1, 2], [3]]).values).toEqual([1, 2, 3, NaN]);
  });
  it('refuses rank 3 and live tensors', () => {
    expect(() => toGrid({ shape: [1, 1, 1], values: new Float32Array(1) })).toThrow('[1, 1, 1]');
    const live = { shape: [1], dtype: 'float32', data: async () => [1] };
    expect(() => toGrid(live)).toThrow('internal');
    expect(() => flat(live)).toThrow('internal');
  });
});

describe('caps', () => {
  it('draws at most 256 × 256 and says how large the matrix is', () => {
    const values = new Float32Array(300 * 400).map((_, i) => i);
    const model = matrixModel({ kind: 'matrix', values: { shape: [300, 400], values } }, 'en');
    expect([model.grid.rows, model.grid.cols]).toEqual([256, 256]);
    expect([model.fullRows, model.fullCols]).toEqual([300, 400]);
    expect(model.grid.values[256]).toBe(400);
    expect(model.isNumbered).toBe(false);
  });
  it('keeps numbers up to 32 × 32', () => {
    const square = (n: number) =>
      matrixModel(
        { kind: 'matrix', values: { shape: [n, n], values: new Float32Array(n * n) } },
        'en',
      );
    expect(square(32).isNumbered).toBe(true);
    expect(square(33).isNumbered).toBe(false);
  });
  it('does not copy what needs no cut', () => {
    const grid = { rows: 1, cols: 1, values: [1] };
    expect(leading(grid, 5, 5)).toBe(grid);
  });
});

describe('digits', () => {
  it('chooses one format for a block', () => {
    expect(commonDecimals([1, 2, -3])).toBe(0);
    expect(commonDecimals([0.25, NaN, Infinity])).toBe(2);
    expect(commonDecimals([0.012])).toBe(3);
    expect(commonDecimals([12345.6])).toBe(0);
    expect(commonDecimals([1e7])).toBeNull();
    expect(commonDecimals([1e-5])).toBeNull();
  });
  it('writes NaN, infinities, zeros and very small blocks', () => {
    const write = blockFormat([0.5], 'ar');
    expect([NaN, -Infinity, -0, -0.001, 0.5].map(write)).toEqual([
      'NaN',
      '−∞',
      '0.00',
      '0.00',
      '0.50',
    ]);
    expect([1.5e-6, 0].map(blockFormat([1.5e-6], 'en'))).toEqual(['1.5e−6', '0']);
  });
  it('rounds nothing away in a column of small and large values', () => {
    expect(columnDecimals([0.92, 1336.6])).toBe(2);
    expect(columnDecimals([1, 200])).toBe(0);
    expect(columnDecimals([0.5, 2.5])).toBe(1);
    expect(columnDecimals([1e-9, 123456])).toBe(0);
    expect(columnDecimals([NaN, 0])).toBe(0);
  });
});

describe('a matrix', () => {
  const model = matrixModel(
    {
      kind: 'matrix',
      values: [
        [0.25, -Infinity],
        [0.5, 0.5],
      ],
      rows: ['The', 'it'],
      cols: ['The', 'it'],
      hue: 'scores',
    },
    'ar',
  );
  it('has a twin with the same numbers, names and indices', () => {
    const twin = matrixTwin(model, 'ar');
    expect(twin.columns.map((column) => column.label)).toEqual(['صف', '0 The', '1 it']);
    expect(twin.rows.map((row) => row.map((cell, j) => twin.columns[j]!.write(cell)))).toEqual([
      ['0 The', '0.25', '−∞'],
      ['1 it', '0.50', '0.50'],
    ]);
  });
  it('leaves places empty that hold nothing, when told that there are some', () => {
    const view = { kind: 'matrix', values: [[1.5, NaN]] } as const;
    const shown = (hasGaps: boolean) =>
      [1.5, NaN].map(matrixModel({ ...view, hasGaps }, 'en').write);
    expect(shown(true)).toEqual(['1.50', '']);
    expect(shown(false)).toEqual(['1.50', 'NaN']);
  });
  it('finds the largest entry of a row and ignores what is not finite', () => {
    expect(peakOf(model.grid, 0)).toBe(0);
    expect(peakOf({ rows: 1, cols: 2, values: [NaN, NaN] }, 0)).toBe(-1);
  });
  it('makes columns wide enough for their numbers', () => {
    expect(columnWidth(model, 7.6)).toBeGreaterThanOrEqual(54);
    expect(narrowestColumn(model)).toBeGreaterThanOrEqual(4 * 6);
  });
  it('draws itself as well-formed SVG with hatched cells and escaped names', () => {
    const bad = matrixModel({ kind: 'matrix', values: [[NaN]], rows: ['<b>&"'] }, 'en');
    const { text } = matrixSvg(bad, FALLBACK);
    expect(text).toContain('&lt;b&gt;&amp;&quot;');
    expect(text).toContain('url(#hatch)');
    expect(text).not.toMatch(/NaN"|undefined/);
  });
  it('walks by keys, left to right in both languages', () => {
    expect(stepCell('ArrowRight', false, [0, 0], 2, 2)).toEqual([0, 1]);
    expect(stepCell('ArrowRight', false, [0, 1], 2, 2)).toEqual([0, 1]);
    expect(stepCell('End', true, [0, 0], 2, 2)).toEqual([1, 1]);
    expect(stepCell('PageUp', false, [1, 1], 2, 2)).toEqual([0, 1]);
    expect(stepCell('Tab', false, [0, 0], 2, 2)).toBeNull();
  });
});

describe('sliceOf', () => {
  const sent = Float32Array.from({ length: 24 }, (_, i) => i);
  it('takes the matrix at a place of the leading axes', () => {
    const slice = sliceOf([2, 2, 2, 3], sent, [1, 0]);
    expect(slice).toMatchObject({ rows: 2, cols: 3 });
    expect([...Array.from(slice!.values)]).toEqual([12, 13, 14, 15, 16, 17]);
  });
  it('gives the whole rows that were sent, or nothing', () => {
    expect(sliceOf([10, 5, 4], sent, [1])).toMatchObject({ rows: 1, cols: 4 });
    expect(sliceOf([10, 5, 4], sent, [2])).toBeNull();
    expect(sliceOf([1, 100], sent, [])).toMatchObject({ rows: 1, cols: 24 });
  });
  it('reads vectors, scalars and empty tensors', () => {
    expect(sliceOf([3], sent, [])).toMatchObject({ rows: 1, cols: 3 });
    expect(sliceOf([], sent, [])).toMatchObject({ rows: 1, cols: 1 });
    expect(sliceOf([0, 4], [], [])).toBeNull();
    expect(sliceOf([4, 0], [], [])).toBeNull();
  });
});
