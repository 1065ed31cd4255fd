import type { Extension } from '@codemirror/state';
import { ViewPlugin } from '@codemirror/view';
import type { EditorView, ViewUpdate } from '@codemirror/view';
import { t } from '../i18n/t.ts';
import type { TypeHelpOptions } from './typeHelp.ts';

/**
 * A quiet line in the corner of the editor that asked, while the service is loaded for the first time. It stands above
 * the text without moving it, and typing goes on. A failure is told there too, until the next key.
 */
export function typesNote({ client, cell, locale }: TypeHelpOptions): Extension {
  return ViewPlugin.fromClass(
    class {
      readonly #note: HTMLElement;
      readonly #unsubscribe: () => void;

      constructor(view: EditorView) {
        this.#note = document.createElement('div');
        this.#note.className = 'cm-types-note';
        this.#note.setAttribute('role', 'status');
        view.dom.append(this.#note);
        this.#unsubscribe = client.subscribe(() => this.#show());
      }

      update(update: ViewUpdate): void {
        if (update.docChanged && client.getState() === 'failed') this.#write('');
      }

      destroy(): void {
        this.#unsubscribe();
        this.#note.remove();
      }

      #show(): void {
        const state = client.getState();
        const isOurs = client.askedBy() === cell;
        if (isOurs && state === 'loading') this.#write(t(locale(), 'types.loading'));
        else if (isOurs && state === 'failed') this.#write(t(locale(), 'types.failed'));
        else this.#write('');
      }

      #write(words: string): void {
        if (words === '') return this.#note.replaceChildren();
        // The words have a direction of their own; the corner is the editor's, away from where its lines begin.
        const text = document.createElement('bdi');
        text.textContent = words;
        text.lang = locale();
        this.#note.replaceChildren(text);
      }
    },
  );
}
