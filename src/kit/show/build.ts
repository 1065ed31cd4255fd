import { arrayBlock, isBlock, isTensorLike, shapeOf } from './numbers.ts';
import type {
  FormulaView,
  GroupView,
  Hue,
  ImageView,
  Links,
  LogView,
  MarkdownView,
  MatrixView,
  NetworkEdge,
  NetworkNode,
  NetworkView,
  Numbers,
  NumberView,
  SentenceView,
  TensorLike,
  TensorView,
  TextView,
  TurnsHand,
  TurnsView,
  View,
  Words,
} from './types.ts';

/** Plain text, shown as it is. */
export function text(words: Words): TextView {
  return { kind: 'text', text: words };
}

/** Markdown with formulas between `$`. */
export function markdown(words: Words): MarkdownView {
  return { kind: 'markdown', text: words };
}

/** A formula in TeX, set as a display. */
export function formula(tex: string): FormulaView {
  return { kind: 'formula', tex };
}

/** A line of the cell's log. */
export function log(level: LogView['level'], line: string): LogView {
  return { kind: 'log', level, text: line };
}

/** How a number is shown. */
export interface NumberOptions {
  readonly label?: Words;
  readonly unit?: string;
  /** Digits after the point; default: as many as tell it apart. */
  readonly digits?: number;
}

/** One number with its label and unit. */
export function number(value: number, options: NumberOptions = {}): NumberView {
  if (typeof value !== 'number')
    throw new TypeError(`number: value must be a number, got ${typeof value}`);
  return { kind: 'number', value, ...options };
}

/** How a matrix is shown; `rows` and `cols` name its lines. */
export interface MatrixOptions {
  readonly rows?: readonly string[];
  readonly cols?: readonly string[];
  /** The symbol whose colour it takes. */
  readonly hue?: Hue;
  /** Fixed colour range [low, high]; default: the data's own. */
  readonly domain?: readonly [number, number];
  readonly digits?: number;
  /** NaN stands for "nothing here" and is drawn as an empty place, not as a number gone wrong. Default false. */
  readonly hasGaps?: boolean;
  readonly links?: Links;
  readonly caption?: Words;
}

/**
 * A matrix as a heat map with its numbers. `values` [rows, columns]: a tensor, a block or nested arrays. Leading axes of
 * length 1 are dropped; one axis makes one row.
 * @throws RangeError when more than two axes are longer than 1, or labels do not fit
 */
export function matrix(values: Numbers, options: MatrixOptions = {}): MatrixView {
  const numbers =
    isTensorLike(values) || isBlock(values) ? values : arrayBlock(checkedArray('matrix', values));
  const [rows, columns] = planeOf('matrix', numbers);
  checkLabels('matrix', 'rows', options.rows, rows);
  checkLabels('matrix', 'cols', options.cols, columns);
  return { kind: 'matrix', values: numbers, ...options };
}

/** A tensor: its shape, statistics and first entries. `symbol` links it with the page's formulas. */
export function tensor(value: TensorLike, options: { readonly symbol?: string } = {}): TensorView {
  if (!isTensorLike(value)) throw new TypeError('tensor: value must be a tensor');
  const size = value.shape.reduce((product, length) => product * length, 1);
  return {
    kind: 'tensor',
    shape: [...value.shape],
    dtype: value.dtype,
    sizeBytes: size * (value.dtype === 'bool' ? 1 : value.dtype === 'complex64' ? 8 : 4),
    stats: null,
    nanCount: 0,
    infiniteCount: 0,
    head: { shape: [0], values: new Float32Array(0) },
    source: value,
    ...options,
  };
}

/** How a graph is shown. */
export interface NetworkOptions {
  readonly layout?: NetworkView['layout'];
  /** Seed of the `spring` layout, so that it looks the same each time. */
  readonly seed?: number;
  /** Names of the node types, for the legend. */
  readonly types?: Readonly<Record<string, Words>>;
  readonly caption?: Words;
}

/**
 * A graph of nodes and edges.
 * @throws RangeError when two nodes share an id or an edge names a node that is not there
 */
export function network(
  nodes: readonly NetworkNode[],
  edges: readonly NetworkEdge[],
  options: NetworkOptions = {},
): NetworkView {
  if (!Array.isArray(nodes) || !Array.isArray(edges))
    throw new TypeError('network: expected a list of nodes and a list of edges');
  const ids = new Set(nodes.map((node) => node.id));
  if (ids.size !== nodes.length) throw new RangeError('network: every node needs an id of its own');
  for (const { source, target } of edges) {
    const missing = !ids.has(source) ? source : !ids.has(target) ? target : null;
    if (missing !== null)
      throw new RangeError(`network: an edge names the node ${missing}, which is not there`);
  }
  const { layout, ...rest } = options;
  return { kind: 'network', nodes, edges, ...(layout === undefined ? {} : { layout }), ...rest };
}

/**
 * A picture: RGBA bytes, row-major, or an encoded file with its `mime`.
 * @throws RangeError when RGBA bytes do not fit width × height
 */
export function image(options: Omit<ImageView, 'kind'>): ImageView {
  const { width, height, data, mime } = options;
  if (mime === undefined && data.length !== width * height * 4) {
    throw new RangeError(
      `image: data must have ${width * height * 4} bytes (RGBA), got ${data.length}`,
    );
  }
  return { kind: 'image', ...options };
}

/** How a sentence with its weights is shown. */
export interface SentenceOptions {
  /** The word shown first; default 0. */
  readonly from?: number;
  readonly links?: Links;
  readonly caption?: Words;
}

/**
 * A sentence whose words are joined by arcs as thick as their weight. `weights` [T, T]: what each word (row) takes from
 * each word (column).
 * @throws RangeError when the weights do not fit the words
 */
export function sentence(
  tokens: readonly string[],
  weights: Numbers,
  options: SentenceOptions = {},
): SentenceView {
  const numbers =
    isTensorLike(weights) || isBlock(weights)
      ? weights
      : arrayBlock(checkedArray('sentence', weights));
  const [rows, columns] = planeOf('sentence', numbers);
  const { from = 0, ...rest } = options;
  if (rows !== tokens.length || columns !== tokens.length) {
    throw new RangeError(
      `sentence: weights must be [${tokens.length}, ${tokens.length}], got [${rows}, ${columns}]`,
    );
  }
  if (!Number.isInteger(from) || from < 0 || from >= tokens.length) {
    throw new RangeError(`sentence: from must be the index of a word, got ${from}`);
  }
  return { kind: 'sentence', tokens, weights: numbers, from, ...rest };
}

/** How turning vectors are shown. */
export interface TurnsOptions {
  /** The step shown first; default the last. */
  readonly at?: number;
  /** Names of the steps. */
  readonly rows?: readonly string[];
  /** Names of the dials. */
  readonly dials?: readonly string[];
  readonly links?: Links;
  readonly caption?: Words;
}

/**
 * Vectors that turn from step to step, as hands on dials: one dial per pair of numbers. `hands` hold values [steps, 2·P];
 * pair i is (column i, column i + P), as rotary positions pair them. With two hands the angle between them is drawn.
 * @throws RangeError when there is no hand, an odd number of columns, or hands and names do not fit each other
 */
export function turns(
  hands: TurnsHand | readonly TurnsHand[],
  options: TurnsOptions = {},
): TurnsView {
  const list = (Array.isArray(hands) ? (hands as readonly TurnsHand[]) : [hands as TurnsHand]).map(
    (hand) => ({
      ...hand,
      values:
        isTensorLike(hand.values) || isBlock(hand.values)
          ? hand.values
          : arrayBlock(checkedArray('turns', hand.values)),
    }),
  );
  const planes = list.map((hand) => planeOf('turns', hand.values));
  const [steps, columns] = planes[0] ?? [0, 0];
  if (steps === 0 || columns === 0 || columns % 2 !== 0) {
    throw new RangeError(
      `turns: values must have steps and an even number of columns, got [${steps}, ${columns}]`,
    );
  }
  const other = planes.find((plane) => plane[0] !== steps || plane[1] !== columns);
  if (other) {
    throw new RangeError(
      `turns: all hands must be [${steps}, ${columns}], got [${other.join(', ')}]`,
    );
  }
  checkLabels('turns', 'rows', options.rows, steps);
  checkLabels('turns', 'dials', options.dials, columns / 2);
  const { at = steps - 1, ...rest } = options;
  if (!Number.isInteger(at) || at < 0 || at >= steps) {
    throw new RangeError(`turns: at must be the index of a step, got ${at}`);
  }
  return { kind: 'turns', hands: list, at, ...rest };
}

/** Views side by side where there is room. */
export function group(...views: readonly View[]): GroupView {
  return { kind: 'group', views };
}

/** [rows, columns] of numbers that fit a plane. @throws RangeError when they do not */
function planeOf(fn: string, numbers: Numbers): readonly [number, number] {
  const shape = shapeOf(numbers);
  if (shape.slice(0, -2).some((length) => length !== 1)) {
    throw new RangeError(
      `${fn}: values must have two axes, got [${shape.join(', ')}]; pick one plane with slice`,
    );
  }
  return [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
}

function checkLabels(
  fn: string,
  name: string,
  labels: readonly string[] | undefined,
  count: number,
): void {
  if (labels && labels.length !== count) {
    throw new RangeError(`${fn}: ${name} must have ${count} labels, got ${labels.length}`);
  }
}

function checkedArray(
  fn: string,
  values: unknown,
): readonly number[] | readonly (readonly number[])[] {
  if (!Array.isArray(values)) {
    throw new TypeError(
      `${fn}: values must be a tensor, a block or arrays of numbers, got ${typeof values}`,
    );
  }
  return values as readonly number[] | readonly (readonly number[])[];
}
