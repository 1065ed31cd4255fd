import { KitError } from '../errors.ts';

/** How many of a text's letters may be of another script: a name or a quoted word passes, a sentence does not. */
const MAX_FOREIGN_SHARE = 0.2;

/** The share of a text's letters that are not Latin; 0 where there are no letters. */
export function foreignShare(text: string): number {
  const letters = text.match(/\p{L}/gu) ?? [];
  const foreign = letters.filter((letter) => !/\p{Script=Latin}/u.test(letter));
  return letters.length === 0 ? 0 : foreign.length / letters.length;
}

/**
 * Refuses what the model cannot read. It has 7 pieces with an Arabic letter among 8,000, so that all Arabic sentences look
 * alike to it: unrelated ones get similarities of 0.7 and more, which would be shown as if they meant something. French or
 * Turkish passes, being Latin, and is not understood either.
 * @throws KitError `language-unsupported`
 */
export function checkEnglish(fn: string, texts: readonly string[]): void {
  for (const text of texts) {
    if (foreignShare(text) > MAX_FOREIGN_SHARE) {
      throw new KitError('language-unsupported', {
        fn,
        model: 'use-lite',
        language: 'en',
        got: text.slice(0, 80),
      });
    }
  }
}
