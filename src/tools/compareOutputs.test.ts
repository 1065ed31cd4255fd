import { expect, test } from 'vitest';
import { compareOutputs } from './compareOutputs.ts';

test('numbers may differ by the tolerance, relative when they are large', () => {
  expect(compareOutputs([0.1, 1000], [0.10009, 1000.09], 1e-4)).toBeNull();
  expect(compareOutputs({ a: [0, 0.1] }, { a: [0, 0.1003] }, 1e-4)).toEqual({
    path: '/a/1',
    stored: 0.1,
    fresh: 0.1003,
  });
});

test.each([
  ['a text', { a: 'x' }, { a: 'y' }],
  ['a missing key', { a: 1, b: 2 }, { a: 1 }],
  ['another key', { a: 1 }, { b: 1 }],
  ['a longer list', [1], [1, 2]],
  ['a list for an object', [1], { 0: 1 }],
  ['null', null, 0],
  ['a number for a text', 1, '1'],
])('%s is a difference', (_, stored, fresh) => {
  expect(compareOutputs(stored, fresh, 1)).not.toBeNull();
});
