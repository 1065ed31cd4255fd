import { expect, test } from 'vitest';
import { readComment } from './comment.ts';

test('the first sentence is what it gives; the rest, errors and sources stand apart', () => {
  const doc = readComment(`/**
 * Linear attention, as in Vaswani et al. and after: the weight of a key is \`φ(q)·φ(k)\`,
 * 0.5 at most. It is another attention.
 *
 * \`q\` [B, H, T, D].
 *
 * @throws KitError \`shape-mismatch\`, when the shapes
 *   do not fit
 * @see Katharopoulos et al., "Transformers are RNNs", 2020, §3.2–3.3
 */`);
  expect(doc).toEqual({
    summary:
      'Linear attention, as in Vaswani et al. and after: the weight of a key is `φ(q)·φ(k)`, 0.5 at most.',
    rest: 'It is another attention.\n\n`q` [B, H, T, D].',
    params: {},
    returns: null,
    throws: ['KitError `shape-mismatch`, when the shapes do not fit'],
    sources: ['Katharopoulos et al., "Transformers are RNNs", 2020, §3.2–3.3'],
  });
});

test('tags are read on one line too, and an address with @ is none', () => {
  const doc = readComment(
    '/** Keeps it. @throws KitError `store-refused` @param key - its name @returns nothing */',
  );
  expect(doc).toMatchObject({
    summary: 'Keeps it.',
    throws: ['KitError `store-refused`'],
    params: { key: 'its name' },
    returns: 'nothing',
  });
  expect(readComment('/** From user@throws.example to here. */').throws).toEqual([]);
});

test('a comment without a full stop is one sentence', () => {
  expect(readComment('/** [B, H, T, D] */')).toMatchObject({ summary: '[B, H, T, D]', rest: '' });
});
