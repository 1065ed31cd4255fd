import { useState } from 'react';
import type { ReactElement } from 'react';
import type { CellState } from '../../runtime/state.ts';
import { useEngine, useNotebook } from '../engine.ts';
import { useKeep, useKept } from '../stores/lesson.ts';
import { useProgress } from '../stores/progress.ts';
import { entriesOf } from '../stores/record.ts';
import { useT, Code, Words } from '../Words.tsx';
import { Diff } from './Diff.tsx';
import { NoticeCard } from './Notices.tsx';

/** A cell that two tabs edited: both texts are kept until the reader says which. */
function Conflicts(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const keep = useKeep();
  const rivals = useKept((record) => JSON.stringify(entriesOf(record, 'other')));
  const found = JSON.parse(rivals) as [id: string, value: { source: string }, at: number][];
  const cells = useNotebook((state) => state.cells);
  return (
    <>
      {found.map(([id, { source }]) => (
        <NoticeCard
          key={id}
          tone="warn"
          title={<Words id="notice.conflict" values={{ cell: <Code>{id}</Code> }} />}
          why={
            <>
              {t('notice.conflict.why')}
              <Diff from={cells[id]?.source ?? ''} to={source} />
            </>
          }
          yes={t('notice.conflict.theirs')}
          no={t('notice.conflict.mine')}
          onAnswer={(isTheirs) => {
            if (isTheirs) engine.act((notebook) => notebook.edit(id, source));
            keep('other', id, null);
          }}
        />
      ))}
    </>
  );
}

/** Cells whose text in the lesson has changed since the reader edited them. */
function Changed(): ReactElement | null {
  const t = useT();
  const engine = useEngine();
  const keep = useKeep();
  const edits = useKept((record) => JSON.stringify(entriesOf(record, 'edit')));
  const cells = useNotebook((state) => state.cells);
  const [isLater, setLater] = useState(false);
  const changed = (JSON.parse(edits) as [id: string, value: { source: string; base: string }][])
    .map(([id, { base }]) => ({ cell: cells[id], base }))
    .filter((one): one is { cell: CellState; base: string } => one.cell !== undefined)
    .filter(({ cell, base }) => base !== cell.original && cell.source !== cell.original);
  if (changed.length === 0 || isLater) return null;
  return (
    <NoticeCard
      tone="warn"
      title={<Words id="notice.changed" count={changed.length} />}
      why={
        <>
          {t('notice.changed.why')}
          {changed.map(({ cell }) => (
            <details key={cell.id}>
              <summary>
                <Words id="notice.changed.diff" values={{ name: <Code>{cell.id}</Code> }} />
              </summary>
              <Diff from={cell.source} to={cell.original} />
            </details>
          ))}
        </>
      }
      yes={t('notice.changed.take')}
      no={t('notice.changed.keep')}
      onAnswer={(isTaken) => {
        for (const { cell } of changed) {
          if (isTaken) engine.act((notebook) => notebook.reset(cell.id));
          else keep('edit', cell.id, { source: cell.source, base: cell.original });
        }
        setLater(true);
      }}
    />
  );
}

/** Nothing of what the reader does can be kept: to be known before an evening's work is lost. */
function Unkept(): ReactElement | null {
  const t = useT();
  const isMemory = useProgress((state) => state.kept === 'memory');
  const [isKnown, setKnown] = useState(false);
  if (!isMemory || isKnown) return null;
  return (
    <NoticeCard
      tone="warn"
      title={t('notice.memory')}
      why={t('notice.memory.why')}
      onAnswer={() => setKnown(true)}
    />
  );
}

/** Notices about the reader's own work. */
export function WorkNotices(): ReactElement {
  return (
    <>
      <Unkept />
      <Conflicts />
      <Changed />
    </>
  );
}
