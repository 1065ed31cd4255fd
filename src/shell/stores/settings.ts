import { create } from 'zustand';
import { SETTINGS_KEY } from '../../content/browser/chooseLocale.ts';
import { isLocale } from '../../i18n/locale.ts';
import type { Locale } from '../../i18n/locale.ts';
import type { BackendChoice } from '../../runtime/state.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Digits = 'latin' | 'arabic';

/** What a reader sets once and finds again on the next visit. */
export interface Settings {
  readonly theme: Theme;
  /** The language last chosen; the chooser at the site's root obeys it. */
  readonly locale: Locale | null;
  readonly digits: Digits;
  readonly backend: BackendChoice;
  /** Keys without Ctrl or Alt can be pressed by accident or by voice control: they can be turned off. */
  readonly hasLetterKeys: boolean;
}

/** Where settings are kept; the same words as `localStorage`, which a browser may refuse. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const DEFAULTS: Settings = {
  theme: 'system',
  locale: null,
  digits: 'latin',
  backend: 'auto',
  hasLetterKeys: true,
};

function oneOf<T extends string>(value: unknown, known: readonly T[], other: T): T {
  return known.find((candidate) => candidate === value) ?? other;
}

/** Reads settings of any age; what is missing or unknown falls back to its default. */
export function readSettings(store: KeyValue): Settings {
  try {
    const raw: unknown = JSON.parse(store.getItem(SETTINGS_KEY) ?? '{}');
    const found = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
    return {
      theme: oneOf(found['theme'], ['system', 'light', 'dark'], DEFAULTS.theme),
      locale: isLocale(found['locale']) ? found['locale'] : null,
      digits: oneOf(found['digits'], ['latin', 'arabic'], DEFAULTS.digits),
      backend: oneOf(found['backend'], ['auto', 'webgpu', 'wasm', 'cpu'], DEFAULTS.backend),
      hasLetterKeys: found['hasLetterKeys'] !== false,
    };
  } catch {
    // Storage is refused or holds something else: the defaults are as good as a first visit.
    return DEFAULTS;
  }
}

/** The browser's storage, or one that forgets where access itself throws (blocked cookies, opaque origins). */
function browserStorage(): KeyValue {
  try {
    return globalThis.localStorage ?? { getItem: () => null, setItem: () => undefined };
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

/** The reader's settings. */
export const useSettings = create<Settings>(() => readSettings(browserStorage()));

/** Changes settings and keeps them. */
export function changeSettings(change: Partial<Settings>, store = browserStorage()): void {
  useSettings.setState(change);
  try {
    store.setItem(SETTINGS_KEY, JSON.stringify(useSettings.getState()));
  } catch {
    // A full or refused storage loses the setting on the next visit, not now.
    return;
  }
}

/** Shows a theme: `color-scheme` is all that a theme is, so one attribute on the root is enough. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
