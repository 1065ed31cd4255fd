import { blockValues, isTensorLike, shapeOf, sizeOf, toBlock } from './numbers.ts';
import { headOf, statsOf } from './stats.ts';
import { preview, tree } from './tree.ts';
import type {
  Block,
  ChartTrace,
  ChartView,
  ErrorView,
  MatrixView,
  Numbers,
  SentenceView,
  TensorLike,
  TensorView,
  TruncatedView,
  TurnsView,
  View,
  Words,
} from './types.ts';

/** What one output may hold; the page says what was cut. */
export const CAPS = {
  tableRows: 1_000,
  matrixSide: 256,
  chartPoints: 20_000,
  textLength: 100_000,
  networkNodes: 2_000,
  imageBytes: 16_000_000,
  groupViews: 50,
} as const;

/**
 * A view as it leaves the kernel: every tensor read back into a block, statistics computed, sizes capped. A part that
 * cannot be read becomes an error view in its place. Never rejects.
 */
export async function materialise(view: View): Promise<View> {
  try {
    return await settle(view);
  } catch (error) {
    return errorView(error);
  }
}

async function settle(view: View): Promise<View> {
  switch (view.kind) {
    case 'matrix':
      return matrix(view);
    case 'tensor':
      return view.source ? tensor(view, view.source) : view;
    case 'chart':
      return chart(view);
    case 'sentence':
      return sentence(view);
    case 'turns':
      return turns(view);
    case 'table': {
      const rows = view.rows.slice(0, CAPS.tableRows);
      return { ...view, rows, totalRows: Math.max(view.totalRows, view.rows.length) };
    }
    case 'text':
    case 'markdown':
    case 'log':
      return textual(view);
    case 'network': {
      if (view.nodes.length <= CAPS.networkNodes) return view;
      const nodes = view.nodes.slice(0, CAPS.networkNodes);
      const kept = new Set(nodes.map((node) => node.id));
      const edges = view.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target));
      return cutView({ ...view, nodes, edges }, 'count', nodes.length, view.nodes.length);
    }
    case 'image':
      return view.data.byteLength <= CAPS.imageBytes
        ? view
        : truncated('size', 0, view.data.byteLength);
    case 'group': {
      const views: View[] = [];
      for (const part of view.views.slice(0, CAPS.groupViews)) views.push(await materialise(part));
      if (view.views.length > CAPS.groupViews) {
        views.push(truncated('count', CAPS.groupViews, view.views.length));
      }
      return { kind: 'group', views };
    }
    default:
      return view;
  }
}

async function matrix(view: MatrixView): Promise<View> {
  const whole = plane(await toBlock(view.values));
  const [rows, columns] = whole.shape as readonly [number, number];
  const [height, width] = [Math.min(rows, CAPS.matrixSide), Math.min(columns, CAPS.matrixSide)];
  if (height === rows && width === columns) return { ...view, values: whole };
  const values = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    values.set(whole.values.subarray(row * columns, row * columns + width), row * width);
  }
  const small: MatrixView = {
    ...view,
    values: { shape: [height, width], values },
    ...(view.rows && { rows: view.rows.slice(0, height) }),
    ...(view.cols && { cols: view.cols.slice(0, width) }),
  };
  return cutView(small, 'size', height * width, rows * columns);
}

async function sentence(view: SentenceView): Promise<View> {
  return { ...view, weights: plane(await toBlock(view.weights)) };
}

async function turns(view: TurnsView): Promise<View> {
  const hands = [];
  for (const hand of view.hands) {
    const { shape, values } = plane(await toBlock(hand.values));
    const [steps = 1, columns = 1] = shape;
    const kept = Math.min(steps, CAPS.matrixSide);
    hands.push({
      ...hand,
      values: { shape: [kept, columns], values: values.slice(0, kept * columns) },
    });
  }
  const steps = Math.max(0, ...view.hands.map(({ values }) => shapeOf(values).at(-2) ?? 1));
  const shown = Math.min(steps, CAPS.matrixSide);
  const small: TurnsView = {
    ...view,
    hands,
    at: Math.min(view.at, shown - 1),
    ...(view.rows && { rows: view.rows.slice(0, shown) }),
  };
  return shown < steps ? cutView(small, 'count', shown, steps) : small;
}

/** A block with exactly two axes: leading ones are dropped, a single one becomes a row. */
function plane(block: Block): Block {
  return { shape: [block.shape.at(-2) ?? 1, block.shape.at(-1) ?? 1], values: block.values };
}

async function tensor(view: TensorView, source: TensorLike): Promise<View> {
  const { source: _live, ...rest } = view;
  const read: unknown = await source.data();
  // a tensor of strings has no statistics
  if (Array.isArray(read)) return tree(read);
  const values = blockValues(read as ArrayLike<number>);
  const isComplex = source.dtype === 'complex64';
  const block = { shape: isComplex ? [...source.shape, 2] : [...source.shape], values };
  return { ...rest, ...statsOf(block.values), head: headOf(block) };
}

async function chart(view: ChartView): Promise<View> {
  const traces: ChartTrace[] = [];
  let total = 0;
  let left: number = CAPS.chartPoints;
  for (const trace of view.traces) {
    const [x, y, z] = [await readable(trace.x), await readable(trace.y), await readable(trace.z)];
    const count = Math.max(lengthOf(x), lengthOf(y), lengthOf(z));
    total += count;
    if (count <= left) {
      traces.push({ ...trace, ...defined({ x, y, z: z as Numbers | undefined }) });
      left -= count;
    } else if (trace.type !== 'heatmap' && left > 0) {
      traces.push(
        firstPoints({ ...trace, ...defined({ x, y, z: z as Numbers | undefined }) }, left),
      );
      left = 0;
    }
  }
  const shown = CAPS.chartPoints - left;
  return shown < total ? cutView({ ...view, traces }, 'count', shown, total) : { ...view, traces };
}

type Points = NonNullable<ChartTrace['x']>;

async function readable(values: ChartTrace['x']): Promise<Points | undefined> {
  return isTensorLike(values) ? toBlock(values) : values;
}

function lengthOf(values: Points | undefined): number {
  if (values === undefined) return 0;
  if ('shape' in values) return sizeOf(values.shape);
  const [first] = values;
  return Array.isArray(first) ? values.length * first.length : values.length;
}

function firstPoints(trace: ChartTrace, count: number): ChartTrace {
  const { x, y, z, text, errorY } = trace;
  return {
    ...trace,
    ...defined({
      x: x && firstOf(x, count),
      y: y && firstOf(y, count),
      z: z && (firstOf(z, count) as Numbers),
      text: text?.slice(0, count),
      errorY: errorY?.slice(0, count),
    }),
  };
}

function firstOf(values: Points, count: number): Points {
  if ('shape' in values) {
    const block = values as Block;
    return { shape: [Math.min(count, block.values.length)], values: block.values.slice(0, count) };
  }
  return values.slice(0, count) as Points;
}

/** The same record without its undefined fields. */
function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function textual(view: Extract<View, { kind: 'text' | 'markdown' | 'log' }>): View {
  const length = wordsLength(view.text);
  if (length <= CAPS.textLength) return view;
  const shortened = cutWords(view.text);
  const small = (
    view.kind === 'log' ? { ...view, text: shortened as string } : { ...view, text: shortened }
  ) as View;
  return cutView(small, 'size', CAPS.textLength, length);
}

function wordsLength(words: Words): number {
  return typeof words === 'string' ? words.length : Math.max(words.ar.length, words.en.length);
}

function cutWords(words: Words): Words {
  const cut = (text: string) => text.slice(0, CAPS.textLength);
  return typeof words === 'string' ? cut(words) : { ar: cut(words.ar), en: cut(words.en) };
}

function cutView(view: View, reason: TruncatedView['reason'], shown: number, total: number): View {
  return { kind: 'group', views: [view, truncated(reason, shown, total)] };
}

function truncated(reason: TruncatedView['reason'], shown: number, total: number): TruncatedView {
  return { kind: 'truncated', reason, shown, total };
}

/** A failure to read as data. What was thrown may be anything. */
function errorView(error: unknown): ErrorView {
  const isError = error instanceof Error;
  return {
    kind: 'error',
    name: isError ? error.name : 'Error',
    message: isError ? error.message : preview(error),
    code: null,
    details: {},
    line: null,
    column: null,
    stack: isError && error.stack ? error.stack.split('\n').slice(1, 12) : [],
  };
}
