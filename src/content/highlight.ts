import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/javascript';
import { escapeHtml } from './escape.ts';

/**
 * The course's symbols as they are named in code. Code is monochrome ink; only these carry the hue that they have in
 * prose, formulas and figures.
 */
const symbolClasses: Readonly<Record<string, string>> = {
  Q: 'q',
  q: 'q',
  K: 'k',
  k: 'k',
  V: 'v',
  v: 'v',
  scores: 's',
  scaled: 's',
  masked: 's',
  weights: 's',
  causalWeights: 's',
  output: 'o',
};

const classes = tagHighlighter([
  { tag: tags.comment, class: 'tok-comment' },
  { tag: tags.keyword, class: 'tok-keyword' },
  { tag: [tags.string, tags.regexp], class: 'tok-string' },
  { tag: tags.typeName, class: 'tok-type' },
]);

const typescript = parser.configure({ dialect: 'ts' });

/** TypeScript as HTML with classes; every line is a `<span class="line">`, so that notes and links can point at it. */
export function highlight(source: string): string {
  const lines: string[] = [''];
  highlightCode(
    source,
    typescript.parse(source),
    classes,
    (text, names) => (lines[lines.length - 1] += names ? span(names, text) : symbols(text)),
    () => lines.push(''),
  );
  return lines
    .map((html, index) => `<span class="line" data-line="${index + 1}">${html}</span>`)
    .join('\n');
}

function span(names: string, text: string): string {
  return `<span class="${names}">${escapeHtml(text)}</span>`;
}

/** Plain text between highlighted tokens holds the variable names; the highlighter may cut it anywhere but in a name. */
function symbols(text: string): string {
  return text.replace(/[\w$]+|[^\w$]+/g, (word) => {
    const hue = Object.hasOwn(symbolClasses, word) ? symbolClasses[word] : undefined;
    return hue ? `<span class="tok-${hue}" data-symbol="${word}">${word}</span>` : escapeHtml(word);
  });
}

/** A whole code block: left to right and untranslated on any page. */
export function codeBlock(source: string, label?: string): string {
  const name = label ? ` aria-label="${escapeHtml(label)}"` : '';
  return `<pre class="code" dir="ltr" translate="no" tabindex="0"${name}><code>${highlight(source)}</code></pre>`;
}
