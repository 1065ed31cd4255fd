import type { ReactElement } from 'react';
import type { ErrorView } from '../../kit/show/types.ts';
import { useEngine } from '../engine.ts';
import { Icon } from '../Icon.tsx';
import { goToLine } from '../stores/session.ts';
import { Num, Ticked, Words, useLocale, useT } from '../Words.tsx';
import { cellName, withCellNames } from './cellName.ts';
import { useExplain } from './useExplain.ts';

/** An error: what it means in the reader's language, the original beside it, the way to its line, the stack folded. */
export function ErrorBox({
  cell,
  error,
}: {
  readonly cell: string;
  readonly error: ErrorView;
}): ReactElement {
  const t = useT();
  const locale = useLocale();
  const engine = useEngine();
  const named = withCellNames(error, (id) => cellName(engine.getState(), id, locale));
  const explained = useExplain()?.(named, locale) ?? null;
  const { line } = error;
  return (
    <div className="err">
      <p className="err-title">
        <Icon name="warn" />
        <span>
          <Ticked text={explained?.title ?? t('error.unexplained')} />
        </span>
      </p>
      {explained && (
        <p className="err-text">
          <Ticked text={explained.text} />
        </p>
      )}
      <pre lang="en" dir="ltr" translate="no" tabIndex={0} aria-label={t('error.original')}>
        {`${named.name}: ${named.message}`}
      </pre>
      <div className="acts">
        {line !== null && (
          <button type="button" className="link" onClick={() => goToLine(cell, line)}>
            <Words id="error.goTo" values={{ line: <Num>{line}</Num> }} />
          </button>
        )}
        {error.stack.length > 0 && (
          <details>
            <summary>
              <Words id="error.stack" count={error.stack.length} />
            </summary>
            <pre lang="en" dir="ltr" translate="no">
              {error.stack.join('\n')}
            </pre>
          </details>
        )}
      </div>
    </div>
  );
}
