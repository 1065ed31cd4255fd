import type { ReactElement } from 'react';
import { formatDuration, formatPercent } from '../../i18n/format.ts';
import type { CellState, CheckFinding } from '../../runtime/state.ts';
import { useNotebook } from '../engine.ts';
import { Icon } from '../Icon.tsx';
import { Names, Num, Words, useLocale, useT } from '../Words.tsx';
import { isBusy } from './busy.ts';
import { allPass } from './findings.ts';
import { goToLine, useSession } from '../stores/session.ts';

function Running({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  const locale = useLocale();
  const { progress } = cell;
  const isStarting = useNotebook((state) => state.kernel === 'starting');
  if (cell.status === 'queued') return <span className="status">{t('cell.queued')}</span>;
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
  return (
    <>
      <span
        className={share === null ? 'progress unknown' : 'progress'}
        role="progressbar"
        aria-label={t('cell.running')}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      >
        <i style={share === null ? undefined : { inlineSize: `${share * 100}%` }} />
      </span>
      <span>
        {share === null ? (
          t(isStarting ? 'kernel.starting' : 'cell.running')
        ) : progress?.leftMs != null ? (
          <Words
            id="cell.percent"
            values={{
              percent: <Num>{formatPercent(share, locale)}</Num>,
              left: <Num>{formatDuration(progress.leftMs, locale)}</Num>,
            }}
          />
        ) : (
          <Num>{formatPercent(share, locale)}</Num>
        )}
      </span>
    </>
  );
}

function Stale({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  const locale = useLocale();
  const names = cell.staleBecause;
  return (
    <>
      <span className="status warn">
        <Icon name="stale" />
        {t('cell.stale')}
      </span>
      <span className="why">
        {names.length === 0 ? (
          t('cell.stale.own')
        ) : (
          <Words
            id="cell.stale.names"
            count={names.length}
            values={{ names: <Names names={names} /> }}
          />
        )}{' '}
        {cell.cost === 'heavy' && cell.durationMs !== null && (
          <Words
            id="cell.stale.cost"
            values={{ time: <Num>{formatDuration(cell.durationMs, locale)}</Num> }}
          />
        )}
        {cell.cost === 'heavy' && cell.durationMs === null && t('cell.stale.heavy')}
      </span>
    </>
  );
}

function Done({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  const locale = useLocale();
  return (
    <span className="status ok">
      <Icon name="check" />
      <span>
        {cell.durationMs === null ? (
          t('cell.doneUntimed')
        ) : (
          <Words
            id="cell.done"
            values={{ time: <Num>{formatDuration(cell.durationMs, locale)}</Num> }}
          />
        )}
      </span>
    </span>
  );
}

function Checked({ findings }: { readonly findings: readonly CheckFinding[] }): ReactElement {
  const t = useT();
  const passed = findings.filter((finding) => finding.passed).length;
  const isPassed = allPass(findings);
  return (
    <span className={isPassed ? 'status ok' : 'status bad'}>
      <Icon name={isPassed ? 'check' : 'cross'} />
      <span>
        {isPassed ? (
          t('exercise.passed')
        ) : (
          <Words
            id="exercise.some"
            count={findings.length}
            values={{ passed: <Num>{passed}</Num> }}
          />
        )}
      </span>
    </span>
  );
}

function Failed({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  const line = (cell.problem ?? cell.error)?.line ?? null;
  return (
    <span className="status bad">
      <Icon name="warn" />
      {line === null ? (
        t('cell.failed')
      ) : (
        <button type="button" className="bare" onClick={() => goToLine(cell.id, line)}>
          <Words id="cell.failedAt" values={{ line: <Num>{line}</Num> }} />
        </button>
      )}
    </span>
  );
}

function Idle({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  // Outputs of a lesson are stored all together; what waits for a click and has none measures this machine.
  const measures = useSession(
    ({ page }) =>
      page?.cells.find((spec) => spec.id === cell.id)?.run === 'click' &&
      Object.keys(page.stored).length > 0 &&
      page.stored[cell.id] === undefined,
  );
  return (
    <>
      <kbd dir="ltr">Shift ⏎</kbd>
      {measures && <span className="why">{t('cell.measures')}</span>}
    </>
  );
}

/** Mark and word for a cell's state: neither colour nor edge has to be seen to know it. */
export function CellStatusLine({ cell }: { readonly cell: CellState }): ReactElement | null {
  const t = useT();
  if (isBusy(cell)) return <Running cell={cell} />;
  if (cell.problem || cell.status === 'error') return <Failed cell={cell} />;
  if (cell.status === 'stopped') {
    return (
      <>
        <span className="status">
          <Icon name="stop" />
          {t('cell.stopped')}
        </span>
        <span className="why">{t(cell.isGone ? 'cell.gone' : 'cell.stopped.how')}</span>
      </>
    );
  }
  if (cell.isGone) {
    return (
      <span className="status warn">
        <Icon name="stale" />
        {t('cell.gone')}
      </span>
    );
  }
  if (cell.isStale) return <Stale cell={cell} />;
  if (cell.isStored) {
    return (
      <>
        <span className="tag dash">
          <Icon name="stored" />
          {t('cell.stored')}
        </span>
        <span className="why">{t('cell.stored.how')}</span>
      </>
    );
  }
  if (cell.findings && cell.findings.length > 0) return <Checked findings={cell.findings} />;
  if (cell.status === 'done') return <Done cell={cell} />;
  return cell.kind === 'exercise' ? null : <Idle cell={cell} />;
}
