import type { messagesEn } from './messages.en.ts';
import type { Locale } from './locale.ts';

/** A message that depends on a count, by plural category; Arabic has all six. */
export interface Plural {
  readonly zero?: string;
  readonly one: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
/** Arabic must spell out every category: none of them follows from another. */
export type ArabicPlural = Required<Plural>;

type Catalogue = typeof messagesEn;
export type MessageKey = keyof Catalogue;
/** What the Arabic catalogue has to hold: the same keys, and a plural wherever English has one. */
export type ArabicCatalogue = {
  readonly [K in MessageKey]: Catalogue[K] extends string ? string : ArabicPlural;
};

type Named<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never;
type NamesOf<M> = M extends string ? Named<M> : 'count' | Named<M[keyof M]>;
type ValueOf<Name> = Name extends 'count' ? number : string | number;
/** The parameters that a message needs, read from its English text. */
export type Values<K extends MessageKey> = { readonly [N in NamesOf<Catalogue[K]>]: ValueOf<N> };
/** The rest arguments of `t`: none for a message without parameters. */
export type ValuesArgument<K extends MessageKey> = [NamesOf<Catalogue[K]>] extends [never]
  ? []
  : [values: Values<K>];

/** Keys of messages without parameters: those that may stand in a table. */
export type PlainKey = {
  [K in MessageKey]: [NamesOf<Catalogue[K]>] extends [never] ? K : never;
}[MessageKey];

const rules: Readonly<Record<Locale, Intl.PluralRules>> = {
  ar: new Intl.PluralRules('ar'),
  en: new Intl.PluralRules('en'),
};

const catalogues: { [L in Locale]?: Catalogue | ArabicCatalogue } = {};

/** Makes one language's messages known to `t`. A page brings its own; the other comes when the reader switches. */
export function addMessages(locale: 'ar', messages: ArabicCatalogue): void;
export function addMessages(locale: 'en', messages: Catalogue): void;
export function addMessages(locale: Locale, messages: Catalogue | ArabicCatalogue): void {
  catalogues[locale] = messages;
}

/** Loads a language's messages unless they are there. */
export async function loadMessages(locale: Locale): Promise<void> {
  if (catalogues[locale]) return;
  if (locale === 'ar') addMessages(locale, (await import('./messages.ar.ts')).messagesAr);
  else addMessages(locale, (await import('./messages.en.ts')).messagesEn);
}

/** The text of a message with its `{names}` still in place; `count` chooses among plurals. */
export function template(locale: Locale, key: MessageKey, count?: number): string {
  const found: string | Plural | undefined = catalogues[locale]?.[key];
  if (found === undefined) throw new Error(`internal: the messages of ${locale} are not loaded`);
  if (typeof found === 'string') return found;
  return found[rules[locale].select(count ?? 0)] ?? found.other;
}

/** A piece of a message: plain text, or the name of a parameter to put there. */
export type Piece = { readonly text: string } | { readonly name: string };

/** Cuts a template at its `{names}`, so that a page can put elements there. */
export function pieces(text: string): Piece[] {
  return text
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{\w+\}$/.test(part) ? { name: part.slice(1, -1) } : { text: part }));
}

/**
 * Keeps a foreign run of text from disturbing the sentence round it. Numbers, signs and units are left to right in both
 * scripts (U+2066); other text takes its direction from its own first strong letter (U+2068).
 */
export function isolate(value: string | number): string {
  const isNumber = typeof value === 'number' || /^[-−+~≈]?\s?[\d.,]+/.test(value);
  return `${isNumber ? '\u2066' : '\u2068'}${value}\u2069`;
}

/** The message `key` in the reader's language, each value isolated. */
export function t<K extends MessageKey>(
  locale: Locale,
  key: K,
  ...rest: ValuesArgument<K>
): string {
  const values: Readonly<Record<string, string | number>> = rest[0] ?? {};
  const count = values['count'];
  return pieces(template(locale, key, typeof count === 'number' ? count : undefined))
    .map((piece) => {
      if ('text' in piece) return piece.text;
      const value = values[piece.name];
      if (value === undefined) throw new Error(`internal: message ${key} needs {${piece.name}}`);
      return isolate(value);
    })
    .join('');
}
