import {
  acceptCompletion,
  autocompletion,
  insertCompletionText,
  pickedCompletion,
} from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { Prec } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import type { EditorView } from '@codemirror/view';
import { infoCard } from './infoCard.ts';
import { placeInfo } from './placeInfo.ts';
import type { NameOption } from './service/protocol.ts';
import type { TypeHelpOptions } from './typeHelp.ts';

const WORD = /^[\p{ID_Continue}$\u200c\u200d]*$/u;
const STRING = /^[^'"`\n]*$/;

/** Whether a key just typed can begin a name; everything else would be asked in vain. */
function isPlaceForNames({ state, pos, explicit }: CompletionContext): boolean {
  const node = syntaxTree(state).resolveInner(pos, -1);
  if (/Comment$/.test(node.name)) return false;
  if (explicit) return true;
  const before = state.sliceDoc(Math.max(0, pos - 2), pos);
  if (/^(Template)?String$/.test(node.name)) return /['"@/\w-]$/.test(before);
  return node.name !== 'Number' && /(^|[^\d.])\.$|[\p{ID_Continue}$]$/u.test(before);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Writes a name, and the import that it needs, in one step that one undo takes back. */
function take(view: EditorView, option: NameOption, completion: Completion, span: Span): void {
  const { label, importing } = option;
  const annotations = pickedCompletion.of(completion);
  if (!importing) {
    view.dispatch({ ...insertCompletionText(view.state, label, span.from, span.to), annotations });
    return;
  }
  view.dispatch({
    changes: [
      { from: importing.at, insert: importing.text },
      { from: span.from, to: span.to, insert: label },
    ],
    selection: { anchor: span.from + importing.text.length + label.length },
    scrollIntoView: true,
    userEvent: 'input.complete',
    annotations,
  });
}

/** Names that fit at the caret: the cell's own, those of other cells, the kit's with their import. */
export function nameCompletion({ client, cell, locale }: TypeHelpOptions): Extension {
  const completionOf = (option: NameOption): Completion => {
    const { origin } = option;
    return {
      label: option.label,
      type: option.kind,
      boost: option.rank,
      ...(origin ? { detail: 'cell' in origin ? origin.cell : origin.module } : {}),
      apply: (view, completion, from, to) => take(view, option, completion, { from, to }),
      info: async () => {
        const at = last.pos;
        const info = await client.ask(
          { kind: 'describe', cell, at, option },
          { source: last.source },
        );
        return info && infoCard(info, locale());
      },
    };
  };
  let last = { pos: 0, source: '' };

  const source: CompletionSource = async (context) => {
    if (!isPlaceForNames(context)) return null;
    const text = context.state.doc.toString();
    const withdrawn = new AbortController();
    context.addEventListener('abort', () => withdrawn.abort(), { onDocChange: false });
    const found = await client.ask(
      { kind: 'complete', cell, at: context.pos },
      { source: text, signal: withdrawn.signal, isExplicit: context.explicit },
    );
    if (!found || context.aborted) return null;
    last = { pos: context.pos, source: text };
    return {
      from: found.from,
      options: found.options.map(completionOf),
      validFor: found.isString ? STRING : WORD,
    };
  };

  return [
    autocompletion({
      override: [source],
      icons: false,
      activateOnTypingDelay: 120,
      maxRenderedOptions: 60,
      positionInfo: (_view, list, option, info, space) => placeInfo(list, option, info, space),
      tooltipClass: () => 'cm-names',
      optionClass: (completion) => `cm-name-${completion.type ?? 'variable'}`,
    }),
    // As in other editors; without a list, Tab indents as before.
    Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
  ];
}
