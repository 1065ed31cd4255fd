import katex from 'katex';

/**
 * Short names for the course's symbols. Each carries the name of the variable that it stands for, so that hovering a
 * term lights the matrix row and the code line. A symbol of one's own is written `\sym{name}{…}`.
 */
const macros: Readonly<Record<string, string>> = {
  '\\sym': '\\htmlData{symbol=#1}{#2}',
  '\\Q': '\\htmlData{symbol=Q}{Q}',
  '\\K': '\\htmlData{symbol=K}{K}',
  '\\V': '\\htmlData{symbol=V}{V}',
  '\\scores': '\\htmlData{symbol=scores}{#1}',
  '\\weights': '\\htmlData{symbol=weights}{#1}',
  '\\out': '\\htmlData{symbol=output}{#1}',
};

const TOLERATED: readonly string[] = ['htmlExtension', 'unknownSymbol', 'symbolNotInFont'];

/** A formula as HTML with MathML inside. @throws Error with KaTeX's own message when the formula is wrong */
export function renderMath(tex: string, isDisplay: boolean): string {
  const html = katex.renderToString(tex, {
    displayMode: isDisplay,
    output: 'htmlAndMathml',
    throwOnError: true,
    // KaTeX writes into the object it is given when a formula defines a macro.
    macros: { ...macros },
    // Of the commands that reach into HTML, the one that names a symbol is allowed.
    trust: (context) =>
      context.command === '\\htmlData' && Object.keys(context.attributes).join() === 'data-symbol',
    // Arabic words inside \\text have no TeX metrics; the browser lays them out.
    strict: (code: string) => (TOLERATED.includes(code) ? 'ignore' : 'error'),
  });
  const isolated = html.replace(
    '<span class="katex"',
    '<span class="katex" dir="ltr" translate="no"',
  );
  return isDisplay ? `<div class="formula" dir="ltr">${isolated}</div>` : isolated;
}

/** A formula without the words in it: what has to be the same in both languages. */
export function comparableMath(tex: string): string {
  return tex
    .replace(/\\text(?:bf|rm|it)?\{[^{}]*\}/g, '\\text{}')
    .replace(/\s+/g, ' ')
    .trim();
}
