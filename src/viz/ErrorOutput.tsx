import { vizCount, vizText } from '../i18n/viz.ts';
import type { ErrorView } from '../kit/show/types.ts';
import { useViz } from './context.ts';
import { Sentences } from './Sentences.tsx';

/**
 * An error that teaches: what it means in the reader's language, the original English below, the way to its line, the
 * stack folded. Without an explanation the original stands alone.
 */
export function ErrorOutput({ view }: { readonly view: ErrorView }) {
  const { locale, explain, onGoToLine } = useViz();
  const explanation = explain?.(view) ?? null;
  const { line } = view;
  const original = view.message ? `${view.name}: ${view.message}` : view.name;
  return (
    <div className="viz viz-error">
      <p className="viz-error-title">
        <svg viewBox="0 0 16 16" className="viz-icon" aria-hidden="true">
          <path d="M8 2.4 14.4 13.4H1.6ZM8 6.6v3.2M8 11.6v.1" />
        </svg>
        {explanation ? <Sentences text={explanation.title} /> : <bdi dir="ltr">{view.name}</bdi>}
      </p>
      {explanation && (
        <p className="viz-error-text">
          <Sentences text={explanation.text} />
        </p>
      )}
      <pre dir="ltr" lang="en" translate="no" aria-label={vizText(locale, 'original')}>
        {original}
      </pre>
      <div className="viz-error-acts">
        {line !== null && onGoToLine && (
          <button type="button" className="viz-link" onClick={() => onGoToLine(line, view.column)}>
            {vizText(locale, 'errorAtLine', { line })}
          </button>
        )}
        {view.stack.length > 0 && (
          <details>
            <summary>{vizCount(locale, 'stack', view.stack.length)}</summary>
            <pre dir="ltr" translate="no">
              {view.stack.join('\n')}
            </pre>
          </details>
        )}
      </div>
    </div>
  );
}
