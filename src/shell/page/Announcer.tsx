import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { formatDuration } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import type { Locale } from '../../i18n/locale.ts';
import type { CellState } from '../../runtime/state.ts';
import { useEngine } from '../engine.ts';
import { say, useSession } from '../stores/session.ts';

/** What to say about a cell that went from `before` to `after`; null for what needs no words. */
export function announcement(locale: Locale, before: CellState, after: CellState): string | null {
  const name = after.id;
  if (after.findings !== before.findings && after.findings && after.findings.length > 0) {
    const passed = after.findings.filter((finding) => finding.passed).length;
    const count = after.findings.length;
    return passed === count
      ? t(locale, 'live.passed', { name })
      : t(locale, 'live.findings', { name, passed, count });
  }
  if (after.status === before.status) return null;
  if (after.status === 'error') {
    return t(locale, 'live.error', { name, title: after.error?.message ?? '' });
  }
  if (after.status === 'stopped') return t(locale, 'live.stopped', { name });
  // A drag re-runs cells many times a second: only what took long enough to wonder about is told.
  if (after.status !== 'done' || after.durationMs === null || after.kind === 'figure') return null;
  return t(locale, 'live.doneIn', { name, time: formatDuration(after.durationMs, locale) });
}

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
