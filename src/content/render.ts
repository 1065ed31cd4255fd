import type { ElementContent, Root as HastRoot } from 'hast';
import type { Heading, Link, Parents, Root, Table, Text } from 'mdast';
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive';
import { defaultHandlers, type State } from 'mdast-util-to-hast';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Locale } from '../../lessons/schema.ts';
import { element, raw, text as textNode } from './hast.ts';
import { codeBlock } from './highlight.ts';
import { isolateNumbers } from './isolates.ts';
import { quietly } from './quietly.ts';
import { renderMath } from './math.ts';
import type { PageCell } from './page.ts';
import { renderSlot } from './renderSlot.ts';
import { termAnchor } from './termList.ts';
import type { TermFinder } from './terms.ts';

/** What rendering a lesson's prose needs to know about its surroundings. */
export interface RenderContext {
  readonly locale: Locale;
  readonly cells: ReadonlyMap<string, PageCell>;
  readonly terms: TermFinder;
  /** Ids of the headings in order, the same in both languages. */
  readonly headingIds: readonly string[];
  /** Address of a lesson relative to this page, or null when the course has no such lesson. */
  lessonHref(id: string): string | null;
  /** Static form of a cell's stored output, or an empty string. */
  storedHtml(cell: string): string;
}

/** Where in the prose the renderer is: what may happen to plain words there. */
export interface Here {
  readonly context: RenderContext;
  readonly seenTerms: Set<string>;
  headings: number;
  /** Inside a heading, a link, a definition or a choice no term is marked. */
  isQuiet: boolean;
}

/** A link to a lesson of the course: `part/lesson`, perhaps with a section. */
export const LESSON_LINK = /^([a-z0-9-]+\/[a-z0-9-]+)(#[\w-]+)?$/;
/** An explicit mention of a glossary term: `[the word](term:id)`. */
export const TERM_LINK = /^term:([\w-]+)$/;

/** The prose of a lesson as HTML: readable without scripts, with a hook at each slot. */
export function renderProse(tree: Root, context: RenderContext): string {
  const here: Here = { context, seenTerms: new Set(), headings: 0, isQuiet: false };
  const processor = unified()
    .use(remarkRehype, {
      handlers: {
        text: (_: State, node: Text, parent: Parents | undefined) =>
          endsFormula(node, parent)
            ? [textNode(WORD_JOINER), ...renderWords(node.value, here)]
            : renderWords(node.value, here),
        inlineCode: (_: State, node: { value: string }) =>
          element('code', { dir: 'ltr', translate: 'no' }, [textNode(node.value)]),
        code: (_: State, node: { value: string }) => raw(codeBlock(node.value)),
        math: (_: State, node: { value: string }) => raw(renderMath(node.value, true)),
        inlineMath: (_: State, node: { value: string }) => raw(renderMath(node.value, false)),
        heading: (state: State, node: Heading) => renderHeading(state, node, here),
        link: (state: State, node: Link) => renderLink(state, node, here),
        table: (state: State, node: Table) =>
          element('div', { className: ['scroll'], tabIndex: 0 }, [
            defaultHandlers.table(state, node),
          ]),
        containerDirective: (state: State, node: ContainerDirective) =>
          renderSlot(state, node, here),
        leafDirective: (state: State, node: LeafDirective) => renderSlot(state, node, here),
        yaml: () => undefined,
      },
    })
    .use(rehypeStringify, { allowDangerousHtml: true });
  const hast = processor.runSync(tree) as HastRoot;
  return processor.stringify(hast);
}

/** Keeps what it stands between on one line. */
const WORD_JOINER = '\u2060';

/** Whether a text begins with the point or the comma that follows a formula: a browser would break the line before it. */
function endsFormula(node: Text, parent: Parents | undefined): boolean {
  const before = parent?.children[parent.children.findIndex((child) => child === node) - 1];
  return before?.type === 'inlineMath' && /^[.,:;!?)\]»”’…،؛؟]/.test(node.value);
}

function renderHeading(state: State, node: Heading, here: Here): ElementContent {
  const id = here.context.headingIds[here.headings++];
  const children = quietly(here, () => state.all(node));
  return element(`h${node.depth}`, id ? { id } : {}, children);
}

function renderLink(state: State, node: Link, here: Here): ElementContent | ElementContent[] {
  const children = quietly(here, () => state.all(node));
  const term = TERM_LINK.exec(node.url)?.[1];
  if (term) {
    here.seenTerms.add(term);
    return dfn(term, children);
  }
  const lesson = LESSON_LINK.exec(node.url);
  if (!lesson) {
    const isOutside = /^https?:/.test(node.url);
    return element('a', { href: node.url, ...(isOutside ? { rel: ['noopener'] } : {}) }, children);
  }
  const href = here.context.lessonHref(lesson[1] ?? '');
  // A lesson that is yet to be written is named, not linked: a reader never meets a dead link.
  return href === null ? children : element('a', { href: href + (lesson[2] ?? '') }, children);
}

/** A marked term: a link to its meaning at the end of the page, which scripts show beside it instead. */
function dfn(id: string, children: ElementContent[]): ElementContent {
  return element('dfn', { className: ['term'], dataTerm: id }, [
    element('a', { href: `#${termAnchor(id)}` }, children),
  ]);
}

/** Plain words: first mentions of terms, and in Arabic the isolates of numbers. */
function renderWords(value: string, here: Here): ElementContent[] {
  const { terms, locale } = here.context;
  const nodes: ElementContent[] = [];
  let end = 0;
  for (const mention of here.isQuiet ? [] : terms.find(value)) {
    if (here.seenTerms.has(mention.id)) continue;
    here.seenTerms.add(mention.id);
    nodes.push(
      ...plain(value.slice(end, mention.index), locale),
      dfn(mention.id, [textNode(mention.text)]),
    );
    end = mention.index + mention.text.length;
  }
  return [...nodes, ...plain(value.slice(end), locale)];
}

function plain(value: string, locale: Locale): ElementContent[] {
  if (value === '') return [];
  if (locale === 'en') return [textNode(value)];
  return isolateNumbers(value).map(({ text, isLtr }) =>
    isLtr ? element('bdi', { dir: 'ltr' }, [textNode(text)]) : textNode(text),
  );
}
