import type { Locale } from '../i18n/locale.ts';
import type { ChartTrace, ChartView, Hue, Numbers } from '../kit/show/types.ts';
import { flat } from './numbers.ts';
import { HUE_TOKEN, type Token } from './palette.ts';
import { maybeInWords, wordsKind } from './words.ts';

/** How one series is told from the others: never by colour alone. */
export interface SeriesStyle {
  readonly token: Token;
  readonly symbol: string;
  readonly dash: 'solid' | 'dash' | 'dot' | 'dashdot';
}

/** One series in one language, with its numbers as plain lists. */
export interface Series {
  readonly trace: ChartTrace;
  readonly name: string;
  readonly nameKind: 'ours' | 'data';
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  readonly style: SeriesStyle;
}

const SYMBOLS = ['circle', 'square', 'triangle-up', 'diamond-open', 'x', 'circle-open', 'star'];
const DASHES = ['solid', 'dash', 'dot', 'dashdot'] as const;
// Steps of the petrol ramp that keep the greatest distance for the number of series.
const RAMPS: readonly (readonly Token[])[] = [
  ['r2'],
  ['r1', 'r3'],
  ['r1', 'r2', 'r3'],
  ['r1', 'r2', 'r3', 'r4'],
];

type Axis = readonly (number | string)[] | Numbers;

/** An axis of a trace as a plain list; counting from 0 where a trace has none. */
export function axisValues(axis: Axis | undefined, length: number): (number | string)[] {
  if (axis === undefined) return Array.from({ length }, (_, i) => i);
  if (Array.isArray(axis) && axis.some((value) => typeof value === 'string')) {
    return [...(axis as readonly (number | string)[])];
  }
  return Array.from(flat(axis as Numbers));
}

function lengthOf(axis: Axis | undefined): number {
  return axis === undefined ? 0 : axisValues(axis, 0).length;
}

/** The series of a chart with their styles: a symbol's own hue, else a step of the one ramp for ordered series. */
export function seriesOf(view: ChartView, locale: Locale): Series[] {
  const plain = view.traces.filter((trace) => trace.hue === undefined).length;
  const ramp = RAMPS[Math.min(RAMPS.length, Math.max(1, plain)) - 1]!;
  let seen = 0;
  return view.traces.map((trace, i) => {
    const length = Math.max(lengthOf(trace.x), lengthOf(trace.y));
    const place = trace.hue === undefined ? seen++ : i;
    return {
      trace,
      name: maybeInWords(trace.name, locale),
      nameKind: trace.name === undefined ? 'ours' : wordsKind(trace.name),
      x: axisValues(trace.x, length),
      y: axisValues(trace.y, length),
      style: {
        token: tokenOf(trace.hue, ramp, place),
        // The size of a bubble is read as that of a disc.
        symbol: trace.type === 'bubble' ? 'circle' : SYMBOLS[i % SYMBOLS.length]!,
        dash: DASHES[Math.floor(place / ramp.length) % DASHES.length]!,
      },
    };
  });
}

function tokenOf(hue: Hue | undefined, ramp: readonly Token[], place: number): Token {
  return hue === undefined ? ramp[place % ramp.length]! : HUE_TOKEN[hue];
}

/** The finite numbers of a list. */
export function finite(values: readonly (number | string)[]): number[] {
  return values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
}
