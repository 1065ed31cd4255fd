import type { ReactElement } from 'react';
import { formatBytes } from '../../i18n/format.ts';
import type { CellState } from '../../runtime/state.ts';
import { Num, Words, useLocale } from '../Words.tsx';
import { isBusy } from './busy.ts';

/** Tensors that the cell holds, and how many more than the last time: a leak shows here. */
export function Held({ cell }: { readonly cell: CellState }): ReactElement | null {
  const locale = useLocale();
  if (!cell.tensors || cell.tensors.count === 0 || isBusy(cell)) return null;
  const { count, bytes, grew } = cell.tensors;
  return (
    <span className="end">
      <span>
        <Words id="cell.tensors" count={count} /> · <Num>{formatBytes(bytes, locale)}</Num>
      </span>
      {grew > 0 && (
        <span className="tag warn">
          <Words id="cell.grew" count={grew} />
        </span>
      )}
    </span>
  );
}
