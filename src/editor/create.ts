import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, openSearchPanel, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, Prec } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, drawSelection, keymap } from '@codemirror/view';
import { courseColours } from './hues.ts';
import { arabicIsolation } from './isolation.ts';
import { lineMarks, setFault, setSymbol } from './lines.ts';
import type { Fault } from './lines.ts';
import { numberedLines } from './numbers.ts';
import { tabKey } from './tabKey.ts';

export { createTypeClient } from './service/client.ts';
export { typeHelp } from './typeHelp.ts';

/** What an editor needs from its surroundings. */
export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly doc: string;
  /** The accessible name, in the reader's language. */
  readonly label: string;
  /** How to leave the editor by keyboard, read out once on focus. */
  readonly hint: string;
  readonly onChange: (doc: string) => void;
  /** Shift+Enter, or with `stay` Ctrl/Cmd+Enter. */
  readonly onRun: (stay: boolean) => void;
  /** More behaviour from outside, such as completion. */
  readonly extensions?: Extension;
}

/** A live editor, without its library's types: the page may load it late and hold it loosely. */
export interface CodeEditor {
  /** Replaces the text from outside; `onChange` is not called and the change can be undone. */
  setDoc(doc: string): void;
  focus(at?: { readonly line?: number; readonly x?: number; readonly y?: number }): void;
  markFault(fault: Fault | null): void;
  lightSymbol(symbol: string | null): void;
  relabel(label: string, hint: string): void;
  openSearch(): void;
  destroy(): void;
}

const fromOutside = Annotation.define<boolean>();

function aria(label: string, hint: string): Extension {
  return EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-description': hint,
    // Focusable in every browser's and checker's eyes: it is what scrolls.
    tabindex: '0',
    translate: 'no',
    spellcheck: 'false',
    autocorrect: 'off',
    autocapitalize: 'off',
  });
}

/** Puts a TypeScript editor into `parent`: left to right whatever the page's direction, coloured by symbols alone. */
export function createEditor(options: EditorOptions): CodeEditor {
  const names = new Compartment();
  const runKeys = Prec.highest(
    keymap.of([
      { key: 'Shift-Enter', run: () => (options.onRun(false), true) },
      { key: 'Mod-Enter', run: () => (options.onRun(true), true) },
    ]),
  );
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.doc,
      extensions: [
        runKeys,
        tabKey,
        numberedLines,
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        highlightSelectionMatches(),
        javascript({ typescript: true }),
        courseColours(),
        arabicIsolation(),
        lineMarks(),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
        names.of(aria(options.label, options.hint)),
        EditorView.updateListener.of((update) => {
          const isOurs = update.transactions.some((one) => one.annotation(fromOutside));
          if (update.docChanged && !isOurs) options.onChange(update.state.doc.toString());
        }),
        options.extensions ?? [],
      ],
    }),
  });
  view.dom.setAttribute('dir', 'ltr');

  return {
    setDoc(doc) {
      const old = view.state.doc.toString();
      if (old === doc) return;
      view.dispatch({
        changes: { from: 0, to: old.length, insert: doc },
        annotations: fromOutside.of(true),
      });
    },
    focus(at) {
      view.focus();
      const position =
        at?.line !== undefined
          ? view.state.doc.line(Math.min(Math.max(1, at.line), view.state.doc.lines)).from
          : at?.x !== undefined && at.y !== undefined
            ? view.posAtCoords({ x: at.x, y: at.y })
            : null;
      if (position !== null) {
        view.dispatch({ selection: { anchor: position }, scrollIntoView: at?.line !== undefined });
      }
    },
    markFault: (fault) => view.dispatch({ effects: setFault.of(fault) }),
    lightSymbol: (symbol) => view.dispatch({ effects: setSymbol.of(symbol) }),
    relabel: (label, hint) => view.dispatch({ effects: names.reconfigure(aria(label, hint)) }),
    openSearch: () => void openSearchPanel(view),
    destroy: () => view.destroy(),
  };
}
