import type { Root } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';

/** What stands between the two `---` of a lesson's prose. */
export interface FrontMatter {
  readonly title: string;
  /** The question that opens the lesson: its lede and its description. */
  readonly question: string;
}

interface SyntaxExtension {
  flow?: Record<string, unknown>;
  text?: Record<string, unknown>;
}

const COLON = ':'.charCodeAt(0);

/**
 * Takes the inline form of directives (`:name`) out of the grammar: with it, `16:9`, `a:b` and `10:30` would lose
 * their second half. Slots are blocks, so nothing is missed.
 */
function withoutTextDirectives(extensions: readonly SyntaxExtension[]): void {
  for (const extension of extensions) {
    if (extension.flow && COLON in extension.flow && extension.text) delete extension.text[COLON];
  }
}

const processor = unified()
  .use(remarkParse)
  .use(remarkFrontmatter, ['yaml'])
  .use(remarkGfm)
  .use(remarkMath)
  .use(remarkDirective)
  .use(function blockDirectivesOnly() {
    withoutTextDirectives((this.data('micromarkExtensions') ?? []) as readonly SyntaxExtension[]);
  })
  .freeze();

/** Markdown as a syntax tree: GFM, `$…$` and `$$` formulas, block directives, YAML front matter. */
export function parseMarkdown(text: string): Root {
  return processor.parse(text.replace(/\r\n?/g, '\n'));
}

/** The front matter of a tree, or what is wrong with it. */
export function readFrontMatter(tree: Root): { values: FrontMatter; faults: string[] } {
  const faults: string[] = [];
  const first = tree.children[0];
  let data: unknown = null;
  if (first?.type === 'yaml') {
    try {
      data = parseYaml(first.value);
    } catch (error) {
      faults.push(
        `the front matter is no YAML: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  } else {
    faults.push('no front matter');
  }
  const record: Readonly<Record<string, unknown>> =
    typeof data === 'object' && data !== null ? { ...data } : {};
  const read = (key: keyof FrontMatter): string => {
    const value = record[key];
    if (typeof value === 'string' && value.trim()) return value.trim();
    if (data !== null) faults.push(`the front matter has no ${key}`);
    return '';
  };
  for (const key of Object.keys(record)) {
    if (key !== 'title' && key !== 'question')
      faults.push(`unknown key "${key}" in the front matter`);
  }
  return { values: { title: read('title'), question: read('question') }, faults };
}
