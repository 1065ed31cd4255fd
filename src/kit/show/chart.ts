import { isBlock, isTensorLike, shapeOf } from './numbers.ts';
import type { ChartAxis, ChartTrace, ChartView, Words } from './types.ts';

/** What a trace holds besides its type. */
export type TraceOptions = Omit<ChartTrace, 'type'>;

/** Points joined by a line: `y` over `x`. */
export function line(options: TraceOptions): ChartTrace {
  return { type: 'line', ...options };
}
/** Points alone: `y` over `x`. */
export function scatter(options: TraceOptions): ChartTrace {
  return { type: 'scatter', ...options };
}
/** Bars of height `y` over the categories `x`. */
export function bar(options: TraceOptions): ChartTrace {
  return { type: 'bar', ...options };
}
/** How often the values `x` fall into each interval. */
export function histogram(options: TraceOptions): ChartTrace {
  return { type: 'histogram', ...options };
}
/** Median, quartiles and range of the values `y`, one box per `x`. */
export function box(options: TraceOptions): ChartTrace {
  return { type: 'box', ...options };
}
/** Colours for the values `z` [y, x]. */
export function heatmap(options: TraceOptions): ChartTrace {
  return { type: 'heatmap', ...options };
}
/** Points whose area is `z`. */
export function bubble(options: TraceOptions): ChartTrace {
  return { type: 'bubble', ...options };
}

/** Axes and words around the traces. An axis may be its label alone. */
export interface ChartOptions {
  readonly x: Words | ChartAxis;
  readonly y: Words | ChartAxis;
  readonly title?: Words;
  /** Unit, sample size and statistic: what a reader needs to trust the picture. */
  readonly note?: Words;
}

/**
 * A chart of one or more traces on the same two axes.
 * @throws RangeError when there is no trace, or x, y, z of a trace do not fit each other
 */
export function chart(
  traces: ChartTrace | readonly ChartTrace[],
  options: ChartOptions,
): ChartView {
  if (typeof traces !== 'object' || traces === null || !('type' in traces || Array.isArray(traces)))
    throw new TypeError(
      'chart: expected a trace such as { type: "line", x, y }, or a list of them',
    );
  const list = 'type' in traces ? [traces] : [...traces];
  if (list.length === 0) throw new RangeError('chart: there is no trace');
  list.forEach(checkTrace);
  const { x, y, ...words } = options;
  return { kind: 'chart', x: axis(x), y: axis(y), traces: list, ...words };
}

function axis(value: Words | ChartAxis): ChartAxis {
  return typeof value === 'object' && 'label' in value ? value : { label: value };
}

function checkTrace(trace: ChartTrace, index: number): void {
  const where = `chart: trace ${index} (${trace.type})`;
  const needed = NEEDS[trace.type];
  for (const key of needed) {
    if (trace[key] === undefined) throw new RangeError(`${where} needs ${key}`);
  }
  if (trace.type === 'heatmap' || trace.type === 'box') return;
  const [x, y, z] = [countOf(trace.x), countOf(trace.y), countOf(trace.z)];
  if (x !== null && y !== null && x !== y) throw new RangeError(`${where} has ${x} x but ${y} y`);
  if (z !== null && y !== null && z !== y)
    throw new RangeError(`${where} has ${y} y but ${z} sizes`);
}

const NEEDS: Readonly<Record<ChartTrace['type'], readonly ('x' | 'y' | 'z')[]>> = {
  line: ['y'],
  scatter: ['x', 'y'],
  bar: ['y'],
  histogram: ['x'],
  box: ['y'],
  heatmap: ['z'],
  bubble: ['x', 'y', 'z'],
};

function countOf(values: ChartTrace['x']): number | null {
  if (values === undefined) return null;
  if (isTensorLike(values) || isBlock(values)) {
    return shapeOf(values).reduce((product, length) => product * length, 1);
  }
  return Array.isArray(values) ? values.length : null;
}
