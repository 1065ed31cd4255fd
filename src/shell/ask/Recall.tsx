import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { Html } from '../Html.tsx';
import type { SlotContent } from '../slots.ts';
import { useKeep, useKept } from '../stores/lesson.ts';
import { entryOf } from '../stores/record.ts';
import type { EntryValues } from '../stores/record.ts';
import { Words, useT } from '../Words.tsx';
import { Choices } from './Choices.tsx';
import { daysUntil, nextRecall } from './spacing.ts';

function Due({ recall }: { readonly recall: EntryValues['recall'] }): ReactElement {
  const t = useT();
  const days = daysUntil(recall, Date.now());
  if (days === null) return <span>{t('recall.done')}</span>;
  if (days === 0) return <span>{t('recall.today')}</span>;
  return (
    <span>
      <Words id="recall.back" count={days} />
    </span>
  );
}

/** A question from memory. One tap shows the answer, one more says whether it was known; what was not comes back. */
export function Recall({
  id,
  content,
}: {
  readonly id: string;
  readonly content: SlotContent;
}): ReactElement {
  const t = useT();
  const keep = useKeep();
  const questionId = useId();
  const [isShown, setShown] = useState(false);
  const [picked, setPicked] = useState<number | null>(null);
  const recall = useKept((record) => entryOf(record, 'recall', id));
  const { choices = [], right = null } = content;
  const hasChoices = choices.length > 0 && right !== null;
  const settle = (isKnown: boolean): void =>
    keep('recall', id, nextRecall(recall, isKnown, Date.now()));
  const isOpen = isShown || picked !== null;
  return (
    <>
      <p className="ask-kind">
        {t('recall.kind')}
        <span>{t('recall.from')}</span>
      </p>
      <Html className="ask-q" id={questionId} html={content.question ?? ''} />
      {hasChoices && (
        <Choices
          labelledBy={questionId}
          choices={choices}
          chosen={picked}
          right={picked === null ? null : right}
          onChoose={(index) => {
            if (picked === null) settle(index === right);
            setPicked(index);
          }}
        />
      )}
      {isOpen && <Html className="ask-answer" html={content.answer ?? ''} />}
      <div className="ask-foot">
        {!isOpen && !hasChoices && (
          <button type="button" className="btn plain small" onClick={() => setShown(true)}>
            {t('recall.show')}
          </button>
        )}
        {isShown && picked === null && (
          <span className="choices">
            <button
              type="button"
              className="btn plain small"
              onClick={() => (settle(true), setPicked(-1))}
            >
              {t('recall.knew')}
            </button>
            <button
              type="button"
              className="btn plain small"
              onClick={() => (settle(false), setPicked(-1))}
            >
              {t('recall.forgot')}
            </button>
          </span>
        )}
        {recall && <Due recall={recall} />}
      </div>
    </>
  );
}
