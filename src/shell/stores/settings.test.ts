import { expect, test } from 'vitest';
import {
  SETTINGS_KEY,
  chooseLocale,
  rememberedLocale,
} from '../../content/browser/chooseLocale.ts';
import { changeSettings, readSettings, useSettings } from './settings.ts';

function memory(initial?: string) {
  const held = new Map<string, string>(initial === undefined ? [] : [[SETTINGS_KEY, initial]]);
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
}

test('a first visit has the defaults', () => {
  expect(readSettings(memory())).toEqual({
    theme: 'system',
    locale: null,
    digits: 'latin',
    backend: 'auto',
    hasLetterKeys: true,
  });
});

test('what is unknown or damaged falls back, the rest stays', () => {
  expect(readSettings(memory('{"theme":"sepia","locale":"en","backend":"wasm"}'))).toEqual({
    theme: 'system',
    locale: 'en',
    digits: 'latin',
    backend: 'wasm',
    hasLetterKeys: true,
  });
  expect(readSettings(memory('not json')).theme).toBe('system');
  expect(readSettings(memory('null')).theme).toBe('system');
});

test('storage that throws is survived both ways', () => {
  const refused = {
    getItem: () => {
      throw new Error('refused');
    },
    setItem: () => {
      throw new Error('refused');
    },
  };
  expect(readSettings(refused).theme).toBe('system');
  changeSettings({ theme: 'dark' }, refused);
  expect(useSettings.getState().theme).toBe('dark');
});

test('a change is found again', () => {
  const store = memory();
  changeSettings({ theme: 'light', digits: 'arabic' }, store);
  expect(readSettings(store)).toMatchObject({ theme: 'light', digits: 'arabic' });
});

test('the chosen language is kept where the chooser looks for it', () => {
  const store = memory();
  changeSettings({ locale: 'en' }, store);
  expect(chooseLocale(rememberedLocale(store.getItem(SETTINGS_KEY)), ['ar-EG'])).toBe('en');
});
