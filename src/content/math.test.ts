import { expect, test } from 'vitest';
import { comparableMath, renderMath } from './math.ts';

test('symbols carry the name of their variable, and MathML is kept', () => {
  const html = renderMath(String.raw`\scores{S} = \Q\K^\top + \sym{bias}{b}`, true);
  expect([...html.matchAll(/data-symbol="(\w+)"/g)].map((match) => match[1])).toEqual([
    'scores',
    'Q',
    'K',
    'bias',
  ]);
  expect(html).toContain('<math');
  expect(html).toContain('<span class="katex" dir="ltr" translate="no"');
});

test.each([
  String.raw`\htmlClass{evil}{x}`,
  String.raw`\htmlStyle{position:fixed}{x}`,
  String.raw`\href{javascript:alert(1)}{x}`,
  String.raw`\htmlData{symbol=Q,other=1}{x}`,
])('no other command reaches the HTML: %s', (tex) => {
  expect(renderMath(tex, false)).not.toMatch(
    /class="enclosing evil|style="[^"]*fixed|href=|data-other/,
  );
});

test('Arabic words inside a formula are allowed, a wrong formula is not', () => {
  expect(renderMath(String.raw`x_{\text{درجة}}`, false)).toContain('درجة');
  expect(() => renderMath(String.raw`\frac{1}`, false)).toThrow(/KaTeX/);
});

test('two definitions of one macro do not leak from formula to formula', () => {
  renderMath(String.raw`\gdef\foo{1}\foo`, false);
  expect(() => renderMath(String.raw`\foo`, false)).toThrow();
});

test('what is compared between languages is everything but the words', () => {
  expect(comparableMath('a_{\\text{query}}\n = 1')).toBe(
    comparableMath('a_{\\text{استعلام}} =  1'),
  );
  expect(comparableMath('a = 1')).not.toBe(comparableMath('a = 2'));
});
