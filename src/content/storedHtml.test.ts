import { expect, test } from 'vitest';
import { storedHtml } from './storedHtml.ts';

test('a matrix is a table with its labels, left to right', () => {
  const html = storedHtml(
    [{ kind: 'matrix', values: [[1, -Infinity]], rows: ['<it>'], cols: ['a', 'b'], digits: 1 }],
    'ar',
  );
  expect(html).toContain('<table class="nums" dir="ltr">');
  expect(html).toContain('<bdi>&lt;it&gt;</bdi>');
  expect(html).toContain('<td>1.0</td><td>−∞</td>');
});

test('words are in the page’s language', () => {
  const table = {
    kind: 'table' as const,
    columns: [{ key: 'a', label: { ar: 'زمن', en: 'time' }, unit: 'ms', digits: 2 }],
    rows: [{ a: 0.005 }, { a: null }, { a: { ar: 'نعم', en: 'yes' } }],
    totalRows: 3,
  };
  expect(storedHtml([table], 'ar')).toContain('<bdi>زمن</bdi> <bdi dir="ltr">(ms)</bdi>');
  expect(storedHtml([table], 'en')).toContain('<td>yes</td>');
});

test('a value that rounds to zero has no sign', () => {
  expect(storedHtml([{ kind: 'number', value: -0.001 }], 'en')).toContain('>0.00<');
});

test('pictures without a static form are left out', () => {
  expect(storedHtml([{ kind: 'formula', tex: 'x' }], 'en')).toBe('');
});
