import { StateEffect, StateField } from '@codemirror/state';
import type { Extension, Text } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { linesWith } from './linesWith.ts';

/** Where a cell failed; the column is 1-based and may be unknown. */
export interface Fault {
  readonly line: number;
  readonly column: number | null;
}

/** Marks the line that failed, or clears the mark. */
export const setFault = StateEffect.define<Fault | null>();
/** Lights the lines that mention a symbol, or puts the light out. */
export const setSymbol = StateEffect.define<string | null>();

const badLine = Decoration.line({ class: 'bad' });
const badSpot = Decoration.mark({ class: 'at' });
const hitLine = Decoration.line({ class: 'hit' });

function faultMarks(doc: Text, fault: Fault | null): DecorationSet {
  if (!fault || fault.line < 1 || fault.line > doc.lines) return Decoration.none;
  const line = doc.line(fault.line);
  const marks = [badLine.range(line.from)];
  const start = line.from + Math.max(0, (fault.column ?? 1) - 1);
  const word = /^[\w$.]+/.exec(line.text.slice(start - line.from))?.[0].length ?? 0;
  if (fault.column !== null && start < line.to) {
    marks.push(badSpot.range(start, Math.min(line.to, start + Math.max(1, word))));
  }
  return Decoration.set(marks, true);
}

function field(
  make: (doc: Text, effects: readonly StateEffect<unknown>[]) => DecorationSet | null,
  survivesEdit: boolean,
): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, transaction) {
      const made = make(transaction.newDoc, transaction.effects);
      if (made) return made;
      if (!transaction.docChanged) return marks;
      return survivesEdit ? marks.map(transaction.changes) : Decoration.none;
    },
    provide: (self) => EditorView.decorations.from(self),
  });
}

/** The error mark (gone with the next edit) and the light of linked hover. */
export function lineMarks(): Extension {
  return [
    field((doc, effects) => {
      const effect = effects.find((candidate) => candidate.is(setFault));
      return effect ? faultMarks(doc, effect.value as Fault | null) : null;
    }, false),
    field((doc, effects) => {
      const effect = effects.find((candidate) => candidate.is(setSymbol));
      if (!effect) return null;
      const symbol = effect.value as string | null;
      if (symbol === null) return Decoration.none;
      return Decoration.set(
        linesWith(doc.toString(), symbol).map((line) => hitLine.range(doc.line(line).from)),
      );
    }, true),
  ];
}
