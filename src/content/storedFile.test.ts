import { expect, test } from 'vitest';
import { decodeViews, encodeViews } from './storedFile.ts';

const roundTrip = (value: unknown) => decodeViews(JSON.parse(JSON.stringify(encodeViews(value))));

test('views come back as they were: typed arrays, infinities and all', () => {
  const views = [
    {
      kind: 'matrix',
      values: { shape: [1, 3], values: Float32Array.of(0.5, -Infinity, NaN) },
      rows: ['a'],
    },
    { kind: 'number', value: Infinity, label: { ar: 'أ', en: 'a' } },
    {
      kind: 'image',
      data: Uint8ClampedArray.of(1, 255),
      ids: Int32Array.of(-1),
      bytes: Uint8Array.of(7),
    },
  ];
  expect(roundTrip(views)).toEqual(views);
});

test('six digits are kept, and minus zero is zero', () => {
  expect(roundTrip([1 / 3, 123456.789, -0])).toEqual([0.333333, 123457, 0]);
});

test('absent fields stay absent', () => {
  expect(encodeViews({ a: undefined, b: null })).toEqual({ b: null });
});
