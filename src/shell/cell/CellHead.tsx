import type { ReactElement } from 'react';
import type { CellState } from '../../runtime/state.ts';
import { useNotebook } from '../engine.ts';
import { Names, useT } from '../Words.tsx';
import { CellTools } from './CellTools.tsx';

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index]);

/** Names of other cells that this one reads: what it uses and another one defines. */
export function useReads(cell: CellState): readonly string[] {
  return useNotebook((state) => {
    const defined = new Set(
      Object.values(state.cells).flatMap((other) => (other.id === cell.id ? [] : other.defines)),
    );
    return cell.uses.filter((name) => defined.has(name));
  }, sameList);
}

interface CellHeadProps {
  readonly cell: CellState;
  /** The name shown; the reader's own cells have numbers instead. */
  readonly name: string;
}

/** The line above the code: the cell's name, what it reads, and its tools. */
export function CellHead({ cell, name }: CellHeadProps): ReactElement {
  const t = useT();
  const reads = useReads(cell);
  const isEdited = !cell.isOwn && cell.source !== cell.original;
  return (
    <div className="cell-head">
      <span className={cell.isOwn ? 'cell-name own' : 'cell-name'}>{name}</span>
      {cell.kind === 'exercise' && <span className="tag acc">{t('exercise.tag')}</span>}
      {isEdited && <span className="tag">{t('cell.edited')}</span>}
      {reads.length > 0 && (
        <span className="reads">
          {t('cell.reads')} <Names names={reads} />
        </span>
      )}
      <CellTools cell={cell} />
    </div>
  );
}
