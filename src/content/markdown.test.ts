import { toString } from 'mdast-util-to-string';
import { expect, test } from 'vitest';
import { parseMarkdown, readFrontMatter } from './markdown.ts';

test.each([
  '16:9 and 10:30',
  'a:b, see x:y[z]{k=v} and :smile:',
  'ratio 1:2:3, http://x.y',
  'قال: نعم، 16:9',
])('a colon inside a line is a colon: %s', (text) => {
  expect(toString(parseMarkdown(text))).toBe(text);
});

test('marks inside what looks like an inline directive are still read', () => {
  const paragraph = parseMarkdown('a:b[**bold**]').children[0];
  expect(paragraph).toMatchObject({
    children: [{ value: 'a:b[' }, { type: 'strong' }, { value: ']' }],
  });
});

test('blocks with colons are directives', () => {
  expect(parseMarkdown('::cell{#a}\n\n:::note\nhi\n:::').children).toMatchObject([
    { type: 'leafDirective', name: 'cell', attributes: { id: 'a' } },
    { type: 'containerDirective', name: 'note' },
  ]);
});

test('front matter gives title and question', () => {
  const { values, faults } = readFrontMatter(
    parseMarkdown('---\ntitle: A\nquestion: "B: c?"\n---\n'),
  );
  expect(values).toEqual({ title: 'A', question: 'B: c?' });
  expect(faults).toEqual([]);
});

test.each([
  ['text', 'no front matter'],
  ['---\ntitle: A: b\nquestion: c\n---\n', 'no YAML'],
  ['---\ntitle: A\n---\n', 'no question'],
  ['---\ntitle: A\nquestion: b\nauthor: c\n---\n', 'unknown key "author"'],
])('front matter that is wrong says so: %j', (text, message) => {
  expect(readFrontMatter(parseMarkdown(text)).faults.join()).toContain(message);
});
