import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import type { Locale } from '../i18n/locale.ts';
import { t } from '../i18n/t.ts';
import type { PlainKey } from '../i18n/t.ts';

/** CodeMirror's own words for what it builds itself, and our message for each. */
const WORDS: Readonly<Record<string, PlainKey>> = {
  Completions: 'editor.completions',
  Find: 'editor.find',
  Replace: 'editor.replaceWith',
  next: 'editor.next',
  previous: 'editor.previous',
  all: 'editor.all',
  'match case': 'editor.matchCase',
  regexp: 'editor.regexp',
  'by word': 'editor.byWord',
  replace: 'editor.replace',
  'replace all': 'editor.replaceAll',
  close: 'dialog.close',
  'current match': 'editor.currentMatch',
  'on line': 'editor.onLine',
};

const inLanguage = (locale: Locale): Extension =>
  EditorState.phrases.of(
    Object.fromEntries(Object.entries(WORDS).map(([phrase, key]) => [phrase, t(locale, key)])),
  );

/** The editor's own words in the page's language, following it when it is switched. */
export function phrases(locale: () => Locale): Extension {
  const place = new Compartment();
  let current = locale();
  return [
    place.of(inLanguage(current)),
    EditorState.transactionExtender.of(() => {
      if (locale() === current) return null;
      current = locale();
      return { effects: place.reconfigure(inLanguage(current)) };
    }),
  ];
}
