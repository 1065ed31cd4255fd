import type { Glossary, Locale } from '../../lessons/schema.ts';

/** A mention of a term in a text. */
export interface Mention {
  readonly id: string;
  readonly index: number;
  readonly text: string;
}

/** A form of a term, and the term that it belongs to. */
interface Form {
  readonly id: string;
  readonly form: string;
}

const DIACRITICS = '[\\u064B-\\u0652\\u0670\\u0640]*';
/** And, so; by, as, for; the. Arabic writes them onto the word. */
const CLITICS = `(?:[وف]${DIACRITICS})?(?:(?:[بك]${DIACRITICS})?ا${DIACRITICS}ل|ل${DIACRITICS}ل|[بكل])?${DIACRITICS}`;

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** An Arabic word or phrase: vowel marks are ignored, and an accusative ending is allowed. */
function arabicForm(form: string): string {
  const bare = form.replace(/[\u064B-\u0652\u0670\u0640]/g, '').replace(/^ال(?=\S{3})/, '');
  const letters = [...bare].map((letter) =>
    letter === ' ' ? '\\s+' : escapePattern(letter) + DIACRITICS,
  );
  return `${letters.join('')}(?:ا${DIACRITICS})?`;
}

function englishForm(form: string): string {
  return `${escapePattern(form).replace(/ /g, '[\\s-]+')}s?`;
}

/**
 * One pattern for all forms, longer ones first, each in a group of its own. In Arabic the particles and the article that
 * are written onto a word are allowed before it.
 */
function formsPattern(forms: readonly Form[], locale: Locale): RegExp {
  const longestFirst = forms.map(
    ({ form }) => `(${locale === 'ar' ? arabicForm(form) : englishForm(form)})`,
  );
  const all = `(?:${longestFirst.join('|')})`;
  return locale === 'ar'
    ? new RegExp(`(?<![\\p{L}\\p{M}])${CLITICS}${all}(?![\\p{L}\\p{M}])`, 'gu')
    : new RegExp(`(?<![\\w-])${all}(?![\\w-])`, 'gi');
}

/** Finds forms of terms in texts; where two begin at the same place, the longer one is found. */
class FormFinder {
  readonly #forms: readonly Form[];
  readonly #pattern: RegExp | null;

  constructor(forms: readonly Form[], locale: Locale) {
    this.#forms = [...forms].sort((a, b) => b.form.length - a.form.length);
    this.#pattern = forms.length ? formsPattern(this.#forms, locale) : null;
  }

  find(text: string): { form: Form; index: number; text: string }[] {
    if (!this.#pattern) return [];
    return [...text.matchAll(this.#pattern)].flatMap((match) => {
      const form = this.#forms[match.slice(1).findIndex((part) => part !== undefined)];
      return form ? [{ form, index: match.index, text: match[0] }] : [];
    });
  }
}

/** Finds first mentions of the glossary's terms, everyday words left out. */
export class TermFinder {
  readonly #finder: FormFinder;

  constructor(glossary: Glossary, locale: Locale) {
    const forms = Object.entries(glossary)
      .filter(([, term]) => !term.isPlain)
      .flatMap(([id, term]) =>
        [term[locale], ...(term.forms?.[locale] ?? [])].map((form) => ({ id, form })),
      );
    this.#finder = new FormFinder(forms, locale);
  }

  /** All mentions in a text, in order. */
  find(text: string): Mention[] {
    return this.#finder
      .find(text)
      .map(({ form, index, text: found }) => ({ id: form.id, index, text: found }));
  }
}

/** A word that the glossary forbids, found in Arabic text. */
export interface BannedMention {
  readonly word: string;
  readonly id: string;
  readonly index: number;
}

/** One finder per glossary: a pattern of all forbidden words takes a while to make. */
const bannedFinders = new WeakMap<Glossary, FormFinder>();

/** Forbidden Arabic words in a text. */
export function findBanned(glossary: Glossary, text: string): BannedMention[] {
  let finder = bannedFinders.get(glossary);
  if (!finder) {
    const forms = Object.entries(glossary).flatMap(([id, term]) =>
      (term.avoid?.ar ?? []).map((form) => ({ id, form })),
    );
    finder = new FormFinder(forms, 'ar');
    bannedFinders.set(glossary, finder);
  }
  return finder.find(text).map(({ form, index }) => ({ word: form.form, id: form.id, index }));
}
