import { useId } from 'react';
import type { ReactElement } from 'react';
import { useNotebook } from '../engine.ts';
import { Html } from '../Html.tsx';
import { Icon } from '../Icon.tsx';
import type { SlotContent } from '../slots.ts';
import { useKeep, useKept } from '../stores/lesson.ts';
import { entryOf } from '../stores/record.ts';
import { Words, useT } from '../Words.tsx';
import { cellAfter } from './cellAfter.ts';
import { Choices } from './Choices.tsx';

/** A choice's text without its reasons: what stands before a dash or a comma says which it is. */
function short(html: string | undefined): ReactElement {
  const plain = /^[^<]*/.exec(html ?? '')?.[0] ?? '';
  const end = plain.search(/\s[—–-]\s|[،؛,;:]/);
  return <Html as="span" className="said" html={end > 0 ? plain.slice(0, end) : (html ?? '')} />;
}

/** The answer beside what happened. */
function Verdict({
  content,
  choice,
}: {
  readonly content: SlotContent;
  readonly choice: number | null;
}): ReactElement {
  const { choices = [], right = -1, after } = content;
  const isRight = choice === right;
  return (
    <div className="verdict">
      <Icon name={isRight ? 'check' : 'info'} />
      <div>
        {choice !== null && (
          <p>
            <Words
              id={isRight ? 'predict.right' : 'predict.wrong'}
              values={{ answer: short(choices[choice]), right: short(choices[right]) }}
            />
          </p>
        )}
        {after !== undefined && <Html html={after} />}
      </div>
    </div>
  );
}

/** A question before a cell is run: one tap, kept, and shown again beside the result once the cell has run. */
export function Predict({
  id,
  content,
}: {
  readonly id: string;
  readonly content: SlotContent;
}): ReactElement {
  const t = useT();
  const keep = useKeep();
  const questionId = useId();
  const choice = useKept((record) => entryOf(record, 'answer', id)?.choice);
  const next = cellAfter(`predict-${id}`);
  const hasRun = useNotebook((state) => {
    const cell = next === null ? undefined : state.cells[next];
    return cell?.status === 'done' || cell?.status === 'error';
  });
  const isSettled = choice !== undefined && (hasRun || next === null);
  return (
    <>
      <p className="ask-kind">
        {t('predict.kind')}
        <span>{t('predict.before')}</span>
      </p>
      <Html className="ask-q" id={questionId} html={content.question ?? ''} />
      <Choices
        labelledBy={questionId}
        choices={content.choices ?? []}
        chosen={choice ?? null}
        right={isSettled ? (content.right ?? null) : null}
        onChoose={(index) => keep('answer', id, { choice: index })}
      />
      {isSettled ? (
        <Verdict content={content} choice={choice ?? null} />
      ) : (
        <p className="ask-foot">
          <span>
            {choice === undefined ? '' : choice === null ? t('predict.skipped') : t('predict.kept')}
          </span>
          {choice === undefined && (
            <button
              type="button"
              className="link"
              onClick={() => keep('answer', id, { choice: null })}
            >
              {t('predict.skip')}
            </button>
          )}
        </p>
      )}
    </>
  );
}
