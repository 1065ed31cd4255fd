import { expect, test } from 'vitest';
import { diffLines } from './diff.ts';

const shown = (from: string, to: string): string =>
  diffLines(from, to)
    .map(({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text)
    .join('|');

test('unchanged lines stay, the rest is removed and added in its place', () => {
  expect(shown('a\nb\nc', 'a\nB\nc')).toBe(' a|-b|+B| c');
});
test('the same text has no changes', () => {
  expect(shown('a\nb', 'a\nb')).toBe(' a| b');
});
test('lines at either end', () => {
  expect(shown('b', 'a\nb\nc')).toBe('+a| b|+c');
  expect(shown('a\nb\nc', 'b')).toBe('-a| b|-c');
});
test('a moved line is one removal and one addition', () => {
  expect(shown('a\nb\nc', 'b\nc\na')).toBe('-a| b| c|+a');
});
test('from nothing and to nothing', () => {
  expect(shown('', 'a')).toBe('-|+a');
});
