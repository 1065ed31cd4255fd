import { expect, test } from 'vitest';
import { stripIsolates } from '../../i18n/bidi.ts';
import type { CellState } from '../../runtime/state.ts';
import { firstState } from '../engine.ts';
import { fakePage } from '../testing/fakeNotebook.ts';
import { announcement } from './announcement.ts';

const found = firstState(fakePage([{ id: 'a', kind: 'cell', run: 'cost', source: '1' }])).cells[
  'a'
];
if (!found) throw new Error('no cell');
const cell: CellState = found;
const said = (
  before: Partial<CellState>,
  after: Partial<CellState>,
  locale: 'ar' | 'en' = 'en',
) => {
  const text = announcement(
    locale,
    { ...cell, ...before },
    { ...cell, ...after },
    'a',
    'This name is not defined',
  );
  return text === null ? null : stripIsolates(text).replaceAll('\u00a0', ' ');
};

test('the end of a run is told in the page’s language', () => {
  expect(said({ status: 'running' }, { status: 'done', durationMs: 4 })).toBe('a is done in 4 ms');
  expect(said({ status: 'running' }, { status: 'stopped' }, 'ar')).toBe('أُوقفت الخلية a');
});
test('a failure is told by what it means', () => {
  expect(said({ status: 'running' }, { status: 'error' })).toBe(
    'a failed: This name is not defined',
  );
});
test('starting, waiting and typing are not announced', () => {
  expect(said({ status: 'idle' }, { status: 'running' })).toBeNull();
  expect(said({ source: '1' }, { source: '12' })).toBeNull();
});
test('a figure that redraws itself says nothing', () => {
  expect(
    said({ kind: 'figure', status: 'running' }, { kind: 'figure', status: 'done', durationMs: 4 }),
  ).toBeNull();
});
test('a check tells how many pass', () => {
  const findings = [
    { passed: true, message: 'm', values: {} },
    { passed: false, message: 'n', values: {} },
  ];
  expect(said({ status: 'running' }, { status: 'done', findings })).toBe('a: 1 of 2 checks pass');
});
