import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatNumber,
  formatPercent,
  parseNumber,
  plural,
  withUnit,
} from './format.ts';
import { LOCALES } from './locale.ts';

describe('formatNumber', () => {
  it.each(LOCALES)('writes Latin digits and no hidden marks in %s', (locale) => {
    const samples = [0, -0.5, 1234567, 3.14159265, 1e-9, -1e15, 0.00012].map((value) =>
      formatNumber(value, locale),
    );
    expect(samples).toEqual(['0', '−0.5', '1,234,567', '3.142', '1e−9', '−1e15', '0.00012']);
    expect(samples.join('')).not.toMatch(/[\u0660-\u0669\u200e\u200f\u061c]/);
  });

  it('writes what is no ordinary number', () => {
    expect([NaN, Infinity, -Infinity, -0].map((value) => formatNumber(value, 'ar'))).toEqual([
      'NaN',
      '∞',
      '−∞',
      '−0',
    ]);
  });

  it('keeps columns in line and drops the sign of a rounded zero', () => {
    expect(formatNumber(0.1, 'en', { decimals: 2 })).toBe('0.10');
    expect(formatNumber(-0.001, 'en', { decimals: 2 })).toBe('0.00');
    expect(formatNumber(-1234.5, 'ar', { decimals: 1 })).toBe('−1,234.5');
    expect(formatNumber(1234.5, 'en', { decimals: 1, isGrouped: false })).toBe('1234.5');
  });

  it('rounds to significant digits, whole numbers included when asked', () => {
    expect(formatNumber(123456, 'en', { significant: 2 })).toBe('120,000');
    expect(formatNumber(1.26e-7, 'en', { significant: 2 })).toBe('1.3e−7');
    expect(formatNumber(1.2e-7, 'en')).toBe('1.2e−7');
  });
});

describe('units', () => {
  it('scales bytes without ever writing 1,000 of a unit', () => {
    const sizes = [0, 512, 1023, 1024, 1536, 1024 ** 2 - 1, 2 * 1024 ** 3];
    expect(sizes.map((size) => formatBytes(size, 'ar'))).toEqual([
      '0\u00a0B',
      '512\u00a0B',
      '0.999\u00a0KiB',
      '1\u00a0KiB',
      '1.5\u00a0KiB',
      '1\u00a0MiB',
      '2\u00a0GiB',
    ]);
  });

  it('writes spans of time from nanoseconds to hours', () => {
    const spans = [0.0004, 0.05, 0.42, 2.44, 24.4, 999.9, 1200, 59_960, 200_000, 7_500_000];
    expect(spans.map((ms) => formatDuration(ms, 'en').replaceAll('\u00a0', ' '))).toEqual([
      '400 ns',
      '50 µs',
      '0.42 ms',
      '2.4 ms',
      '24.4 ms',
      '1 s',
      '1.2 s',
      '1 min',
      '3 min 20 s',
      '2 h 5 min',
    ]);
  });

  it('sets percent close and other units apart', () => {
    expect(formatPercent(0.625, 'ar', 1)).toBe('62.5%');
    expect(withUnit('3', 'ms')).toBe('3\u00a0ms');
    expect(withUnit('3', '%')).toBe('3%');
    expect(withUnit('3', undefined)).toBe('3');
  });
});

describe('plural', () => {
  const forms = {
    zero: 'لا صفوف',
    one: 'صف واحد',
    two: 'صفان',
    few: '{n} صفوف',
    many: '{n} صفًا',
    other: '{n} صف',
  };
  it('uses all six Arabic forms', () => {
    const counts = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111, 1000];
    expect(counts.map((count) => plural('ar', count, forms))).toEqual([
      'لا صفوف',
      'صف واحد',
      'صفان',
      '3 صفوف',
      '10 صفوف',
      '11 صفًا',
      '99 صفًا',
      '100 صف',
      '102 صف',
      '103 صفوف',
      '111 صفًا',
      '1,000 صف',
    ]);
  });
  it('falls back to the general form', () => {
    expect(plural('en', 1, { one: '{n} row', other: '{n} rows' })).toBe('1 row');
    expect(plural('en', 0, { one: '{n} row', other: '{n} rows' })).toBe('0 rows');
    expect(plural('ar', 2, { other: '{n} صف' })).toBe('2 صف');
  });
});

describe('parseNumber', () => {
  it.each([
    ['٣٫١٤', 3.14],
    ['۱۲۳', 123],
    ['١٬٢٣٤٫٥', 1234.5],
    ['1,234,567', 1234567],
    ['\u200e-0.5', -0.5],
    ['−٧', -7],
    [' 1 000 ', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['+1e-3', 0.001],
  ])('reads %j', (text, value) => expect(parseNumber(text)).toBe(value));

  it.each([
    '',
    '-',
    '.',
    '1,5',
    '12,34',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '1e999',
    'abc',
    '١،٥',
  ])('refuses %j', (text) => expect(parseNumber(text)).toBeNull());

  it('reads back what formatNumber writes', () => {
    for (const value of [-1234.5, 0.25, 7, 1e-9]) {
      expect(parseNumber(formatNumber(value, 'ar', { significant: 15 }))).toBe(value);
    }
  });
});
