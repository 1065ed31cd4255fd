import { createContext, useContext } from 'react';
import type { Locale } from '../i18n/locale.ts';
import type { ErrorView } from '../kit/show/types.ts';

/** What an error means, in the reader's language. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
}

/** What every picture may need from the page around it. */
export interface VizSettings {
  readonly locale: Locale;
  /** Start of the names of downloaded files: the cell's id. */
  readonly fileStem: string;
  readonly explain?: ((error: ErrorView) => Explanation | null) | undefined;
  readonly onGoToLine?: ((line: number, column: number | null) => void) | undefined;
}

/** Set once by `ViewOutput`, so that groups and their parts need not hand it on. */
export const VizContext = createContext<VizSettings>({ locale: 'en', fileStem: 'figure' });

/**
 * True inside a text twin that only screen readers meet: nothing in it may take the keyboard's focus, which would then
 * be where nobody sees it.
 */
export const UnseenContext = createContext(false);

/** The settings of the output that a component is part of. */
export function useViz(): VizSettings {
  return useContext(VizContext);
}
