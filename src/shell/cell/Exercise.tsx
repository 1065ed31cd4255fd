import type { ReactElement } from 'react';
import type { CellState, CheckFinding } from '../../runtime/state.ts';
import { useCell, useEngine } from '../engine.ts';
import { Html } from '../Html.tsx';
import { Icon } from '../Icon.tsx';
import { entryOf } from '../stores/record.ts';
import { useKeep, useKept } from '../stores/lesson.ts';
import { fillMessage } from '../slots.ts';
import type { SlotContent } from '../slots.ts';
import { useSession } from '../stores/session.ts';
import { Diff } from '../notices/Diff.tsx';
import { Num, Ticked, Words, useLocale, useT } from '../Words.tsx';
import { Cell } from './Cell.tsx';
import { allPass } from './findings.ts';
import { useExplain } from './useExplain.ts';

interface PartProps {
  readonly cell: CellState;
  readonly content: SlotContent;
}

/** A finding that the checks make by themselves: the answer is of another kind, or stops with an error. */
function OwnFinding({ finding }: { readonly finding: CheckFinding }): ReactElement {
  const t = useT();
  const locale = useLocale();
  const explain = useExplain();
  const { expected, got, name, error, code } = finding.values;
  if (finding.message === 'check-shape' && expected !== undefined && got !== undefined) {
    const values = { expected: <Code>{expected}</Code>, got: <Code>{got}</Code> };
    return <Words id="exercise.shape" values={values} />;
  }
  if (finding.message !== 'check-threw')
    return <>{t('exercise.unexplained', { message: finding.message })}</>;
  const facts = {
    name: String(name),
    message: String(error),
    code: code === undefined ? null : String(code),
    details: {},
  };
  const title = explain?.(facts, locale)?.title;
  return (
    <>
      {t('exercise.threw')} {title !== undefined && <Ticked text={`${title}.`} />}
      <pre lang="en" dir="ltr" translate="no" tabIndex={0} aria-label={t('error.original')}>
        {`${facts.name}: ${facts.message}`}
      </pre>
    </>
  );
}

function Code({ children }: { readonly children: string | number }): ReactElement {
  return (
    <code dir="ltr" translate="no">
      {children}
    </code>
  );
}

function Finding({
  finding,
  content,
}: {
  readonly finding: CheckFinding;
  readonly content: SlotContent;
}): ReactElement {
  const t = useT();
  const messages = content.messages ?? {};
  // The name comes from a check that a learner may have changed: `constructor` is no message.
  const message = Object.hasOwn(messages, finding.message) ? messages[finding.message] : undefined;
  const isFail = !finding.passed;
  return (
    <li className={isFail ? 'fail' : 'pass'}>
      <Icon name={isFail ? 'cross' : 'check'} />
      <div>
        {isFail && <b>{t('exercise.fail')}</b>}
        {isFail && message !== undefined && <Html html={fillMessage(message, finding.values)} />}
        {isFail && message === undefined && <OwnFinding finding={finding} />}
        {!isFail && t('exercise.pass')}
      </div>
    </li>
  );
}

/** What did not pass, and what did, each in the lesson's words. */
function Findings({ cell, content }: PartProps): ReactElement | null {
  const { findings } = cell;
  if (findings === null || findings.length === 0 || allPass(findings)) return null;
  return (
    <ul className="checks findings">
      {findings.map((finding, index) => (
        <Finding key={index} finding={finding} content={content} />
      ))}
    </ul>
  );
}

/** The solution as a change to what the learner has written, so that it can be compared where they stand. */
function Solution({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const solution = useSession(
    (session) => session.page?.cells.find((spec) => spec.id === cell.id)?.solution,
  );
  return (
    <div className="solution">
      <p>{t('exercise.solution.shown')}</p>
      {solution !== undefined && <Diff from={cell.source} to={solution} />}
      {solution !== undefined && (
        <button
          type="button"
          className="link"
          onClick={() => engine.act((notebook) => notebook.edit(cell.id, solution))}
        >
          {t('exercise.solution.use')}
        </button>
      )}
    </div>
  );
}

/** Hints one after the other, then the solution: each opens only after the one before it. */
function Ladder({ cell, content }: PartProps): ReactElement | null {
  const t = useT();
  const keep = useKeep();
  const hints = content.hints ?? [];
  const open = useKept((record) => entryOf(record, 'hints', cell.id)?.open ?? 0);
  if (hints.length === 0) return null;
  const show = (next: number): void => keep('hints', cell.id, { open: next });
  return (
    <ol className="ladder" aria-label={t('exercise.hints')}>
      {[...hints, null].map((hint, index) => {
        const isOpen = index < open;
        const isNext = index === open;
        const name = hint === null ? t('exercise.solution') : t('exercise.hint', { n: index + 1 });
        return (
          <li key={index} className={isOpen ? 'open' : isNext ? undefined : 'locked'}>
            <span className="n">
              {hint === null ? <Icon name="check" /> : <Num>{index + 1}</Num>}
            </span>
            {isOpen && hint !== null && <Html html={hint} />}
            {isOpen && hint === null && <Solution cell={cell} />}
            {!isOpen && <span>{name}</span>}
            {isNext && (
              <button
                type="button"
                className="link"
                aria-label={`${t('exercise.show')}: ${name}`}
                onClick={() => show(index + 1)}
              >
                {t('exercise.show')}
              </button>
            )}
            {!isOpen && !isNext && (
              <span title={t('exercise.locked')}>
                <Icon name="lock" />
                <span className="sr">{t('exercise.locked')}</span>
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** An exercise: the task, a cell with a check instead of a run, what the check found, and a ladder of hints. */
export function Exercise({
  id,
  content,
}: {
  readonly id: string;
  readonly content: SlotContent;
}): ReactElement | null {
  const cell = useCell(id);
  if (!cell) return null;
  return (
    <>
      {content.task !== undefined && <Html className="task" html={content.task} />}
      <Cell id={id} content={content}>
        <Findings cell={cell} content={content} />
        <Ladder cell={cell} content={content} />
      </Cell>
    </>
  );
}
