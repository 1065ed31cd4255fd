import type { Locale } from '../i18n/locale.ts';
import type { Words } from '../kit/show/types.ts';

/** A text of a view in the reader's language. */
export function inWords(words: Words, locale: Locale): string {
  return typeof words === 'string' ? words : words[locale];
}

/** The same, or the empty string for an absent text. */
export function maybeInWords(words: Words | undefined, locale: Locale): string {
  return words === undefined ? '' : inWords(words, locale);
}

/** Whether a text was written by us, in both languages, or is data whose direction nobody knows. */
export function wordsKind(words: Words): 'ours' | 'data' {
  return typeof words === 'string' ? 'data' : 'ours';
}
