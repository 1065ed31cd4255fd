import { expect, test } from 'vitest';
import { chooseLocale, rememberedLocale } from './chooseLocale.ts';

test('the last choice comes first, then the browser’s languages in order, then Arabic', () => {
  expect(chooseLocale('en', ['ar'])).toBe('en');
  expect(chooseLocale(null, ['fr', 'en-GB', 'ar'])).toBe('en');
  expect(chooseLocale(null, ['AR-eg'])).toBe('ar');
  expect(chooseLocale(null, ['fr', 'arn'])).toBe('ar');
  expect(chooseLocale(null, [])).toBe('ar');
});

test.each([[null], [''], ['{'], ['null'], ['[]'], ['{"locale":"fr"}'], ['"en"']])(
  'settings %j remember nothing',
  (text) => {
    expect(rememberedLocale(text)).toBeNull();
  },
);

test('the choice is read from among the settings', () => {
  expect(rememberedLocale('{"theme":"dark","locale":"en"}')).toBe('en');
});
