import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { PlainKey } from '../../i18n/t.ts';
import type { Engine } from '../engine.ts';
import { useEngine } from '../engine.ts';
import { useSession } from '../stores/session.ts';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { useT } from '../Words.tsx';

const ROWS: readonly (readonly [PlainKey, readonly string[]])[] = [
  ['keys.run', ['Shift', '⏎']],
  ['keys.runStay', ['Ctrl', '⏎']],
  ['keys.stop', ['S']],
  ['keys.next', ['J', 'K']],
  ['keys.leave', ['Esc', 'Tab']],
  ['keys.find', ['Ctrl', 'F']],
  ['keys.complete', ['Ctrl', 'Space']],
  ['keys.type', ['Ctrl', 'K', 'I']],
  ['keys.language', ['L']],
  ['keys.all', ['?']],
];

/** Whether a key belongs to something the reader types into. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

function walkCells(step: 1 | -1): void {
  const cells = [...document.querySelectorAll<HTMLElement>('.cell-state')];
  const middle = innerHeight / 2;
  const at = cells.findIndex((cell) => cell.contains(document.activeElement));
  const from =
    at >= 0 ? at : cells.findIndex((cell) => cell.getBoundingClientRect().top > middle) - 1;
  const next = cells[Math.max(0, Math.min(cells.length - 1, from + step))];
  next?.scrollIntoView({ block: 'nearest' });
  next?.querySelector<HTMLElement>('.btn.run')?.focus();
}

/** The single-letter keys of a lesson. They are off while the reader types anywhere. */
export function handleKey(event: KeyboardEvent, engine: Engine): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (isTyping(event.target)) return false;
  if (event.key !== '?' && !useSettings.getState().hasLetterKeys) return false;
  switch (event.key) {
    case '?':
      useSession.setState((session) => ({ isKeysOpen: !session.isKeysOpen }));
      return true;
    case 'j':
      walkCells(1);
      return true;
    case 'k':
      walkCells(-1);
      return true;
    case 's':
      engine.act((notebook) => notebook.stop());
      return true;
    case 'l':
      document.querySelector<HTMLElement>('a[data-language]')?.click();
      return true;
    default:
      return false;
  }
}

/** The list of keys, and the keys themselves. */
export function Keys(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = useSession((session) => session.isKeysOpen);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (handleKey(event, engine)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [engine]);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const hasLetterKeys = useSettings((settings) => settings.hasLetterKeys);
  const close = (): void => useSession.setState({ isKeysOpen: false });
  return (
    <dialog
      className="dialog"
      ref={dialog}
      aria-labelledby="keys-title"
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <h2 id="keys-title">{t('keys.title')}</h2>
      <dl className="keys">
        {ROWS.map(([id, keys]) => (
          <div key={id}>
            <dt>{t(id)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="check letters">
        <input
          type="checkbox"
          checked={hasLetterKeys}
          onChange={(event) => changeSettings({ hasLetterKeys: event.currentTarget.checked })}
        />
        <span>{t('keys.letters')}</span>
      </label>
      <div className="acts">
        <button type="button" className="btn plain small" onClick={close}>
          {t('dialog.close')}
        </button>
      </div>
    </dialog>
  );
}
