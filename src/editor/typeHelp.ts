import type { Extension } from '@codemirror/state';
import type { Locale } from '../i18n/locale.ts';
import { nameCompletion } from './completion.ts';
import { nameHover } from './hover.ts';
import { phrases } from './phrases.ts';
import type { TypeClient } from './service/client.ts';
import { helpTheme } from './helpTheme.ts';
import { typesNote } from './typesNote.ts';

/** What completion and hover need to know of the page. */
export interface TypeHelpOptions {
  readonly client: TypeClient;
  /** The cell that this editor edits. */
  readonly cell: string;
  /** The page's language now; it may change while the editor stays. */
  readonly locale: () => Locale;
}

/** Names while typing, types under the pointer and at the caret. Without a service the editor is as it was. */
export function typeHelp(options: TypeHelpOptions): Extension {
  return [
    nameCompletion(options),
    nameHover(options),
    typesNote(options),
    phrases(options.locale),
    helpTheme,
  ];
}
