import { expect, test } from 'vitest';
import type { Glossary } from '../../lessons/schema.ts';
import { findBanned, TermFinder } from './terms.ts';

const meaning = { ar: 'م', en: 'm' };
const glossary: Glossary = {
  token: { ar: 'رمز', en: 'token', meaning, forms: { ar: ['رموز'] }, avoid: { ar: ['توكن'] } },
  head: { ar: 'رأس الانتباه', en: 'attention head', meaning },
  attention: { ar: 'الانتباه', en: 'attention', meaning },
  value: { ar: 'قيمة', en: 'value', meaning, isPlain: true },
};
const find = (locale: 'ar' | 'en', text: string) =>
  new TermFinder(glossary, locale).find(text).map(({ id }) => id);

test.each([
  ['الرمزُ والرموز', ['token', 'token']],
  ['فبالرموز تُكتب', ['token']],
  ['للرمز معنى', ['token']],
  ['رَمْزًا واحدًا', ['token']],
  ['رأس الانتباه ثم الانتباه', ['head', 'attention']],
  ['مرموز', []],
  ['رمزية', []],
  ['قيمة', []],
])('Arabic words are found with their particles, article and vowels: %s', (text, ids) => {
  expect(find('ar', text)).toEqual(ids);
});

test.each([
  ['Tokens and tokenizers', ['token']],
  ['an attention head pays attention', ['head', 'attention']],
  ['a value', []],
])('English words are found whole, in either number: %s', (text, ids) => {
  expect(find('en', text)).toEqual(ids);
});

test('a forbidden word is found with its particles', () => {
  expect(findBanned(glossary, 'كل توكن، والتوكن التالي')).toMatchObject([
    { word: 'توكن', id: 'token', index: 3 },
    { word: 'توكن', id: 'token', index: 9 },
  ]);
});
