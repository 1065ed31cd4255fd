import type { Data } from 'plotly.js';
import { label } from '../i18n/bidi.ts';
import type { Locale } from '../i18n/locale.ts';
import { toHex } from './colour.ts';
import { binEdges, countBins, fiveNumbers } from './histogram.ts';
import { flat, rowOf, toGrid } from './numbers.ts';
import type { Palette } from './palette.ts';
import { colourAt, scaleOf } from './ramp.ts';
import { plotlyText } from './plotlyText.ts';
import { finite, type Series } from './series.ts';
import { inWords, wordsKind } from './words.ts';

interface TraceSettings {
  readonly locale: Locale;
  readonly palette: Palette;
  /** Labels of x and y, for what is shown when a point is pointed at. */
  readonly axes: readonly [string, string];
  readonly countLabel: string;
}

const DENSE = 40;
const LARGEST_BUBBLE_PX = 34;

/** All series in Plotly's terms. Histograms share their bins. */
export function plotlyTraces(series: readonly Series[], settings: TraceSettings): Data[] {
  const edges = binEdges(
    series.filter((one) => one.trace.type === 'histogram').flatMap((one) => samples(one)),
  );
  return series.map((one) => ({
    ...base(one, settings),
    ...shape(one, settings, edges),
  })) as Data[];
}

/** What a histogram or a box plot is made of: its y values, or its x where there is no y. */
export function samples(one: Series): number[] {
  return finite(one.trace.y === undefined ? one.x : one.y);
}

function base(one: Series, { axes, locale }: TraceSettings): object {
  const name = one.name ? label(one.name, one.nameKind) : '';
  const head = name ? `<b>${escapeHover(name)}</b><br>` : '';
  const y = one.y.some((value) => typeof value === 'string') ? '%{y}' : '%{y:,.4~r}';
  return {
    name: plotlyText(name),
    hovertemplate: `${head}${hoverLine(axes[0], '%{x}', locale)}<br>${hoverLine(axes[1], y, locale)}<extra></extra>`,
  };
}

/** `name: value` in the reading direction, the value left to right. */
function hoverLine(name: string, value: string, locale: Locale): string {
  const [open, close] = [locale === 'ar' ? '\u2067' : '\u2066', '\u2069'];
  return `${open}${escapeHover(name)}: \u2066${value}${close}${close}`;
}

function shape(one: Series, settings: TraceSettings, edges: readonly number[]): object {
  switch (one.trace.type) {
    case 'line':
    case 'scatter':
      return lineShape(one, settings);
    case 'bubble':
      return bubbleShape(one, settings);
    case 'bar':
      return barShape(one, settings);
    case 'histogram':
      return histogramShape(one, settings, edges);
    case 'box':
      return boxShape(one, settings);
    case 'heatmap':
      return heatShape(one, settings);
  }
}

function points(one: Series, { locale }: TraceSettings): object {
  const { text, errorY } = one.trace;
  return {
    x: one.x,
    y: one.y,
    ...(text
      ? {
          text: text.map((words) => escapeHover(label(inWords(words, locale), wordsKind(words)))),
          hovertemplate: '%{text}<br>%{x}, %{y}<extra></extra>',
        }
      : {}),
    ...(errorY ? { error_y: { type: 'data', array: [...errorY], thickness: 1.2, width: 4 } } : {}),
  };
}

function lineShape(one: Series, settings: TraceSettings): object {
  const colour = toHex(settings.palette[one.style.token]);
  const isLine = one.trace.type === 'line';
  const isDense = one.y.length > DENSE;
  const isOpen = one.style.symbol.endsWith('-open');
  return {
    type: 'scatter',
    mode: isLine ? (isDense ? 'lines' : 'lines+markers') : 'markers',
    ...points(one, settings),
    line: { color: colour, width: 2, dash: one.style.dash },
    marker: {
      color: colour,
      symbol: one.style.symbol,
      size: isLine ? 8 : isDense ? 6 : 8,
      opacity: isLine ? 1 : isDense ? 0.65 : 0.85,
      line: { color: isOpen ? colour : toHex(settings.palette.paper), width: isOpen ? 2 : 1 },
    },
  };
}

function bubbleShape(one: Series, settings: TraceSettings): object {
  const sizes = one.trace.z === undefined ? [] : Array.from(flat(one.trace.z));
  const largest = Math.max(1e-12, ...finite(sizes));
  const colour = toHex(settings.palette[one.style.token]);
  return {
    type: 'scatter',
    mode: 'markers',
    ...points(one, settings),
    marker: {
      color: colour,
      symbol: one.style.symbol,
      opacity: 0.7,
      size: sizes.map((size) => Math.max(0, size)),
      // Area, not radius, carries the size.
      sizemode: 'area',
      sizeref: (2 * largest) / LARGEST_BUBBLE_PX ** 2,
      sizemin: 3,
      line: { color: toHex(settings.palette.paper), width: 1 },
    },
  };
}

function barShape(one: Series, settings: TraceSettings): object {
  return {
    type: 'bar',
    ...points(one, settings),
    marker: { color: toHex(settings.palette[one.style.token]) },
  };
}

function histogramShape(one: Series, settings: TraceSettings, edges: readonly number[]): object {
  const { counts } = countBins(samples(one), edges);
  const name = one.name ? `<b>${escapeHover(label(one.name, one.nameKind))}</b><br>` : '';
  return {
    type: 'bar',
    x: counts.map((_, i) => (edges[i]! + edges[i + 1]!) / 2),
    y: counts,
    width: counts.map((_, i) => (edges[i + 1]! - edges[i]!) * 0.98),
    customdata: counts.map((_, i) => `\u2066${edges[i]} – ${edges[i + 1]}\u2069`),
    hovertemplate: `${name}%{customdata}<br>${hoverLine(settings.countLabel, '%{y}', settings.locale)}<extra></extra>`,
    opacity: 0.8,
    marker: { color: toHex(settings.palette[one.style.token]), line: { width: 0 } },
  };
}

/** The category of a box: its series' bare name, as categories must be; a space where it has none. */
export function boxName(one: Series): string {
  return one.name || ' ';
}

function boxShape(one: Series, settings: TraceSettings): object {
  const five = fiveNumbers(samples(one));
  if (!five) return { type: 'box', y: [] };
  const colour = toHex(settings.palette[one.style.token]);
  return {
    type: 'box',
    x: [boxName(one)],
    q1: [five.q1],
    median: [five.median],
    q3: [five.q3],
    lowerfence: [five.lowWhisker],
    upperfence: [five.highWhisker],
    // Plotly drops a box whose list of points is there but empty.
    ...(five.outliers.length > 0
      ? { y: [[...five.outliers]], boxpoints: 'outliers' }
      : { boxpoints: false }),
    hovertemplate: '%{y}<extra></extra>',
    marker: { color: colour, size: 5, symbol: 'circle-open' },
    line: { color: colour, width: 1.6 },
    fillcolor: toHex(settings.palette['surface-2']),
  };
}

function heatShape(one: Series, settings: TraceSettings): object {
  const grid = toGrid(one.trace.z ?? []);
  const hue = one.trace.hue ?? 'output';
  const scale = scaleOf(grid.values);
  const steps = scale.isDiverging ? 20 : 10;
  const colorscale = Array.from({ length: steps + 1 }, (_, i) => {
    const place = scale.isDiverging ? (2 * i) / steps - 1 : i / steps;
    return [i / steps, toHex(colourAt(settings.palette, hue, place))];
  });
  const isOwn = (axis: unknown): boolean => axis !== undefined;
  return {
    type: 'heatmap',
    ...(isOwn(one.trace.x) ? { x: one.x } : {}),
    ...(isOwn(one.trace.y) ? { y: one.y } : {}),
    z: Array.from({ length: grid.rows }, (_, i) => rowOf(grid, i)),
    zmin: scale.low,
    zmax: scale.high,
    colorscale,
    hoverongaps: false,
    hovertemplate: `%{x}, %{y}: <b>%{z:,.4~r}</b><extra></extra>`,
    colorbar: { thickness: 8, outlinewidth: 0, tickfont: { size: 11 }, nticks: 5 },
  };
}

/** In what is shown for a point, `%{…}` is a template too. */
function escapeHover(text: string): string {
  return plotlyText(text).replaceAll('%{', '%\u200b{');
}
