import { chooseLocale, rememberedLocale, SETTINGS_KEY } from './chooseLocale.ts';

/** Storage may be refused (private windows, blocked cookies): then nothing is remembered. */
function keptSettings(): string | null {
  try {
    return localStorage.getItem(SETTINGS_KEY);
  } catch {
    return null;
  }
}

const locale = chooseLocale(rememberedLocale(keptSettings()), navigator.languages);
// `replace`: Back must leave the course, not return here to be sent on again.
location.replace(new URL(`./${locale}/`, location.href));
