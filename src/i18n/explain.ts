import { recognise } from './errorMessages.ts';
import type { Details, Explanation } from './explanations.ts';
import { explanationsAr } from './explanations.ar.ts';
import { explanationsEn } from './explanations.en.ts';
import { formatBytes, formatNumber } from './format.ts';
import type { Locale } from './locale.ts';

/** What is known of an error: an `ErrorView` fits. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** An error in the reader's words. In both texts, what stands between backticks is code: isolate it, left to right. */
export interface Explained {
  readonly title: string;
  readonly text: string;
}

const catalogues = { ar: explanationsAr, en: explanationsEn } as const;

/**
 * What an error means and what to do next, by its code, or by the original message of the engine or of tfjs; null for
 * errors that nobody has explained yet, such as those that a cell throws itself.
 */
export function explain(error: ErrorFacts, locale: Locale): Explained | null {
  const { codes, messages } = catalogues[locale];
  const byCode = (code: string): Explained =>
    write(codes[code as keyof typeof codes], withCyclePath(error.details), locale);
  const hasCode = error.code !== null && Object.hasOwn(codes, error.code);
  if (hasCode && error.code !== 'syntax') return byCode(error.code as string);
  // What the parser found out (a bracket left open, a token it expected) says more than the message.
  if (error.code === 'syntax' && ('opener' in error.details || 'expected' in error.details)) {
    return byCode('syntax');
  }
  const known = recognise(error.message);
  if (known) return write(messages[known.id], known.values, locale);
  if (error.name === 'AbortError') return write(messages.stopped, {}, locale);
  return error.code === 'syntax' ? byCode('syntax') : null;
}

/** Explanations differ in the keys they may quote; what reads the details at run time takes any. */
function write(
  explanation: { readonly title: string; readonly text: unknown },
  values: Readonly<Record<string, unknown>>,
  locale: Locale,
): Explained {
  const { title, text } = explanation as Explanation<string>;
  return { title, text: typeof text === 'string' ? text : text(detailsOf(values, locale)) };
}

/** A cycle's path, taken apart into the cells and the names on it. */
function withCyclePath(
  details: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { path } = details;
  if (!Array.isArray(path)) return details;
  const steps = path as readonly { readonly cell?: unknown; readonly name?: unknown }[];
  return {
    ...details,
    cells: steps.map((step) => step?.cell),
    names: steps.map((step) => step?.name),
  };
}

const unknownValue = '…';
const maxQuoted = 120;
const maxListed = 16;

function detailsOf(values: Readonly<Record<string, unknown>>, locale: Locale): Details<string> {
  const has = (key: string): boolean => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    return value !== undefined && value !== null && value !== '';
  };
  const number = (key: string): number => (has(key) ? Number(values[key]) : NaN);
  return {
    has,
    code: (key) => (has(key) ? quote(values[key]) : unknownValue),
    shape: (key) => {
      if (!Object.hasOwn(values, key) || values[key] === undefined) return unknownValue;
      const sizes = String(values[key]).replace(/^\[|\]$/g, '');
      return quote(
        `[${sizes
          .split(',')
          .map((size) => size.trim())
          .join(', ')}]`,
      );
    },
    list: (key) => {
      const items = Array.isArray(values[key]) ? (values[key] as unknown[]) : [];
      if (items.length === 0) return unknownValue;
      const shown = items.slice(0, maxListed).map(quote);
      if (items.length > maxListed) shown.push(unknownValue);
      return shown.join(locale === 'ar' ? '، ' : ', ');
    },
    size: (key) =>
      Number.isFinite(number(key)) ? quote(formatBytes(number(key), locale)) : unknownValue,
    number: (key) =>
      Number.isFinite(number(key)) ? formatNumber(number(key), locale) : unknownValue,
  };
}

/** Inline code of any value; a backtick inside would end it early. */
function quote(value: unknown): string {
  const text = textOf(value).replaceAll('`', 'ʼ').replace(/\s+/g, ' ').trim();
  return `\`${text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text}\``;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}
