import { expect, test } from 'vitest';
import { codeBlock, highlight } from './highlight.ts';

const text = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

test('the text stays what it was, tags and all', () => {
  const source = 'const a: Map<string, number> = x && "<b>";\n\n// </code>\nif (Q < K) { scores }';
  expect(text(highlight(source))).toBe(source);
});

test('every line can be addressed', () => {
  expect(highlight('a\nb\n').match(/data-line="\d+"/g)).toEqual([
    'data-line="1"',
    'data-line="2"',
    'data-line="3"',
  ]);
});

test('only the course’s symbols are coloured, not parts of other names', () => {
  const html = highlight('const scores = myScores + Q;\nKey(constructor);');
  expect([...html.matchAll(/data-symbol="(\w+)"/g)].map((match) => match[1])).toEqual([
    'scores',
    'Q',
  ]);
});

test('a block is left to right and not to be translated', () => {
  expect(codeBlock('1', 'a "b"')).toContain(
    '<pre class="code" dir="ltr" translate="no" tabindex="0" aria-label="a &quot;b&quot;">',
  );
});
