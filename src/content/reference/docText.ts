import type { Locale } from '../../../lessons/schema.ts';
import { escapeHtml } from '../escape.ts';

/** A line of a doc comment as HTML: what stands between backticks is code. */
export function docLine(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.length > 2 && part.startsWith('`') && part.endsWith('`')
        ? docCode(part.slice(1, -1))
        : escapeHtml(part),
    )
    .join('');
}

/** A name or a type: left to right, and nobody's to translate. */
export function docCode(text: string): string {
  return `<code dir="ltr" translate="no">${escapeHtml(text)}</code>`;
}

/** Paragraphs and lists of a doc comment. */
export function docParagraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part) => {
      const lines = part.trim().split('\n');
      if (!lines[0]?.startsWith('- ')) return `<p>${docLine(lines.join(' '))}</p>`;
      const items: string[] = [];
      for (const line of lines) {
        if (line.startsWith('- ')) items.push(line.slice(2));
        else items.push(`${items.pop() ?? ''} ${line.trim()}`);
      }
      return `<ul>${items.map((item) => `<li>${docLine(item)}</li>`).join('')}</ul>`;
    })
    .join('');
}

/** A long name, which may be broken where its words meet. */
export function breakable(name: string): string {
  return escapeHtml(name).replace(/([a-z\d])(?=[A-Z])/g, '$1<wbr />');
}

/** Attributes of an element that holds English, whatever the page's language. */
export function englishIn(locale: Locale): string {
  return locale === 'en' ? '' : ' lang="en" dir="ltr"';
}
