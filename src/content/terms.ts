import type { Glossary, Locale } from '../../lessons/schema.ts';

/** A mention of a term in a text. */
export interface Mention {
  readonly id: string;
  readonly index: number;
  readonly text: string;
}

const DIACRITICS = '[\\u064B-\\u0652\\u0670\\u0640]*';
/** And, so; by, as, for; the. Arabic writes them onto the word. */
const CLITICS = '[وف]?(?:[بك]?ال|لل|[بكل])?';

/** A pattern for an Arabic word or phrase: vowel marks are ignored, attached particles and the article are allowed. */
export function arabicPattern(form: string): string {
  const bare = form.replace(/[\u064B-\u0652\u0670\u0640]/g, '').replace(/^ال(?=\S{3})/, '');
  const letters = [...bare].map((letter) => (letter === ' ' ? '\\s+' : escapePattern(letter) + DIACRITICS));
  return `(?<![\\p{L}\\p{M}])${CLITICS.replace(/([\u0621-\u064A])(?![^[]*\])/g, `$1${DIACRITICS}`)}${letters.join('')}(?:ا${DIACRITICS})?(?![\\p{L}\\p{M}])`;
}

function englishPattern(form: string): string {
  return `(?<![\\w-])${escapePattern(form).replace(/ /g, '[\\s-]+')}s?(?![\\w-])`;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Finds mentions of the glossary's terms; longer terms win over shorter ones at the same place. */
export class TermFinder {
  readonly #pattern: RegExp | null;
  readonly #ids: readonly string[];

  constructor(glossary: Glossary, locale: Locale) {
    const forms = Object.entries(glossary)
      .filter(([, term]) => !term.isPlain)
      .flatMap(([id, term]) => [term[locale], ...(term.forms?.[locale] ?? [])].map((form) => ({ id, form })))
      .sort((a, b) => b.form.length - a.form.length);
    this.#ids = forms.map(({ id }) => id);
    const patterns = forms.map(({ form }) => `(${locale === 'ar' ? arabicPattern(form) : englishPattern(form)})`);
    this.#pattern = patterns.length ? new RegExp(patterns.join('|'), 'giu') : null;
  }

  /** All mentions in a text, in order. */
  find(text: string): Mention[] {
    if (!this.#pattern) return [];
    return [...text.matchAll(this.#pattern)].map((match) => {
      const group = match.slice(1).findIndex((part) => part !== undefined);
      return { id: this.#ids[group] ?? '', index: match.index, text: match[0] };
    });
  }
}

/** A word that the glossary forbids, found in Arabic text. */
export interface BannedMention {
  readonly word: string;
  readonly id: string;
  readonly index: number;
}

/** Forbidden Arabic words in a text. */
export function findBanned(glossary: Glossary, text: string): BannedMention[] {
  return Object.entries(glossary).flatMap(([id, term]) =>
    (term.avoid?.ar ?? []).flatMap((word) =>
      [...text.matchAll(new RegExp(arabicPattern(word), 'gu'))].map((match) => ({ word, id, index: match.index })),
    ),
  );
}
