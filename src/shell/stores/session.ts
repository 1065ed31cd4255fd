import { create } from 'zustand';
import type { Locale } from '../../i18n/locale.ts';
import type { LessonPage } from '../../content/page.ts';
import type { SlotContent } from '../slots.ts';

/** What lasts as long as the page is open. */
export interface Session {
  readonly locale: Locale;
  /** The lesson in the present language; null on pages that are none. */
  readonly page: LessonPage | null;
  /** The prose inside slots, by `slot:id`, in the present language. */
  readonly contents: Readonly<Record<string, SlotContent>>;
  /** What a screen reader is to hear next; `n` makes the same words heard twice. */
  readonly said: { readonly text: string; readonly n: number };
  readonly isKeysOpen: boolean;
  /** Cells whose editor is wanted before its turn, with the line to go to. */
  readonly goTo: { readonly cell: string; readonly line: number; readonly n: number } | null;
  /** Downloads and conflicts that were answered this time, so that they do not come back at once. */
  readonly isBusySwitching: boolean;
}

/** The page's own state, lost on reload. */
export const useSession = create<Session>(() => ({
  locale: 'en',
  page: null,
  contents: {},
  said: { text: '', n: 0 },
  isKeysOpen: false,
  goTo: null,
  isBusySwitching: false,
}));

/** Announces `text` politely. */
export function say(text: string): void {
  useSession.setState((state) => ({ said: { text, n: state.said.n + 1 } }));
}

/** Brings a line of a cell's editor into view and puts the caret there. */
export function goToLine(cell: string, line: number): void {
  useSession.setState((state) => ({ goTo: { cell, line, n: (state.goTo?.n ?? 0) + 1 } }));
}
