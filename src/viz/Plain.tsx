import { hasArabic, isolateNumbers } from '../i18n/bidi.ts';
import { formatDuration, formatNumber, formatPercent, withUnit } from '../i18n/format.ts';
import { vizText } from '../i18n/viz.ts';
import type {
  LogView,
  NumberView,
  ProgressView,
  TextView,
  TruncatedView,
} from '../kit/show/types.ts';
import { useViz } from './context.ts';
import { Sentences } from './Sentences.tsx';
import { inWords } from './words.ts';

/** A text, with its own line breaks and its own direction. */
export function Text({ view }: { readonly view: TextView }) {
  const { locale } = useViz();
  const text = inWords(view.text, locale);
  return (
    <p className="viz viz-text" dir="auto">
      {hasArabic(text) ? isolateNumbers(text) : text}
    </p>
  );
}

/** One number, set large, with what it counts. */
export function NumberValue({ view }: { readonly view: NumberView }) {
  const { locale } = useViz();
  const text = formatNumber(
    view.value,
    locale,
    view.digits === undefined ? {} : { decimals: view.digits },
  );
  return (
    <p className="viz viz-number">
      {view.label !== undefined && (
        <span>
          <Sentences text={inWords(view.label, locale)} />
        </span>
      )}
      <bdi dir="ltr">{withUnit(text, view.unit)}</bdi>
    </p>
  );
}

const LEVEL_WORD = { info: 'logInfo', warn: 'logWarn', error: 'logError' } as const;

/** A line of the console: direction by its own letters, level by mark and word. */
export function Log({ view }: { readonly view: LogView }) {
  const { locale } = useViz();
  return (
    <div className="viz viz-log" data-level={view.level}>
      {view.level !== 'log' && <span>{vizText(locale, LEVEL_WORD[view.level])}</span>}
      <pre dir="auto" translate="no">
        {view.text}
      </pre>
    </div>
  );
}

/** How far a long work is, and how long it will still take. Follows the reading direction. */
export function Progress({ view }: { readonly view: ProgressView }) {
  const { locale } = useViz();
  const share = view.total > 0 ? Math.min(1, Math.max(0, view.done / view.total)) : null;
  const left =
    view.leftMs === null
      ? ''
      : vizText(locale, 'timeLeft', { time: `\u2066${formatDuration(view.leftMs, locale)}\u2069` });
  return (
    <div className="viz viz-progress">
      <div
        role="progressbar"
        aria-label={vizText(locale, 'progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
        className="viz-bar"
        data-unknown={share === null || undefined}
      >
        <i style={{ inlineSize: share === null ? undefined : `${share * 100}%` }} />
      </div>
      <span>
        {share !== null && <bdi dir="ltr">{formatPercent(share, locale)}</bdi>}
        {share !== null && left && (locale === 'ar' ? '، ' : ', ')}
        {left}
      </span>
    </div>
  );
}

const CUT_WORD = { size: 'cutSize', count: 'cutCount', rate: 'cutRate' } as const;

/** Says that an output was cut, why, and how much of it is here. */
export function Truncated({ view }: { readonly view: TruncatedView }) {
  const { locale } = useViz();
  const shown =
    view.total === null
      ? formatNumber(view.shown, locale)
      : vizText(locale, 'cutOf', { shown: view.shown, total: view.total });
  return <p className="viz viz-cut">{vizText(locale, CUT_WORD[view.reason], { shown })}</p>;
}
