import { syntaxTree } from '@codemirror/language';
import { Prec } from '@codemirror/state';
import type { EditorState, Extension } from '@codemirror/state';
import {
  EditorView,
  activateHover,
  closeHoverTooltips,
  hasHoverTooltips,
  hoverTooltip,
  keymap,
} from '@codemirror/view';
import type { Tooltip } from '@codemirror/view';
import { infoCard } from './infoCard.ts';
import type { NameInfo } from './service/protocol.ts';
import type { TypeHelpOptions } from './typeHelp.ts';

/** Whether a name stands at `at`: white space, comments, strings and numbers have no type to tell. */
function isName(state: EditorState, at: number, side: -1 | 1): boolean {
  const { name, from, to } = syntaxTree(state).resolveInner(at, side);
  return (
    /(Name|Definition|Label|this|super)$/.test(name) &&
    /^[\p{L}$_#]/u.test(state.sliceDoc(from, to))
  );
}

function announced({ code, doc }: NameInfo): string {
  return doc === '' ? code : `${code}. ${doc}`;
}

/** The type of the name under the pointer; with the keyboard Ctrl/Cmd+K, Ctrl/Cmd+I for the one at the caret. */
export function nameHover({ client, cell, locale }: TypeHelpOptions): Extension {
  let withdraw = new AbortController();
  /** An answer that came for the caret, to be shown at once. */
  let atCaret: { readonly at: number; readonly info: NameInfo } | null = null;

  const ask = async (
    view: EditorView,
    at: number,
    isExplicit: boolean,
  ): Promise<NameInfo | null> => {
    withdraw.abort();
    withdraw = new AbortController();
    const { doc } = view.state;
    const info = await client.ask(
      { kind: 'hover', cell, at },
      { source: doc.toString(), signal: withdraw.signal, isExplicit },
    );
    return info && view.state.doc.eq(doc) ? info : null;
  };

  const tooltipOf = (info: NameInfo): Tooltip => ({
    pos: info.from,
    end: info.to,
    above: true,
    create: () => ({ dom: infoCard(info, locale()) }),
  });

  const hover = hoverTooltip(
    (view, at, side) => {
      if (atCaret?.at === at) return tooltipOf(atCaret.info);
      if (!isName(view.state, at, side)) return null;
      return ask(view, at, false).then((info) => info && tooltipOf(info));
    },
    { hoverTime: 350, hideOnChange: true },
  );

  const show = (view: EditorView): boolean => {
    const { head } = view.state.selection.main;
    void ask(view, head, true).then((info) => {
      if (!info || view.state.selection.main.head !== head) return;
      atCaret = { at: head, info };
      activateHover(view, head, 1, { until: (change) => change.docChanged || !!change.selection });
      atCaret = null;
      view.dispatch({ effects: EditorView.announce.of(announced(info)) });
    });
    return true;
  };

  const close = (view: EditorView): boolean => {
    if (!hasHoverTooltips(view.state)) return false;
    view.dispatch({ effects: closeHoverTooltips });
    return true;
  };

  return [
    hover,
    Prec.high(
      keymap.of([
        { key: 'Mod-k Mod-i', run: show, preventDefault: true },
        { key: 'Escape', run: close },
      ]),
    ),
    EditorView.domEventHandlers({
      blur: (_event, view) => {
        close(view);
        return false;
      },
    }),
  ];
}
