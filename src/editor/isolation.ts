import { syntaxTree } from '@codemirror/language';
import { Prec, RangeSetBuilder } from '@codemirror/state';
import type { EditorState } from '@codemirror/state';
import { Decoration, Direction, EditorView, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, ViewUpdate } from '@codemirror/view';

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const STRONG = /[A-Za-z\u00c0-\u024f\u0370-\u058f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The direction that a run of text takes by its first strong letter, as `dir="auto"` decides it. */
export function firstStrong(text: string): 'ltr' | 'rtl' {
  const letter = STRONG.exec(text)?.[0];
  return letter !== undefined && RTL.test(letter) ? 'rtl' : 'ltr';
}

/** A run to isolate: the words of a comment or a string, without the marks that make it one. */
export interface Isolate {
  readonly from: number;
  readonly to: number;
  readonly dir: 'ltr' | 'rtl';
}

/** How many characters at either end of a node belong to the syntax: `// `, `/*`, quotes. */
function margins(type: string, text: string): readonly [number, number] {
  if (type === 'LineComment') return [/^\/\/[/!]?\s*/.exec(text)?.[0].length ?? 2, 0];
  if (type === 'BlockComment') {
    return [/^\/\*[\s*]*/.exec(text)?.[0].length ?? 2, /\s*\*\/$/.exec(text)?.[0].length ?? 0];
  }
  return [1, /["'`]$/.test(text) && text.length > 1 ? 1 : 0];
}

/**
 * The runs between `from` and `to` that hold right-to-left text. CodeMirror's own `bidiIsolates` isolates the whole
 * comment, which carries `//` to the far right end of an Arabic one; here only the words turn, and the marks of the
 * syntax stay where code has them. A run never crosses a line: an isolate that did would be cut by the line's element.
 */
export function isolates(
  state: EditorState,
  from: number,
  to: number,
  tree = syntaxTree(state),
): Isolate[] {
  const found: Isolate[] = [];
  const addWords = (start: number, end: number): void => {
    for (let at = start; at < end;) {
      const line = state.doc.lineAt(at);
      const stop = Math.min(end, line.to);
      const text = state.sliceDoc(at, stop);
      const lead = at === start ? 0 : (/^[\s*]*/.exec(text)?.[0].length ?? 0);
      const words = text.slice(lead);
      if (RTL.test(words)) found.push({ from: at + lead, to: stop, dir: firstStrong(words) });
      at = line.to + 1;
    }
  };
  tree.iterate({
    from,
    to,
    enter(node) {
      if (!/^(LineComment|BlockComment|String|TemplateString)$/.test(node.name)) return;
      const text = state.sliceDoc(node.from, node.to);
      if (!RTL.test(text)) return;
      const [head, tail] = margins(node.name, text);
      let at = node.from + head;
      // What stands in `${…}` is code again and keeps its own order.
      for (const hole of node.node.getChildren('Interpolation')) {
        addWords(at, hole.from);
        at = hole.to;
      }
      addWords(at, node.to - tail);
    },
  });
  return found;
}

const marks = {
  rtl: Decoration.mark({
    class: 'cm-iso',
    inclusive: true,
    attributes: { dir: 'rtl' },
    bidiIsolate: Direction.RTL,
  }),
  ltr: Decoration.mark({
    class: 'cm-iso',
    inclusive: true,
    attributes: { dir: 'ltr' },
    bidiIsolate: Direction.LTR,
  }),
};

function build(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const range of view.visibleRanges) {
    for (const run of isolates(view.state, range.from, range.to)) {
      builder.add(run.from, run.to, marks[run.dir]);
    }
  }
  return builder.finish();
}

const plugin = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    #tree: unknown;

    constructor(view: EditorView) {
      this.#tree = syntaxTree(view.state);
      this.decorations = build(view);
    }

    update(update: ViewUpdate): void {
      const tree = syntaxTree(update.state);
      if (tree === this.#tree && !update.docChanged && !update.viewportChanged) return;
      this.#tree = tree;
      this.decorations = build(update.view);
    }
  },
  {
    provide: (self) => {
      const access = (view: EditorView): DecorationSet =>
        view.plugin(self)?.decorations ?? Decoration.none;
      return [
        EditorView.outerDecorations.of(access),
        // The caret's way through a line is computed from the same ranges; without them it would jump.
        Prec.lowest(EditorView.bidiIsolatedRanges.of(access)),
      ];
    },
  },
);

/** Isolates Arabic comment words and strings inside left-to-right code. */
export function arabicIsolation(): typeof plugin {
  return plugin;
}
