import { HighlightStyle, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { RangeSetBuilder } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { symbolClass } from '../i18n/symbols.ts';
import type { SymbolClass } from '../i18n/symbols.ts';

/** Ink in three strengths; the classes are shared with the code that the page shows before an editor is wanted. */
const ink = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.definitionKeyword],
    class: 'tok-keyword',
  },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: tags.typeName, class: 'tok-type' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: 'tok-string' },
]);

const marks: Readonly<Record<SymbolClass, Decoration>> = {
  q: Decoration.mark({ class: 'tok-q' }),
  k: Decoration.mark({ class: 'tok-k' }),
  v: Decoration.mark({ class: 'tok-v' }),
  s: Decoration.mark({ class: 'tok-s' }),
  o: Decoration.mark({ class: 'tok-o' }),
};

function build(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        if (node.name !== 'VariableName' && node.name !== 'VariableDefinition') return;
        const symbol = symbolClass(view.state.sliceDoc(node.from, node.to));
        if (symbol) builder.add(node.from, node.to, marks[symbol]);
      },
    });
  }
  return builder.finish();
}

const symbolHues = ViewPlugin.fromClass(
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
  { decorations: (self) => self.decorations },
);

/** Monochrome code in which only the course's symbols have a hue. */
export function courseColours(): Extension {
  return [syntaxHighlighting(ink), symbolHues];
}
