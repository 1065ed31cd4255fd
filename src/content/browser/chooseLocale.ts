import { isLocale, type Locale } from '../../i18n/locale.ts';

/** Where the reader's settings are kept; the shell writes them, the chooser at the root reads them. */
export const SETTINGS_KEY = 'ai-toolkit:settings';

/** The language kept among the settings, from their JSON text of any age. */
export function rememberedLocale(settings: string | null): Locale | null {
  try {
    const found: unknown = JSON.parse(settings ?? '{}');
    const locale =
      typeof found === 'object' && found !== null && 'locale' in found ? found.locale : null;
    return isLocale(locale) ? locale : null;
  } catch {
    // Something else lies under our key: as good as a first visit.
    return null;
  }
}

/** The language for a reader who came without one: their last choice, else their browser's, else Arabic. */
export function chooseLocale(remembered: Locale | null, languages: readonly string[]): Locale {
  if (remembered) return remembered;
  for (const language of languages) {
    const base = language.toLowerCase().split('-')[0];
    if (isLocale(base)) return base;
  }
  return 'ar';
}
