import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useEngine } from '../engine.ts';
import { say, useSession } from '../stores/session.ts';
import { announcement } from './announcement.ts';

/** At most one announcement in this time; the last one of a burst is the one that is heard. */
const QUIET_MS = 400;

/** The page's one polite live region: run status in the reader's language. */
export function Announcer(): ReactElement {
  const engine = useEngine();
  const said = useSession((session) => session.said);
  useEffect(() => {
    let before = engine.getState().cells;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = engine.subscribe(() => {
      const { cells } = engine.getState();
      const { locale } = useSession.getState();
      for (const [id, cell] of Object.entries(cells)) {
        const old = before[id];
        const text = old && old !== cell ? announcement(locale, old, cell) : null;
        if (text === null) continue;
        clearTimeout(timer);
        timer = setTimeout(() => say(text), QUIET_MS);
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
