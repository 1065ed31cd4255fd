import { expect, test } from 'vitest';
import { linesWith } from './linesWith.ts';

test('lines that use a name, whole', () => {
  const source = 'const Q = 1;\nconst Qs = Q2;\nmatMul(Q, K);\nx.Q;\nf(Q.shape);';
  expect(linesWith(source, 'Q')).toEqual([1, 3, 5]);
});
test('strings and comments are not uses', () => {
  expect(linesWith(`const a = 'weights'; // weights\nweights;`, 'weights')).toEqual([2]);
});
test('a name with a sign that patterns use', () => {
  expect(linesWith('$x + 1\nx', '$x')).toEqual([1]);
});
