import { formatNumber, plural, type PluralForms } from './format.ts';
import type { Locale } from './locale.ts';
import { vizAr } from './viz.ar.ts';
import { vizEn } from './viz.en.ts';

type Key = keyof typeof vizEn;
/** Keys of plain texts; `{name}` in them is filled from parameters. */
export type VizTextKey = { [K in Key]: (typeof vizEn)[K] extends string ? K : never }[Key];
/** Keys of counted things. */
export type VizCountKey = Exclude<Key, VizTextKey>;

/** A text of the pictures in the reader's language; numbers given as parameters are formatted. */
export function vizText(
  locale: Locale,
  key: VizTextKey,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const text: string = locale === 'ar' ? vizAr[key] : vizEn[key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value, locale) : value;
  });
}

/** A counted thing of the pictures, in the plural form that the language wants. */
export function vizCount(locale: Locale, key: VizCountKey, count: number): string {
  const forms: PluralForms = locale === 'ar' ? vizAr[key] : vizEn[key];
  return plural(locale, count, forms);
}
