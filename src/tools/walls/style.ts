import type { Fault, Source } from './source.ts';

const physical =
  /^(left|right|(margin|padding|border|scroll-margin|scroll-padding)-(left|right)(-\w+)*|border-(top|bottom)-(left|right)-radius)$/;
const physicalValue = /^(text-align|float|clear)$/;

/** Where a physical side is right because the thing itself does not turn with the page. */
export interface SideAllowance {
  readonly path: string;
  /** The declaration as it stands in the file, or its beginning. */
  readonly declares: string;
  readonly reason: string;
}

/** Physical sides in style sheets: a page that turns for Arabic must not have any. */
export function physicalSideFaults(
  sources: readonly Source[],
  allowed: readonly SideAllowance[] = [],
): Fault[] {
  return sources
    .filter(({ path }) => path.endsWith('.css'))
    .flatMap((source) =>
      declarationsOf(source.text)
        .filter(({ property, value }) => {
          if (physical.test(property)) return true;
          return physicalValue.test(property) && /\b(left|right)\b/.test(value);
        })
        .filter(
          ({ text }) =>
            !allowed.some((each) => each.path === source.path && text.includes(each.declares)),
        )
        .map(({ line, text }) => ({
          path: source.path,
          line,
          message: `${text}: use the logical side (inline-start, inline-end, start, end)`,
        })),
    );
}

interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly text: string;
  readonly line: number;
}

/** The declarations of a style sheet, nested rules included; comments and strings are blanked out first. */
function declarationsOf(css: string): Declaration[] {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/"[^"\n]*"|'[^'\n]*'/g, blank);
  const found: Declaration[] = [];
  for (const match of bare.matchAll(/([;{}]|^)\s*([\w-]+)\s*:\s*([^;{}]*)(?=[;}])/g)) {
    const [whole, , property = '', value = ''] = match;
    const start = match.index + whole.indexOf(property);
    found.push({
      property: property.toLowerCase(),
      value,
      text: `${property}: ${value.trim()}`,
      line: bare.slice(0, start).split('\n').length,
    });
  }
  return found;
}
