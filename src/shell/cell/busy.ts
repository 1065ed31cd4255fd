import type { CellState } from '../../runtime/state.ts';

/** Running, or waiting to. */
export const isBusy = (cell: CellState): boolean =>
  cell.status === 'running' || cell.status === 'queued';
