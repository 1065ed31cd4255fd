import { useId, useMemo, useRef, useState } from 'react';
import { formatBytes, formatNumber } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import { vizCount, vizText } from '../i18n/viz.ts';
import type { Hue, MatrixView, TensorView } from '../kit/show/types.ts';
import { useViz } from './context.ts';
import { Figure } from './Figure.tsx';
import { HeatCanvas } from './HeatCanvas.tsx';
import { DataTable } from './DataTable.tsx';
import { matrixExports } from './Matrix.tsx';
import { MatrixGrid } from './MatrixGrid.tsx';
import { matrixModel } from './matrixModel.ts';
import { matrixTwin } from './matrixTwin.ts';
import { Ramp } from './Ramp.tsx';
import { leadingAxes, sliceOf } from './slice.ts';
import { usePalette } from './theme.ts';

// The course's own names for its symbols; every other variable is drawn in ink.
const SYMBOL_HUE: Readonly<Record<string, Hue>> = {
  Q: 'query',
  K: 'key',
  V: 'value',
  scores: 'scores',
  weights: 'scores',
  output: 'output',
};

/** A tensor that was shown as it is: what it is, its statistics, and a heat map of one slice of it. */
export function Tensor({ view }: { readonly view: TensorView }) {
  const { locale } = useViz();
  const own = useId();
  const ref = useRef<HTMLDivElement>(null);
  const palette = usePalette(ref);
  const axes = leadingAxes(view.shape);
  const [place, setPlace] = useState<readonly number[]>([]);
  const slice = useMemo(
    () => sliceOf(view.shape, view.head.values, place),
    [view.shape, view.head, place],
  );
  const model = useMemo(() => {
    if (!slice) return null;
    const values = { shape: [slice.rows, slice.cols], values: Float32Array.from(slice.values) };
    const hue = SYMBOL_HUE[view.symbol ?? ''];
    return matrixModel(
      { kind: 'matrix', values, ...(hue ? { hue } : {}) } satisfies MatrixView,
      locale,
    );
  }, [slice, view.symbol, locale]);
  const label = `${view.symbol ?? view.dtype} [${view.shape.join(', ')}]`;
  const Map = model?.isNumbered ? MatrixGrid : HeatCanvas;
  return (
    <Figure
      kind="tensor"
      hue={model?.hue}
      symbol={view.symbol}
      twin={model ? () => <DataTable model={matrixTwin(model, locale)} label={label} /> : undefined}
      isTwinForReaders={model !== null && !model.isNumbered}
      exports={model ? matrixExports(model, palette) : []}
      legend={model ? <Ramp model={model} /> : undefined}
    >
      <div ref={ref}>
        <Facts view={view} locale={locale} />
        {axes.length > 0 && (
          <Axes
            axes={axes}
            place={place}
            onPlace={(axis, index) =>
              setPlace(axes.map((_, i) => (i === axis ? index : (place[i] ?? 0))))
            }
          />
        )}
        {model ? (
          <Map
            model={model}
            palette={palette}
            label={label}
            rowGroup={`${own}row`}
            colGroup={`${own}column`}
            symbol={view.symbol}
          />
        ) : (
          <p className="viz-empty">
            {vizText(locale, 'sliceMissing', { n: view.head.values.length })}
          </p>
        )}
      </div>
    </Figure>
  );
}

function Facts({ view, locale }: { readonly view: TensorView; readonly locale: Locale }) {
  const { stats } = view;
  const number = (value: number): string => formatNumber(value, locale, { significant: 4 });
  const facts: (readonly [string, string])[] = stats
    ? [
        [vizText(locale, 'minimum'), number(stats.min)],
        [vizText(locale, 'maximum'), number(stats.max)],
        [vizText(locale, 'mean'), number(stats.mean)],
        [vizText(locale, 'std'), number(stats.std)],
      ]
    : [];
  return (
    <>
      <p className="viz-tensor-head">
        <bdi dir="ltr" translate="no">
          {view.symbol && <b>{view.symbol} </b>}[{view.shape.join(', ')}] <span>{view.dtype}</span>{' '}
          <span>{formatBytes(view.sizeBytes, locale)}</span>
        </bdi>
        {view.nanCount > 0 && <em>{vizCount(locale, 'nanEntries', view.nanCount)}</em>}
        {view.infiniteCount > 0 && (
          <em>{vizCount(locale, 'infiniteEntries', view.infiniteCount)}</em>
        )}
        {!stats && <em>{vizText(locale, 'noFinite')}</em>}
      </p>
      {facts.length > 0 && (
        <dl className="viz-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi dir="ltr">{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

interface AxesProps {
  readonly axes: readonly number[];
  readonly place: readonly number[];
  readonly onPlace: (axis: number, index: number) => void;
}

/** One slider for each axis before the last two: which slice is shown. Left to right, as the code counts. */
function Axes({ axes, place, onPlace }: AxesProps) {
  const { locale } = useViz();
  return (
    <div className="viz-axes">
      {axes.map((size, axis) => (
        <label key={axis}>
          <span>{vizText(locale, 'axisOf', { axis: String(axis) })}</span>
          <input
            type="range"
            dir="ltr"
            min={0}
            max={Math.max(0, size - 1)}
            value={place[axis] ?? 0}
            disabled={size < 2}
            onChange={(event) => onPlace(axis, Number(event.target.value))}
          />
          <bdi dir="ltr">
            {place[axis] ?? 0} / {Math.max(0, size - 1)}
          </bdi>
        </label>
      ))}
    </div>
  );
}
