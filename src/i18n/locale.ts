/** The two languages of the course; each page is written in one of them. */
export type Locale = 'ar' | 'en';

export const LOCALES: readonly Locale[] = ['ar', 'en'];

/** Narrows text from an address, a setting or a file name to a language of ours. */
export function isLocale(value: unknown): value is Locale {
  return value === 'ar' || value === 'en';
}

/** Reading direction of a language, as `dir` wants it. */
export function directionOf(locale: Locale): 'rtl' | 'ltr' {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

/**
 * The tag that every `Intl` object is made with. Latin digits are pinned: `ar-EG` and `ar-SA` would write ١٢٣, and
 * `ar-MA` would swap comma and dot, so the page would disagree with its own code.
 */
export function intlTag(locale: Locale): string {
  return locale === 'ar' ? 'ar-u-nu-latn' : 'en';
}
