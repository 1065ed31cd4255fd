import type { Layout, LayoutAxis } from 'plotly.js';
import { label } from '../i18n/bidi.ts';
import type { Locale } from '../i18n/locale.ts';
import type { ChartAxis } from '../kit/show/types.ts';
import { toHex } from './colour.ts';
import type { Palette } from './palette.ts';
import { plotlyText } from './plotlyText.ts';
import { finite, type Series } from './series.ts';
import { inWords, wordsKind } from './words.ts';

/** The name of an axis with its unit; the unit is its own left-to-right piece. */
export function axisTitle(axis: ChartAxis, locale: Locale): string {
  const name = inWords(axis.label, locale);
  return axis.unit ? `${name} (\u2066${axis.unit}\u2069)` : name;
}

/** The same as a label for the picture. Isolates inside are ours, so it is wrapped by hand. */
export function axisLabel(axis: ChartAxis, locale: Locale): string {
  const name = label(inWords(axis.label, locale), wordsKind(axis.label));
  if (!axis.unit) return name;
  const whole = `${name} (\u2066${axis.unit}\u2069)`;
  return locale === 'ar' ? `\u2067${whole}\u2069` : `\u2066${whole}\u2069`;
}

/**
 * The range that holds all points and error bars, with a little air; from zero where the smallest is small beside the
 * largest. In the axis's own coordinates: exponents of ten on a log axis. Null when there is nothing to hold.
 */
export function rangeOf(values: readonly number[], isLog: boolean): [number, number] | null {
  const usable = values.filter((v) => Number.isFinite(v) && (!isLog || v > 0));
  if (usable.length === 0) return null;
  // Not Math.min(...usable): a hundred thousand points overflow the stack.
  const at = (v: number): number => (isLog ? Math.log10(v) : v);
  let low = Infinity;
  let high = -Infinity;
  for (const value of usable) {
    low = Math.min(low, at(value));
    high = Math.max(high, at(value));
  }
  if (low === high)
    return isLog
      ? [low - 0.5, high + 0.5]
      : [low - (Math.abs(low) || 1) * 0.1, high + (Math.abs(high) || 1) * 0.1];
  const air = (high - low) * 0.06;
  if (!isLog && low >= 0 && low < high * 0.4) return [0, high + air];
  return [low - air, high + air];
}

/** Everything that an axis must hold along y: points and the ends of their error bars. */
export function reachOfY(series: readonly Series[]): number[] {
  return series.flatMap(({ y, trace }) =>
    y.flatMap((value, i) => {
      if (typeof value !== 'number') return [];
      const half = trace.errorY?.[i] ?? 0;
      return half ? [value - half, value + half] : [value];
    }),
  );
}

interface AxisOptions {
  readonly axis: ChartAxis;
  readonly values: readonly (number | string)[];
  readonly palette: Palette;
  readonly isY: boolean;
  /** Histograms, bars, boxes and heat maps: Plotly knows their reach better. */
  readonly isAuto: boolean;
}

/** One axis: left to right and bottom to top in both languages, few ticks, hairline grid. */
export function plotlyAxis(options: AxisOptions): Partial<LayoutAxis> {
  const { axis, values, palette, isY, isAuto } = options;
  const names = values.filter((value): value is string => typeof value === 'string');
  const isLog = axis.scale === 'log';
  const isCategory = axis.scale === 'category' || (axis.scale === undefined && names.length > 0);
  const base: Partial<LayoutAxis> = {
    type: isLog ? 'log' : isCategory ? 'category' : 'linear',
    fixedrange: true,
    automargin: true,
    zeroline: false,
    showgrid: isY || !isCategory,
    gridcolor: toHex(palette.line),
    linecolor: toHex(palette['ink-3']),
    showline: !isY,
    ticks: isY ? '' : 'outside',
    ticklen: 4,
    tickcolor: toHex(palette['ink-3']),
    nticks: isY ? 6 : 8,
    tickfont: { size: 12, color: toHex(palette['ink-2']) },
    exponentformat: 'power',
  };
  if (isCategory) {
    // Isolates go into the tick texts, never into the values: they would become part of the category itself.
    const categories = [...new Set(values.map(String))];
    return {
      ...base,
      tickmode: 'array',
      tickvals: categories,
      ticktext: categories.map((name) => plotlyText(label(name, 'data'))),
    };
  }
  const range = axis.range
    ? isLog
      ? ([Math.log10(axis.range[0]), Math.log10(axis.range[1])] as [number, number])
      : [...axis.range]
    : isAuto
      ? null
      : rangeOf(finite(values), isLog);
  if (!range || !isLog) return { ...base, ...(range ? { range } : {}) };
  const tickvals = logTicks(range[0]!, range[1]!);
  const ticktext = tickvals.map((value) => compactNumber(value, axis.unit !== undefined));
  return { ...base, range, tickmode: 'array', tickvals, ticktext };
}

/** Round values between two powers of ten (given as exponents): decades, with 3 or 2 and 5 between when they are few. */
export function logTicks(low: number, high: number): number[] {
  const span = high - low;
  const between = span > 2.6 ? [1] : span > 1.2 ? [1, 3] : [1, 2, 5];
  const every = Math.max(1, Math.ceil(span / 9));
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power += 1) {
    if (power % every !== 0) continue;
    for (const step of between) {
      const value = Number(`${step}e${power}`);
      if (Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9) ticks.push(value);
    }
  }
  return ticks;
}

/** A tick in few letters: `0.01`, `300`, `10k`, `3M`. A thousand million is `B` for things counted, `G` before a unit. */
export function compactNumber(value: number, hasUnit: boolean): string {
  const steps = [
    [1e12, 'T'],
    [1e9, hasUnit ? 'G' : 'B'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const;
  if (value >= 1e15 || (value < 1e-3 && value > 0))
    return value.toExponential(0).replace('-', '−').replace('+', '');
  const step = steps.find(([size]) => value >= size);
  if (!step)
    return value >= 1000
      ? `${Math.floor(value / 1000)},${String(value % 1000).padStart(3, '0')}`
      : String(value);
  const [size, letter] = step;
  return `${value / (letter === 'k' ? 1000 : size)}${letter}`;
}

/** The names of both axes as annotations: y level above its axis, x under its end, so neither is turned on its side. */
export function axisAnnotations(
  x: ChartAxis,
  y: ChartAxis,
  locale: Locale,
  palette: Palette,
): NonNullable<Layout['annotations']> {
  const font = { size: 12, color: toHex(palette['ink-2']) };
  const shared = { xref: 'paper', yref: 'paper', showarrow: false, font } as const;
  return [
    {
      ...shared,
      text: plotlyText(axisLabel(y, locale)),
      x: 0,
      y: 1,
      xanchor: 'left',
      yanchor: 'bottom',
      yshift: 8,
      xshift: -6,
    },
    {
      ...shared,
      text: plotlyText(axisLabel(x, locale)),
      x: 1,
      y: 0,
      xanchor: 'right',
      yanchor: 'top',
      yshift: -26,
    },
  ];
}
