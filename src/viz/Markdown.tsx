import type { Root, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { Fragment, useMemo, type ReactNode } from 'react';
import { unified } from 'unified';
import type { MarkdownView } from '../kit/show/types.ts';
import { vizText } from '../i18n/viz.ts';
import { useViz } from './context.ts';
import { Formula } from './Formula.tsx';
import { Scroller } from './Scroller.tsx';
import { inWords } from './words.ts';

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMath);

/** Markdown from a cell, a model or a data set. A safe subset: HTML is shown as text, images as their words. */
export function Markdown({ view }: { readonly view: MarkdownView }) {
  const { locale } = useViz();
  const text = inWords(view.text, locale);
  const tree = useMemo(() => parser.parse(text) as Root, [text]);
  return <div className="viz viz-markdown">{nodes(tree.children)}</div>;
}

function nodes(list: readonly RootContent[]): ReactNode {
  return list.map((node, i) => <Fragment key={i}>{draw(node)}</Fragment>);
}

/** Addresses that a link may lead to: the web, mail, this page. Anything else stays text. */
export function safeAddress(url: string): string | null {
  if (/^#/.test(url)) return url;
  try {
    const { protocol } = new URL(url);
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? url : null;
  } catch {
    // No full address: a relative one would lead into our own site from somebody else's text.
    return null;
  }
}

function draw(node: RootContent): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p dir="auto">{nodes(node.children)}</p>;
    case 'heading':
      return (
        <p
          className="viz-heading"
          role="heading"
          aria-level={Math.min(6, node.depth + 3)}
          dir="auto"
        >
          {nodes(node.children)}
        </p>
      );
    case 'text':
      return node.value;
    case 'emphasis':
      return <em>{nodes(node.children)}</em>;
    case 'strong':
      return <strong>{nodes(node.children)}</strong>;
    case 'delete':
      return <del>{nodes(node.children)}</del>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'inlineCode':
      return (
        <code dir="ltr" translate="no">
          {node.value}
        </code>
      );
    case 'code':
      return (
        <pre dir="ltr" translate="no">
          {node.value}
        </pre>
      );
    case 'inlineMath':
      return <Formula tex={node.value} />;
    case 'math':
      return <Formula tex={node.value} isDisplay />;
    case 'html':
      return <code dir="ltr">{node.value}</code>;
    case 'image':
      return node.alt ?? '';
    case 'link': {
      const address = safeAddress(node.url);
      const words = nodes(node.children);
      return address === null ? (
        words
      ) : (
        <a href={address} target="_blank" rel="noopener noreferrer nofollow">
          {words}
        </a>
      );
    }
    case 'blockquote':
      return <blockquote dir="auto">{nodes(node.children)}</blockquote>;
    case 'list': {
      const items = node.children.map((item, i) => <li key={i}>{nodes(item.children)}</li>);
      return node.ordered ? <ol start={node.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <GfmTable rows={node.children} />;
    default:
      // Footnotes and references: their text, without machinery.
      return 'children' in node ? nodes(node.children as RootContent[]) : null;
  }
}

type Rows = Extract<RootContent, { type: 'table' }>['children'];

function GfmTable({ rows }: { readonly rows: Rows }) {
  const [head, ...body] = rows;
  return (
    <Scroller label={vizText(useViz().locale, 'tableLabel')}>
      <table className="viz-table">
        <thead>
          <tr>
            {head?.children.map((cell, j) => (
              <th key={j} scope="col">
                {nodes(cell.children)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, i) => (
            <tr key={i}>
              {row.children.map((cell, j) => (
                <td key={j}>
                  <bdi dir="auto">{nodes(cell.children)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
