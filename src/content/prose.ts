import type { Locale } from '../../lessons/schema.ts';
import type { Nodes, Root } from 'mdast';
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { parseMarkdown, readFrontMatter, type FrontMatter } from './markdown.ts';
import type { Problem, Rule } from './problem.ts';
import { readSlots, type Slot } from './slots.ts';

/** A formula of the prose, as written. */
export interface Formula {
  readonly tex: string;
  readonly isDisplay: boolean;
  readonly line: number;
}

/** A link of the prose. */
export interface ProseLink {
  readonly url: string;
  readonly line: number;
}

/** One language of a lesson, read but not yet rendered. */
export interface Prose {
  /** Relative to the project's root. */
  readonly file: string;
  readonly locale: Locale;
  readonly text: string;
  readonly tree: Root;
  readonly front: FrontMatter;
  readonly slots: readonly Slot[];
  readonly formulas: readonly Formula[];
  readonly headings: readonly {
    readonly depth: number;
    readonly text: string;
    readonly line: number;
  }[];
  readonly links: readonly ProseLink[];
  /** What is wrong with this file by itself. */
  readonly problems: readonly Problem[];
}

/** The 1-based line that a node begins on. */
export function lineOf(node: Nodes | ContainerDirective | LeafDirective): number {
  return node.position?.start.line ?? 1;
}

/** Reads one language of a lesson. */
export function readProse(file: string, locale: Locale, text: string): Prose {
  const tree = parseMarkdown(text);
  const problems: Problem[] = [];
  const report = (line: number, rule: Rule, message: string, fix: string) =>
    problems.push({ file, line, rule, message, fix });
  const { values, faults } = readFrontMatter(tree);
  for (const fault of faults) {
    report(
      1,
      'front-matter',
      fault,
      'begin the file with ---, title: …, question: …, ---; quote a value that holds a colon',
    );
  }
  const formulas: Formula[] = [];
  const headings: { depth: number; text: string; line: number }[] = [];
  const links: ProseLink[] = [];
  visit(tree, (node) => {
    const line = lineOf(node);
    if (node.type === 'math') formulas.push({ tex: node.value, isDisplay: true, line });
    if (node.type === 'inlineMath') {
      formulas.push({ tex: node.value, isDisplay: false, line });
      if (sourceOf(node, text).startsWith('$$')) {
        report(
          line,
          'formula-one-line',
          'a display formula on one line',
          'put each $$ on a line of its own',
        );
      }
    }
    if (node.type === 'heading') headings.push({ depth: node.depth, text: toString(node), line });
    if (node.type === 'link') links.push({ url: node.url, line });
    if (node.type === 'html') {
      report(
        line,
        'markdown',
        'HTML in the prose',
        'use Markdown; in code put it between backticks',
      );
    }
    if (node.type === 'image') {
      report(
        line,
        'markdown',
        'a picture file',
        'draw it with a //#figure in cells.ts and place it with ::figure{#id}',
      );
    }
    if (node.type === 'heading' && node.depth === 1) {
      report(
        line,
        'markdown',
        'a heading of the first level',
        'the title in the front matter is one; use ## here',
      );
    }
  });
  const { slots, faults: slotFaults } = readSlots(tree, text);
  for (const fault of slotFaults) report(fault.line, fault.rule, fault.message, fault.fix);
  return { file, locale, text, tree, front: values, slots, formulas, headings, links, problems };
}

/** The characters of the source that a node was read from. */
export function sourceOf(node: Nodes, text: string): string {
  const { start, end } = node.position ?? {};
  return start?.offset === undefined || end?.offset === undefined
    ? ''
    : text.slice(start.offset, end.offset);
}
