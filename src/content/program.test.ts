import { expect, test } from 'vitest';
import { joinFiles, parseRegions } from './cells.ts';
import { lessonProgram } from './program.ts';

const text = `//#cell a
import { matrix, table } from 'kit/show';
matrix(1);
//#exercise x
import type { T } from 'kit/tensor';
//#starter
const f = (t: T) => 0;
//#solution
const f = (t: T) => 1;
//#check
import {
  close,
  table,
} from 'kit/check';
const weights = close(f);
//#cell b
import { group, matrix } from 'kit/show';
const weights = matrix(f);`;
const cells = joinFiles([{ file: 'cells.ts', text }]);
const { regions } = parseRegions(cells);
const lines = (variant: 'starter' | 'solution' | 'check') =>
  lessonProgram(cells, regions, variant).text.split('\n');

test('each variant holds its own part of an exercise, on its own line', () => {
  expect(lines('starter')[6]).toBe('const f = (t: T) => 0;');
  expect(lines('starter')[8]).toBe('');
  expect(lines('solution')[6]).toBe('');
  expect(lines('solution')[8]).toBe('const f = (t: T) => 1;');
  expect(lines('solution')[14]).toBe('');
});

test('an import that an earlier cell has made is blanked, and nothing moves', () => {
  const line = lines('solution')[16]!;
  expect(line).toBe("import { group,        } from 'kit/show';");
  expect(line.indexOf('from')).toBe(text.split('\n')[16]!.indexOf('from'));
});

test('a check has a scope of its own, and its imports keep their line', () => {
  const program = lessonProgram(cells, regions, 'check');
  const check = program.text.split('\n');
  expect(check.slice(9, 16)).toEqual([
    '{',
    '        ',
    '        ',
    '        ',
    '                   ',
    'const weights = close(f);',
    '}',
  ]);
  expect(check[18]).toBe("import { close, table, } from 'kit/check';");
  expect(program.lineOf(19)).toBe(11);
  expect(program.lineOf(15)).toBe(15);
});

test('a check at the very end is closed', () => {
  const last = joinFiles([{ file: 'cells.ts', text: text.split('\n').slice(0, 15).join('\n') }]);
  const program = lessonProgram(last, parseRegions(last).regions, 'check').text;
  expect(program.match(/\{/g)!.length).toBe(program.match(/\}/g)!.length);
});
