import { formatDuration } from '../../i18n/format.ts';
import type { Locale } from '../../i18n/locale.ts';
import { t } from '../../i18n/t.ts';
import type { CellState } from '../../runtime/state.ts';

/**
 * What to say about a cell, `name` on the page, that went from `before` to `after`; null for what needs no words.
 * `faultTitle` is what its error comes to in the reader's language.
 */
export function announcement(
  locale: Locale,
  before: CellState,
  after: CellState,
  name: string,
  faultTitle: string,
): string | null {
  if (after.findings !== before.findings && after.findings && after.findings.length > 0) {
    const passed = after.findings.filter((finding) => finding.passed).length;
    const count = after.findings.length;
    return passed === count
      ? t(locale, 'live.passed', { name })
      : t(locale, 'live.findings', { name, passed, count });
  }
  if (after.status === before.status) return null;
  if (after.status === 'error') {
    return t(locale, 'live.error', { name, title: faultTitle });
  }
  if (after.status === 'stopped') return t(locale, 'live.stopped', { name });
  // Figures redraw themselves, and of an exercise its findings are told.
  if (after.status !== 'done' || after.durationMs === null || after.kind !== 'cell') return null;
  return t(locale, 'live.doneIn', { name, time: formatDuration(after.durationMs, locale) });
}
