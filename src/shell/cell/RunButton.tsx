import type { ReactElement } from 'react';
import type { CellState } from '../../runtime/state.ts';
import { useEngine } from '../engine.ts';
import { Icon } from '../Icon.tsx';
import { useT } from '../Words.tsx';
import { isBusy } from './busy.ts';

const hasRun = (cell: CellState): boolean => cell.durationMs !== null || cell.status === 'error';

/** Run, or Stop in its very place; the label says what a press does now. */
export function RunButton({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  const engine = useEngine();
  if (isBusy(cell)) {
    return (
      <button
        type="button"
        className="btn stop run"
        onClick={() => engine.act((notebook) => notebook.stop())}
      >
        <Icon name="stop" />
        {t('cell.stop')}
      </button>
    );
  }
  const isExercise = cell.kind === 'exercise';
  const again = isExercise ? 'exercise.checkAgain' : 'cell.runAgain';
  const first = isExercise ? 'exercise.check' : 'cell.run';
  const isQuiet = cell.isStored || cell.isStale;
  return (
    <button
      type="button"
      className={`btn run ${isQuiet ? 'plain' : 'primary'}`}
      onClick={() =>
        engine.act((notebook) => (isExercise ? notebook.check(cell.id) : notebook.run(cell.id)))
      }
    >
      {!isExercise && <Icon name="run" />}
      {t(hasRun(cell) && !cell.isStored ? again : first)}
    </button>
  );
}
