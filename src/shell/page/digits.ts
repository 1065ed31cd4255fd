import type { Digits } from '../stores/settings.ts';

const PROSE =
  'article.lesson > :is(p, ul, ol, h1, h2, h3, blockquote, table, .note, .callout), .toc';
/** Where digits are code, mathematics or part of a left-to-right run, they stay Latin. */
const FIXED = 'code, pre, kbd, .katex, [dir=ltr], [lang=en], [data-slot][data-id]';

const toArabic = (text: string): string =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
const toLatin = (text: string): string =>
  text.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));

/** Writes the digits of the lesson's prose one way or the other. The prose is written with Latin ones, so it turns back. */
export function showDigits(page: Document, digits: Digits): void {
  const write = digits === 'arabic' ? toArabic : toLatin;
  for (const block of page.querySelectorAll(PROSE)) {
    const walker = page.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest(FIXED)) continue;
      const text = node.nodeValue ?? '';
      const written = write(text);
      if (written !== text) node.nodeValue = written;
    }
  }
}
