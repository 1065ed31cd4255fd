import { formatNumber } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { ChartView } from '../kit/show/types.ts';
import { axisTitle } from './chartAxes.ts';
import { samples } from './chartTraces.ts';
import { binEdges, countBins, fiveNumbers } from './histogram.ts';
import { flat, toGrid } from './numbers.ts';
import { seriesOf, type Series } from './series.ts';
import { modelColumn, type Cell, type ModelColumn, type TableModel } from './tableModel.ts';
import { inWords } from './words.ts';

/** A chart as a table: the same numbers that the picture is drawn from, computed ones (bins, quartiles) included. */
export function chartTwin(view: ChartView, locale: Locale): TableModel {
  const series = seriesOf(view, locale);
  const kinds = new Set(view.traces.map((trace) => trace.type));
  if (kinds.size === 1 && kinds.has('histogram')) return histogramTwin(series, locale);
  if (kinds.size === 1 && kinds.has('box')) return boxTwin(series, locale);
  if (kinds.size === 1 && kinds.has('heatmap')) return heatTwin(series[0]!, view, locale);
  return isShared(series) ? wideTwin(series, view, locale) : longTwin(series, view, locale);
}

function nameOf(one: Series, i: number, locale: Locale): string {
  return one.name || `${vizText(locale, 'series')} ${i + 1}`;
}

/** All series over the same x, with nothing but y to tell: one column each reads best. */
function isShared(series: readonly Series[]): boolean {
  const first = series[0];
  if (!first) return false;
  return series.every(
    (one) =>
      !one.trace.text &&
      one.trace.z === undefined &&
      one.x.length === first.x.length &&
      one.x.every((value, i) => value === first.x[i]),
  );
}

function table(columns: readonly { label: string; values: Cell[] }[], locale: Locale): TableModel {
  const length = Math.max(0, ...columns.map((column) => column.values.length));
  const built: ModelColumn[] = columns.map((c) => modelColumn(c.label, c.values, locale));
  const rows = Array.from({ length }, (_, i) => columns.map((c) => c.values[i] ?? null));
  return { columns: built, rows };
}

function wideTwin(series: readonly Series[], view: ChartView, locale: Locale): TableModel {
  const columns = [{ label: axisTitle(view.x, locale), values: [...series[0]!.x] as Cell[] }];
  series.forEach((one, i) => {
    const name =
      one.name || (series.length === 1 ? axisTitle(view.y, locale) : nameOf(one, i, locale));
    columns.push({ label: name, values: [...one.y] });
    if (one.trace.errorY) {
      columns.push({
        label: `${name}, ${vizText(locale, 'errorHalf')}`,
        values: [...one.trace.errorY],
      });
    }
  });
  return table(columns, locale);
}

function longTwin(series: readonly Series[], view: ChartView, locale: Locale): TableModel {
  const columns = {
    series: [] as Cell[],
    x: [] as Cell[],
    y: [] as Cell[],
    error: [] as Cell[],
    size: [] as Cell[],
    text: [] as Cell[],
  };
  series.forEach((one, i) => {
    const sizes = one.trace.z === undefined ? [] : Array.from(flat(one.trace.z));
    one.y.forEach((y, j) => {
      columns.series.push(nameOf(one, i, locale));
      columns.x.push(one.x[j] ?? null);
      columns.y.push(y);
      columns.error.push(one.trace.errorY?.[j] ?? null);
      columns.size.push(sizes[j] ?? null);
      const text = one.trace.text?.[j];
      columns.text.push(text === undefined ? null : inWords(text, locale));
    });
  });
  const hasAny = (values: readonly Cell[]): boolean => values.some((value) => value !== null);
  return table(
    [
      ...(series.length > 1 ? [{ label: vizText(locale, 'series'), values: columns.series }] : []),
      { label: axisTitle(view.x, locale), values: columns.x },
      { label: axisTitle(view.y, locale), values: columns.y },
      ...(hasAny(columns.error)
        ? [{ label: vizText(locale, 'errorHalf'), values: columns.error }]
        : []),
      ...(hasAny(columns.size) ? [{ label: vizText(locale, 'size'), values: columns.size }] : []),
      ...(hasAny(columns.text) ? [{ label: vizText(locale, 'note'), values: columns.text }] : []),
    ],
    locale,
  );
}

function histogramTwin(series: readonly Series[], locale: Locale): TableModel {
  const edges = binEdges(series.flatMap(samples));
  const text = (value: number): string => formatNumber(value, locale, { significant: 6 });
  const bins = edges.slice(1).map((edge, i) => `\u2066${text(edges[i]!)} – ${text(edge)}\u2069`);
  return table(
    [
      { label: vizText(locale, 'bin'), values: bins },
      ...series.map((one, i) => ({
        label: series.length === 1 && !one.name ? vizText(locale, 'count') : nameOf(one, i, locale),
        values: [...countBins(samples(one), edges).counts] as Cell[],
      })),
    ],
    locale,
  );
}

function boxTwin(series: readonly Series[], locale: Locale): TableModel {
  const fives = series.map((one) => fiveNumbers(samples(one)));
  const column = (
    key: 'minimum' | 'quartile1' | 'median' | 'quartile3' | 'maximum' | 'count',
    field: 'min' | 'q1' | 'median' | 'q3' | 'max' | 'count',
  ): { label: string; values: Cell[] } => ({
    label: vizText(locale, key),
    values: fives.map((five) => five?.[field] ?? null),
  });
  return table(
    [
      { label: vizText(locale, 'series'), values: series.map((one, i) => nameOf(one, i, locale)) },
      column('count', 'count'),
      column('minimum', 'min'),
      column('quartile1', 'q1'),
      column('median', 'median'),
      column('quartile3', 'q3'),
      column('maximum', 'max'),
    ],
    locale,
  );
}

function heatTwin(one: Series, view: ChartView, locale: Locale): TableModel {
  const grid = toGrid(one.trace.z ?? []);
  const xs = one.trace.x === undefined ? [] : one.x;
  const ys = one.trace.y === undefined ? [] : one.y;
  const cell = (i: number, j: number): number => grid.values[i * grid.cols + j]!;
  return table(
    [
      {
        label: `${axisTitle(view.y, locale)} / ${axisTitle(view.x, locale)}`,
        values: Array.from({ length: grid.rows }, (_, i) => ys[i] ?? i),
      },
      ...Array.from({ length: grid.cols }, (_, j) => ({
        label: String(xs[j] ?? j),
        values: Array.from({ length: grid.rows }, (_, i) => cell(i, j)) as Cell[],
      })),
    ],
    locale,
  );
}
