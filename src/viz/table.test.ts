import { describe, expect, it } from 'vitest';
import type { TableView } from '../kit/show/types.ts';
import { safeAddress } from './Markdown.tsx';
import { cellDirection, headText, modelCsv, sortedRows, tableModel } from './tableModel.ts';

const view: TableView = {
  kind: 'table',
  totalRows: 4,
  columns: [
    { key: 'name', label: { ar: 'الاسم', en: 'name' } },
    { key: 'ms', label: { ar: 'زمن الاستجابة', en: 'latency' }, unit: 'ms' },
    { key: 'ok', label: 'ok' },
  ],
  rows: [
    { name: { ar: 'ب', en: 'b' }, ms: 10, ok: true },
    { name: { ar: 'أ', en: 'a' }, ms: null, ok: false },
    { name: { ar: 'ت', en: 'c10' }, ms: 9.5 },
    { name: { ar: 'ث', en: 'c9' }, ms: NaN, ok: null },
  ],
};

describe('tableModel', () => {
  it('speaks one language and lines up numbers', () => {
    const model = tableModel(view, 'ar');
    expect(model.columns.map((column) => column.type)).toEqual(['text', 'number', 'text']);
    expect(model.rows[0]).toEqual(['ب', 10, true]);
    expect(model.rows.map((row) => model.columns[1]!.write(row[1]!))).toEqual([
      '10.0',
      '–',
      '9.5',
      'NaN',
    ]);
    expect(model.rows.map((row) => model.columns[2]!.write(row[2]!))).toEqual([
      'نعم',
      'لا',
      '–',
      '–',
    ]);
    expect(headText(model.columns[1]!)).toBe('زمن الاستجابة\u00a0ms');
  });
  it('sorts by size, numbers in names by value, what is missing last both ways', () => {
    const model = tableModel(view, 'en');
    expect(sortedRows(model, 1, false, 'en')).toEqual([2, 0, 1, 3]);
    expect(sortedRows(model, 1, true, 'en')).toEqual([0, 2, 1, 3]);
    expect(sortedRows(model, 0, false, 'en')).toEqual([1, 0, 3, 2]);
  });
  it('does not let very small values vanish beside large ones', () => {
    const model = tableModel(
      {
        kind: 'table',
        totalRows: 2,
        columns: [{ key: 'v', label: 'v' }],
        rows: [{ v: 250_000 }, { v: 1e-7 }],
      },
      'en',
    );
    expect(model.rows.map((row) => model.columns[0]!.write(row[0]!))).toEqual(['250,000', '1e−7']);
  });
  it('saves with units in the head and full numbers', () => {
    expect(modelCsv(tableModel(view, 'en')).split('\r\n').slice(0, 3)).toEqual([
      'name,latency (ms),ok',
      'b,10,true',
      'a,,false',
    ]);
  });
  it('gives code and numbers left to right, Arabic its own direction', () => {
    expect(cellDirection('−5', 'number')).toBe('ltr');
    expect(cellDirection('C++', 'text')).toBe('ltr');
    expect(cellDirection('حساب C++', 'text')).toBe('auto');
  });
});

describe('links in Markdown', () => {
  it.each([
    ['https://example.org/a', true],
    ['mailto:a@example.org', true],
    ['#part', true],
    ['javascript:alert(1)', false],
    [' JaVaScRiPt:alert(1)', false],
    ['data:text/html,x', false],
    ['/course/other', false],
    ['//example.org', false],
  ])('%s: %s', (url, isKept) => expect(safeAddress(url) !== null).toBe(isKept));
});
