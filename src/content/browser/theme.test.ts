import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SETTINGS_KEY } from './chooseLocale.ts';

const script = readFileSync(new URL('../../../public/theme.js', import.meta.url), 'utf8');

/** Runs the script of the page's head; gives the theme that it put on the root. */
function themeFrom(getItem: (key: string) => string | null): string | undefined {
  const dataset: { theme?: string } = {};
  new Function('localStorage', 'document', script)({ getItem }, { documentElement: { dataset } });
  return dataset.theme;
}

test('the kept theme is on the page before it is drawn', () => {
  const kept = (key: string) => (key === SETTINGS_KEY ? '{"theme":"dark"}' : null);
  expect(themeFrom(kept)).toBe('dark');
});

test.each(['{"theme":"system"}', '{"theme":"\\" onload"}', '{}', 'null', '{', '[]', null])(
  'settings %j leave the theme to the system',
  (text) => {
    expect(themeFrom(() => text)).toBeUndefined();
  },
);

test('refused storage leaves the theme to the system', () => {
  const refuse = () => {
    throw new Error('SecurityError');
  };
  expect(themeFrom(refuse)).toBeUndefined();
});
