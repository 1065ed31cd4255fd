import { useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { CellState } from '../../runtime/state.ts';
import { useCell, useEngine, useNotebook } from '../engine.ts';
import type { SlotContent } from '../slots.ts';
import { useLocale, useT } from '../Words.tsx';
import { cellName } from './cellName.ts';
import { CellStatusLine } from './CellStatus.tsx';
import { Held } from './Held.tsx';
import { RunButton } from './RunButton.tsx';
import { CellHead } from './CellHead.tsx';
import { CodePane } from './Code.tsx';
import { ErrorBox } from './ErrorBox.tsx';
import { Inputs } from './Inputs.tsx';
import { Views } from './Output.tsx';

/** The state that colours a cell's edge. The words beside it say the same. */
export function edgeOf(cell: CellState): string {
  if (cell.status === 'running' || cell.status === 'queued') return 'running';
  if (cell.problem || cell.status === 'error') return 'error';
  if (cell.status === 'stopped') return 'stopped';
  if (cell.isStale) return 'stale';
  if (cell.findings?.some((finding) => !finding.passed)) return 'error';
  if (cell.isStored) return 'stored';
  return cell.status === 'done' && !cell.isGone ? 'done' : 'idle';
}

/** Shift+Enter goes on to the next cell as notebooks do, but never carries the reader out of sight of the result. */
function leave(host: HTMLElement | null, next: string | undefined): void {
  const button = document.querySelector<HTMLElement>(`[data-cell-id="${next ?? ''}"] .btn.run`);
  const isInSight = button !== null && button.getBoundingClientRect().bottom < innerHeight;
  const target = isInSight ? button : host?.querySelector<HTMLElement>('.btn.run');
  target?.focus({ preventScroll: true });
}

/** The cell that follows in the lesson, skipping figures. */
function useNextCell(id: string): string | undefined {
  return useNotebook((state) => {
    const after = state.order.slice(state.order.indexOf(id) + 1);
    return after.find((other) => state.cells[other]?.kind !== 'figure');
  });
}

interface CellProps {
  readonly id: string;
  readonly content: SlotContent;
  /** Between the bar and the output: an exercise's findings and hints, a prediction's verdict. */
  readonly children?: ReactNode;
}

/** A cell: name, code, Run, what it shows. */
export function Cell({ id, content, children }: CellProps): ReactElement | null {
  const cell = useCell(id);
  return cell ? <LiveCell cell={cell} content={content} children={children} /> : null;
}

function LiveCell(props: Omit<CellProps, 'id'> & { readonly cell: CellState }): ReactElement {
  const { cell, content, children } = props;
  const engine = useEngine();
  const host = useRef<HTMLDivElement>(null);
  const next = useNextCell(cell.id);
  const locale = useLocale();
  const name = useNotebook((state) => cellName(state, cell.id, locale));
  const fault = cell.problem ?? cell.error;
  const hasOutput = cell.views.length > 0 || cell.inputs.length > 0 || fault !== null;

  const run = (stay: boolean): void => {
    engine.act((notebook) =>
      cell.kind === 'exercise' ? notebook.check(cell.id) : notebook.run(cell.id),
    );
    if (!stay) leave(host.current, next);
  };

  return (
    <div
      className={`cell-state ${edgeOf(cell)}`}
      ref={host}
      data-status={edgeOf(cell)}
      data-cell-id={cell.id}
    >
      <div className="cell-code">
        <CellHead cell={cell} name={name} />
        <CodePane cell={cell} name={name} html={content.code} onRun={run} />
        <div className="cell-bar">
          <RunButton cell={cell} />
          <CellStatusLine cell={cell} />
          <Held cell={cell} />
        </div>
      </div>
      {children}
      {hasOutput && (
        <div className={cell.isStale && !cell.isStored ? 'out dim' : 'out'} translate="no">
          <Inputs inputs={cell.inputs} />
          {fault && <ErrorBox cell={cell.id} error={fault} />}
          <Views cell={cell} html={content.stored} />
        </div>
      )}
    </div>
  );
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

/** The reader's own cells that stand right after a cell of the lesson. */
export function OwnCellsAfter({ id }: { readonly id: string }): ReactElement {
  const own = useNotebook((state) => {
    const after = state.order.slice(state.order.indexOf(id) + 1);
    const end = after.findIndex((other) => !state.cells[other]?.isOwn);
    return end < 0 ? after : after.slice(0, end);
  }, sameList);
  const t = useT();
  return (
    <>
      {own.map((ownId) => (
        <section className="cell own" id={`cell-${ownId}`} key={ownId} aria-label={t('cell.own')}>
          <Cell id={ownId} content={{}} />
        </section>
      ))}
    </>
  );
}

/** A figure: a cell whose code nobody sees. */
export function Figure({ id, content }: Omit<CellProps, 'children'>): ReactElement | null {
  const cell = useCell(id);
  if (!cell) return null;
  return (
    <>
      <div className="figure-body" data-status={edgeOf(cell)} data-cell-id={id}>
        <Inputs inputs={cell.inputs} />
        {(cell.problem ?? cell.error) && (
          <ErrorBox cell={id} error={(cell.problem ?? cell.error)!} />
        )}
        <Views cell={cell} html={content.stored} />
      </div>
      {content.caption !== undefined && (
        <figcaption dangerouslySetInnerHTML={{ __html: content.caption }} />
      )}
    </>
  );
}
