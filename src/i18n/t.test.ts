import { expect, test } from 'vitest';
import { messagesAr } from './messages.ar.ts';
import { messagesEn } from './messages.en.ts';
import { pieces, t, template } from './t.ts';
import { stripIsolates } from './bidi.ts';

const SIX = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
const names = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
const keys = Object.keys(messagesEn) as (keyof typeof messagesEn)[];

test('both catalogues have the same keys', () => {
  expect(Object.keys(messagesAr).sort()).toEqual(Object.keys(messagesEn).sort());
});

test('every Arabic plural has its six forms', () => {
  for (const [key, message] of Object.entries(messagesAr)) {
    if (typeof message !== 'string') expect(Object.keys(message), key).toEqual([...SIX]);
  }
});

test('a translation asks for no parameter that the original does not give', () => {
  for (const key of keys) {
    const [en, ar] = [messagesEn[key], messagesAr[key]];
    const given = new Set(
      typeof en === 'string' ? names(en) : ['count', ...names(en.one), ...names(en.other)],
    );
    const forms: string[] = typeof ar === 'string' ? [ar] : Object.values(ar);
    for (const form of forms) {
      expect(
        names(form).filter((name) => !given.has(name)),
        `${key}: ${form}`,
      ).toEqual([]);
    }
    if (typeof en === 'string' && typeof ar === 'string') expect(names(ar), key).toEqual(names(en));
  }
});

test('Arabic is written with Arabic punctuation, and English with none of it', () => {
  const arabic = Object.entries(messagesAr).flatMap(([key, message]) =>
    (typeof message === 'string' ? [message] : Object.values(message)).map(
      (text) => [key, text] as const,
    ),
  );
  for (const [key, text] of arabic) {
    expect(/[\u0600-\u06ff][,;?]/.test(text), `${key}: ${text}`).toBe(false);
  }
  for (const [key, message] of Object.entries(messagesEn)) {
    if (key === 'settings.digits.arabic') continue;
    expect(/[\u0600-\u06ff]/.test(JSON.stringify(message)), key).toBe(false);
  }
});

test.each([
  [0, 'لا موتِّرات'],
  [1, 'موتِّر واحد'],
  [2, 'موتِّران'],
  [3, '3 موتِّرات'],
  [10, '10 موتِّرات'],
  [11, '11 موتِّرًا'],
  [99, '99 موتِّرًا'],
  [100, '100 موتِّر'],
  [103, '103 موتِّرات'],
])('%i tensors in Arabic', (count, text) => {
  expect(stripIsolates(t('ar', 'cell.tensors', { count }))).toBe(text);
});

test('numbers are isolated left to right, other values by their first letter', () => {
  expect(t('ar', 'cell.done', { time: '2.4 ms' })).toBe('تمّت في \u20662.4 ms\u2069');
  expect(t('en', 'live.stopped', { name: 'scores' })).toBe('\u2068scores\u2069 was stopped');
  expect(t('ar', 'cell.done', { time: '−3 s' })).toContain('\u2066−3 s\u2069');
});

test('a value that looks like a parameter is not filled in again', () => {
  expect(stripIsolates(t('en', 'live.error', { name: '{title}', title: 'x' }))).toBe(
    '{title} failed: x',
  );
});

test('a template is cut at its parameters', () => {
  expect(pieces(template('en', 'exercise.some', 4))).toEqual([
    { name: 'passed' },
    { text: ' of ' },
    { name: 'count' },
    { text: ' checks pass' },
  ]);
});
