import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useEngine } from '../engine.ts';
import { cellName } from '../cell/cellName.ts';
import type { ErrorView } from '../../kit/show/types.ts';
import type { Locale } from '../../i18n/locale.ts';
import { say, useSession } from '../stores/session.ts';
import { announcement } from './announcement.ts';

/** At most one announcement in this time; the last one of a burst is the one that is heard. */
const QUIET_MS = 400;

/** What an error means, in a few words; the explanations come with the first one. */
async function titleOf(error: ErrorView | null, locale: Locale): Promise<string> {
  if (!error) return '';
  const { explain } = await import('../../i18n/explain.ts');
  return explain(error, locale)?.title.replaceAll('`', '') ?? error.message;
}

/** The page's one polite live region: run status in the reader's language. */
export function Announcer(): ReactElement {
  const engine = useEngine();
  const said = useSession((session) => session.said);
  useEffect(() => {
    let before = engine.getState().cells;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const sayLater = (text: string | null): void => {
      if (text === null) return;
      clearTimeout(timer);
      timer = setTimeout(() => say(text), QUIET_MS);
    };
    const stop = engine.subscribe(() => {
      const state = engine.getState();
      const { cells } = state;
      const { locale } = useSession.getState();
      for (const [id, cell] of Object.entries(cells)) {
        const old = before[id];
        if (!old || old === cell) continue;
        const tell = (title: string): void =>
          sayLater(announcement(locale, old, cell, cellName(state, id, locale), title));
        if (cell.status === 'error' && old.status !== 'error') {
          const fault = cell.problem ?? cell.error;
          void titleOf(fault, locale).then(tell, () => tell(fault?.message ?? ''));
        } else tell('');
      }
      before = cells;
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [engine]);
  return (
    <p className="sr" role="status" aria-live="polite">
      {/* A no-break space now and then: the same words twice are a change only so. */}
      {said.text + (said.n % 2 === 0 ? '' : '\u00a0')}
    </p>
  );
}
