import type { Bilingual, Locale } from '../../lessons/schema.ts';
import type { Input } from '../kit/input/types.ts';
import type { View } from '../kit/show/types.ts';

/**
 * What a lesson's HTML file carries for the page's code, as JSON in `<script type="application/json" id="lesson">`.
 * The prose itself is in the HTML; slots there are elements with `data-slot` (`cell`, `figure`, `predict`, `exercise`,
 * `recall`) and `data-id`, whose static content is replaced when the page's code takes over.
 */
export interface LessonPage {
  readonly id: string;
  readonly locale: Locale;
  readonly title: string;
  readonly minutes: number;
  /** Relative address of the site's root from this file (`../../../`). */
  readonly root: string;
  /** Hash of the cell and kit sources that stored outputs were recorded from. */
  readonly hash: string;
  readonly cells: readonly PageCell[];
  /** `lesson` as cells see it, resolved to the page's language: texts, roles, words. */
  readonly lesson: Readonly<Record<string, unknown>>;
  readonly labels: Readonly<Record<string, Bilingual>>;
  /** Recorded views by cell id; absent for a cell that measures. */
  readonly stored: Readonly<Record<string, readonly View[]>>;
  /** The inputs that were recorded with them, so that a slider is there before anything has run. */
  readonly inputs?: Readonly<Record<string, readonly Input[]>>;
}

export interface PageCell {
  readonly id: string;
  readonly kind: 'cell' | 'figure' | 'exercise';
  readonly run: 'auto' | 'click' | 'cost';
  /** Cell or figure: the code. Exercise: the starter. */
  readonly source: string;
  readonly solution?: string;
  readonly check?: string;
  /** Lines of `source` that notes in the prose are anchored to (`[data-note]` elements name cell and mark). */
  readonly marks?: readonly { readonly name: string; readonly line: number }[];
}
