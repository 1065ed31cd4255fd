import type { Layout } from 'plotly.js';
import { label } from '../i18n/bidi.ts';
import type { ChartView } from '../kit/show/types.ts';
import { toHex } from './colour.ts';
import type { Palette } from './palette.ts';
import { plotlyText } from './plotlyText.ts';
import type { Series } from './series.ts';

const LINE_PX = 16;
const MAX_SERIES = 6;

interface DirectLabels {
  readonly annotations: NonNullable<Layout['annotations']>;
  /** Room that they need beyond the axis, px. */
  readonly width: number;
}

/**
 * Places, px from the top, that are at least `gap` apart, in the order of the wished ones and as near to them as it
 * goes, inside 0 … `height` where there is room.
 */
export function spreadApart(wished: readonly number[], gap: number, height: number): number[] {
  const order = wished.map((_, i) => i).sort((a, b) => wished[a]! - wished[b]! || a - b);
  const places = order.map((i) => wished[i]!);
  for (let i = 1; i < places.length; i += 1) {
    places[i] = Math.max(places[i]!, places[i - 1]! + gap);
  }
  // What was pushed off the lower edge comes back and pushes the others up.
  let floor = Math.max(height, (places.length - 1) * gap);
  for (let i = places.length - 1; i >= 0 && places[i]! > floor; i -= 1) {
    places[i] = floor;
    floor -= gap;
  }
  const result = new Array<number>(wished.length);
  order.forEach((i, rank) => (result[i] = places[rank]!));
  return result;
}

/** The names of up to six lines at their ends, or null where a legend serves better (unnamed, many, or not lines). */
export function directLabels(
  series: readonly Series[],
  view: ChartView,
  yRange: readonly [number, number] | null,
  plotHeight: number,
  palette: Palette,
): DirectLabels | null {
  const isLines = series.every((one) => one.trace.type === 'line' && one.name !== '');
  if (!isLines || series.length < 2 || series.length > MAX_SERIES || !yRange) return null;
  const isLog = view.y.scale === 'log';
  const ends: { x: number | string; y: number }[] = [];
  for (const one of series) {
    let last = one.y.length - 1;
    while (last >= 0 && !Number.isFinite(one.y[last])) last -= 1;
    const y = one.y[last];
    const x = one.x[last];
    if (typeof y !== 'number' || x === undefined || (isLog && y <= 0)) return null;
    ends.push({ x, y });
  }
  // Names stand in one column: lines that end at different places would leave theirs far behind.
  if (ends.some((end) => end.x !== ends[0]!.x)) return null;
  const at = (y: number): number => {
    const value = isLog ? Math.log10(y) : y;
    return ((yRange[1] - value) / (yRange[1] - yRange[0])) * plotHeight;
  };
  const wished = ends.map((end) => at(end.y));
  const places = spreadApart(wished, LINE_PX, plotHeight);
  return {
    width: Math.min(150, 10 + Math.max(...series.map((one) => one.name.length)) * 7.2),
    annotations: series.map((one, i) => ({
      xref: 'paper',
      yref: 'paper',
      x: 1,
      y: 1 - places[i]! / plotHeight,
      xanchor: 'left',
      yanchor: 'middle',
      xshift: 6,
      showarrow: false,
      text: plotlyText(label(one.name, one.nameKind)),
      // The nearest line gives the colour; the pale steps of the ramp are too faint for text.
      font: { size: 12, color: toHex(palette.ink) },
    })),
  };
}
