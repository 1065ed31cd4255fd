import type { Locale } from '../../../lessons/schema.ts';
import { escapeHtml } from '../escape.ts';
import { highlight } from '../highlight.ts';
import type { Entry, Parameter } from './docs.ts';
import { docCode, docLine, docParagraphs, englishIn } from './docText.ts';
import { referenceWords } from './words.ts';

/** Where a type is described, relative to the page; null when the reference has no such name. */
export type FindType = (name: string) => string | null;

/** One name of a module: heading, signature, and what its comment says, framed in the page's language. */
export function entryHtml(entry: Entry, locale: Locale, find: FindType): string {
  const { name, signatures, doc, isForeign } = entry;
  const say = (id: keyof typeof referenceWords) => referenceWords[id][locale];
  const english = englishIn(locale);
  const rows: string[] = [];
  const row = (id: keyof typeof referenceWords, html: string, attributes = english) =>
    rows.push(`<dt>${say(id)}</dt><dd${attributes}>${html}</dd>`);
  if (isForeign) row('source', say('foreign'), '');
  if (doc) row('gives', `<p class="gives">${docLine(doc.summary)}</p>${docParagraphs(doc.rest)}`);
  if (entry.parameters.length > 0) row('parameters', parameters(entry, locale), ' dir="ltr"');
  if (entry.returns !== null) {
    const about = doc?.returns ? ` ${docLine(doc.returns)}` : '';
    row('returns', docCode(entry.returns) + about);
  }
  if (doc?.throws.length) row('throws', list(doc.throws));
  if (doc?.sources.length) row('source', list(doc.sources));
  const types = entry.mentions.flatMap((type) => {
    const href = find(type);
    return href === null ? [] : [`<a href="${href}">${docCode(type)}</a>`];
  });
  if (types.length > 0) row('types', types.join(' '), ' dir="ltr"');
  return `<h3 class="entry" id="${name}" dir="ltr" translate="no"><a href="#${name}">${name}</a></h3>
    <pre class="code" dir="ltr" translate="no"><code>${highlight(signatures.join('\n'))}</code></pre>
    <dl class="facts">${rows.join('')}</dl>`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `<p>${docLine(item)}</p>`).join('');
}

function parameters({ parameters: all, doc }: Entry, locale: Locale): string {
  const items = all.map((parameter) => {
    const about = doc?.params[parameter.name];
    const words = about ? `<span${englishIn(locale)}>${docLine(about)}</span>` : '';
    const isOptional = parameter.isOptional
      ? `<small><bdi>${optional(parameter, locale)}</bdi></small>`
      : '';
    return `<li>${docCode(`${parameter.name}: ${parameter.type}`)} ${isOptional}${words}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

/** An empty object of options says nothing: its own fields tell their defaults. */
function optional({ value }: Parameter, locale: Locale): string {
  if (value === null || value === '{}') return referenceWords.optional[locale];
  return `${referenceWords.unlessGiven[locale]} ${docCode(value)}`;
}

/** The heading of an example, above its cell. */
export function exampleTitle(title: string, locale: Locale): string {
  return `<p class="example"><b>${referenceWords.example[locale]}</b> ${escapeHtml(title)}</p>`;
}
