import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';

function build(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let last = 0;
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      if (line.number > last) {
        builder.add(
          line.from,
          line.from,
          Decoration.line({ attributes: { 'data-line': String(line.number) } }),
        );
        last = line.number;
      }
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/**
 * Line numbers as an attribute that the style sheet shows. CodeMirror's gutter takes its heights from a measurement that
 * it makes only in sight, so numbers would jump when a cell scrolls in; and static lines carry the same attribute.
 */
export const numberedLines = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = build(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = build(update.view);
    }
  },
  { decorations: (self) => self.decorations },
);
