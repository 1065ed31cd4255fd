import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SETTINGS_KEY } from './chooseLocale.ts';

const script = readFileSync(new URL('../../../public/before-paint.js', import.meta.url), 'utf8');

interface Visit {
  readonly type?: string;
  readonly hash?: string;
  readonly getItem?: ((key: string) => string | null) | undefined;
}

/** Runs the script of the page's head; gives what it put on the root. */
function marksOf({ type = 'navigate', hash = '', getItem = () => null }: Visit) {
  const dataset: { theme?: string; opening?: string } = {};
  new Function('localStorage', 'document', 'performance', 'location', script)(
    { getItem },
    { documentElement: { dataset } },
    { getEntriesByType: () => [{ type }] },
    { hash },
  );
  return dataset;
}
const themeFrom = (getItem: Visit['getItem']) => marksOf({ getItem }).theme;

test('only a visit that begins at the top puts off what is below', () => {
  expect(marksOf({}).opening).toBe('');
  expect(marksOf({ hash: '#why-divide' }).opening).toBeUndefined();
  expect(marksOf({ type: 'reload' }).opening).toBeUndefined();
  expect(marksOf({ type: 'back_forward' }).opening).toBeUndefined();
});

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
