import { Prec } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, ViewPlugin, keymap } from '@codemirror/view';

/**
 * Whether the reader came into the editor by Tab and has not begun to write. One page holds many editors: who walks
 * through it by Tab would otherwise be held in the first, indenting it.
 */
const passer = ViewPlugin.fromClass(
  class {
    isPassing = false;
    #lastKey = '';
    readonly #page: Document;

    constructor(view: EditorView) {
      this.#page = view.dom.ownerDocument;
      this.#page.addEventListener('keydown', this.#hear, true);
      this.#page.addEventListener('pointerdown', this.#hear, true);
    }

    /** Called as the editor gets the focus: the key that brought it was heard before. */
    enter(view: EditorView): void {
      if (this.#lastKey !== 'Tab') return;
      this.isPassing = true;
      view.setTabFocusMode(true);
    }

    stay(view: EditorView): void {
      this.isPassing = false;
      view.setTabFocusMode(false);
    }

    destroy(): void {
      this.#page.removeEventListener('keydown', this.#hear, true);
      this.#page.removeEventListener('pointerdown', this.#hear, true);
    }

    readonly #hear = (event: Event): void => {
      this.#lastKey = event instanceof KeyboardEvent ? event.key : '';
    };
  },
);

const stay = (view: EditorView): false => {
  view.plugin(passer)?.stay(view);
  return false;
};

/**
 * When Tab indents and when it leaves. It leaves for a reader who came by Tab, until they press Enter (which then makes no
 * new line), click or write; and after Escape, until they write. Escape is heard before whatever else it closes: the
 * promise made to a keyboard holds while a list of names is open, too.
 */
export const tabKey: Extension = [
  passer,
  Prec.highest(
    keymap.of([
      {
        key: 'Escape',
        run: (view) => {
          view.setTabFocusMode(true);
          return false;
        },
      },
      {
        key: 'Enter',
        run: (view) => {
          if (view.plugin(passer)?.isPassing !== true) return false;
          stay(view);
          return true;
        },
      },
    ]),
  ),
  EditorView.domEventHandlers({
    focus: (_event, view) => {
      view.plugin(passer)?.enter(view);
      return false;
    },
    blur: (_event, view) => stay(view),
    mousedown: (_event, view) => stay(view),
    input: (_event, view) => stay(view),
  }),
];
