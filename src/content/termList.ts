import type { Glossary, Locale } from '../../lessons/schema.ts';
import { directionOf } from '../i18n/locale.ts';
import { escapeHtml } from './escape.ts';
import { otherLocale, words } from './words.ts';

/** The id of a term's meaning on a lesson's page. */
export function termAnchor(id: string): string {
  return `term-${id}`;
}

/**
 * The meanings of the terms that a page marks, in the order in which they come up: a list that can be read without
 * scripts, and the source of the pop-ups with them. The page carries the few rows that it uses, not the glossary.
 */
export function termList(html: string, glossary: Glossary, locale: Locale): string {
  const ids = new Set([...html.matchAll(/ data-term="([\w-]+)"/g)].map((match) => match[1] ?? ''));
  const second = otherLocale(locale);
  const rows = [...ids].flatMap((id) => {
    const term = Object.hasOwn(glossary, id) ? glossary[id] : undefined;
    if (!term) return [];
    const other = `<span lang="${second}" dir="${directionOf(second)}">${escapeHtml(term[second])}</span>`;
    return [
      `<div id="${termAnchor(id)}"><dt><b>${escapeHtml(term[locale])}</b> ${other}</dt><dd>${escapeHtml(term.meaning[locale])}</dd></div>`,
    ];
  });
  if (rows.length === 0) return '';
  return `<details class="terms"><summary>${words.terms[locale]}</summary><dl>${rows.join('')}</dl></details>`;
}
