import type { ReactElement } from 'react';
import { useT } from '../Words.tsx';
import { diffLines } from './diff.ts';

/** Two texts line by line, what went and what came. */
export function Diff({ from, to }: { readonly from: string; readonly to: string }): ReactElement {
  const t = useT();
  return (
    <pre className="diff" dir="ltr" translate="no" tabIndex={0} aria-label={t('diff.label')}>
      {diffLines(from, to).map((line, index) => (
        <span key={index} className={line.kind}>
          {line.kind !== 'same' && <span className="sr">{t(`diff.${line.kind}`)} </span>}
          {`${line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '} ${line.text}\n`}
        </span>
      ))}
    </pre>
  );
}
