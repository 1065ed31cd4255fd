/**
 * View descriptions: the plain, clonable data that a cell hands to the page. `kit/show` builds them in the worker,
 * `src/viz` draws them; neither knows the other. Nothing here holds a function, a class or a live tensor once it has
 * left the kernel.
 */

/** Text that is the same in both languages, or one text per language. */
export type Words = string | { readonly ar: string; readonly en: string };

/** The course's symbols; each owns one hue in prose, formula, code and figure. */
export type Hue = 'query' | 'key' | 'value' | 'scores' | 'output';

/**
 * Anything that has a shape and can be read back: a tensor, seen from here without importing tfjs. The kernel replaces
 * each of these by a `Block` before the view leaves the worker.
 */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<ArrayLike<number>>;
}

/** Numbers with a shape, row-major: what a tensor becomes on its way to the page. */
export interface Block {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** Numbers to be shown: a tensor, a block, or nested arrays. */
export type Numbers = TensorLike | Block | readonly number[] | readonly (readonly number[])[];

/**
 * What a picture has in common with others on the page: hovering row 3 of the group `tokens` lights row 3 everywhere.
 * `symbol` names the variable that the picture shows (`scores`), so that formula terms and code lines light up too.
 */
export interface Links {
  readonly symbol?: string;
  readonly rows?: string;
  readonly cols?: string;
}

/** Plain text. */
export interface TextView {
  readonly kind: 'text';
  readonly text: Words;
}
/** One number, with its label and unit. */
export interface NumberView {
  readonly kind: 'number';
  readonly value: number;
  readonly label?: Words;
  readonly unit?: string;
  readonly digits?: number;
}
/** One column of a table: which value of each row, under which words, written how. */
export interface TableColumn {
  readonly key: string;
  readonly label: Words;
  readonly unit?: string;
  /** Decides alignment and direction; `code` is monospace and left to right. Default: from the values. */
  readonly type?: 'number' | 'text' | 'code';
  readonly digits?: number;
}
/** What a field of a table may hold. */
export type TableValue =
  string | number | boolean | null | { readonly ar: string; readonly en: string };
/** Rows and columns; a reader may sort by any of them. */
export interface TableView {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Readonly<Record<string, TableValue>>[];
  /** Rows before the cap; larger than `rows.length` when the table was cut. */
  readonly totalRows: number;
  /** `links.rows`: the group whose index is the row's place in `rows`, before any sorting. */
  readonly links?: Links;
  readonly caption?: Words;
}
/** A matrix as a heat map with its numbers. */
export interface MatrixView {
  readonly kind: 'matrix';
  readonly values: Numbers;
  readonly rows?: readonly string[];
  readonly cols?: readonly string[];
  readonly hue?: Hue;
  /** Fixed colour range [low, high]; default: the data's own. */
  readonly domain?: readonly [number, number];
  readonly digits?: number;
  /** NaN stands for "nothing here" and is drawn as an empty place, not as a number gone wrong. */
  readonly hasGaps?: boolean;
  readonly links?: Links;
  readonly caption?: Words;
}
/** An axis: what it measures, in which unit, on which scale. */
export interface ChartAxis {
  readonly label: Words;
  readonly unit?: string;
  readonly scale?: 'linear' | 'log' | 'category';
  readonly range?: readonly [number, number];
}
/** One series of a chart; which fields count depends on `type`. */
export interface ChartTrace {
  readonly type: 'line' | 'scatter' | 'bar' | 'histogram' | 'box' | 'heatmap' | 'bubble';
  readonly name?: Words;
  readonly x?: readonly (number | string)[] | Numbers;
  readonly y?: readonly (number | string)[] | Numbers;
  /** Heat map values, or bubble sizes. */
  readonly z?: Numbers;
  /** Text shown when a point is pointed at. */
  readonly text?: readonly Words[];
  /** Half-lengths of error bars along y, same unit as y. */
  readonly errorY?: readonly number[];
  readonly hue?: Hue;
}
/** One or more series on the same two axes. */
export interface ChartView {
  readonly kind: 'chart';
  readonly title?: Words;
  /** Unit, sample size and statistic: what a reader needs to trust the picture. */
  readonly note?: Words;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly traces: readonly ChartTrace[];
}
/** One node of a graph. */
export interface NetworkNode {
  readonly id: string;
  readonly label: Words;
  readonly type?: string;
  /** Relative size, 1 = default. */
  readonly size?: number;
}
/** One edge of a graph, by the ids of its ends. */
export interface NetworkEdge {
  readonly source: string;
  readonly target: string;
  readonly label?: Words;
  readonly weight?: number;
  readonly isDirected?: boolean;
}
/** A graph of nodes and edges. */
export interface NetworkView {
  readonly kind: 'network';
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  readonly layout?: 'spring' | 'circle' | 'layered' | 'grid';
  readonly seed?: number;
  /** Names of the node types, for the legend. */
  readonly types?: Readonly<Record<string, Words>>;
  readonly caption?: Words;
}
/** A formula in TeX. */
export interface FormulaView {
  readonly kind: 'formula';
  readonly tex: string;
}
/** A picture, and the words for whoever cannot see it. */
export interface ImageView {
  readonly kind: 'image';
  readonly width: number;
  readonly height: number;
  /** RGBA bytes, row-major, or an encoded PNG, JPEG, WebP or SVG given by `mime`. */
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly mime?: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';
  readonly alt: Words;
  /** Draw pixels as squares instead of smoothing them. */
  readonly isPixelated?: boolean;
}
/** Markdown, with formulas between `$`. */
export interface MarkdownView {
  readonly kind: 'markdown';
  readonly text: Words;
}
/** One node of an object tree; `children` is absent on a leaf, `more` counts those that were cut. */
export interface TreeNode {
  readonly key?: string;
  /** `Map`, `Array`, `string`, `Float32Array`, a class's name … */
  readonly type: string;
  /** A short preview, already text. */
  readonly preview: string;
  readonly children?: readonly TreeNode[];
  readonly more?: number;
}
/** Any value as a tree that can be opened. */
export interface TreeView {
  readonly kind: 'tree';
  readonly root: TreeNode;
}
/** A tensor: its shape, statistics and first entries. */
export interface TensorView {
  readonly kind: 'tensor';
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sizeBytes: number;
  /** Over the finite entries; null when there is none. */
  readonly stats: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly std: number;
  } | null;
  readonly nanCount: number;
  readonly infiniteCount: number;
  /** The leading entries, row-major, at most 4,096 of them, in whole rows of the last axis where possible. */
  readonly head: Block;
  readonly symbol?: string;
  /** The live tensor, until `materialise` has read it; never leaves the kernel. */
  readonly source?: TensorLike;
}
/** A line of the cell’s log. */
export interface LogView {
  readonly kind: 'log';
  readonly level: 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
}
/** How far a long run is; `leftMs` is null while nobody can tell. */
export interface ProgressView {
  readonly kind: 'progress';
  readonly done: number;
  readonly total: number;
  readonly leftMs: number | null;
}
/**
 * A sentence as a figure: words set large, arcs over them as thick as the weight, numbers under them.
 * `weights` [T, T] holds what each word (row) takes from each word (column); `from` is the word shown first.
 */
export interface SentenceView {
  readonly kind: 'sentence';
  readonly tokens: readonly string[];
  readonly weights: Numbers;
  readonly from: number;
  readonly links?: Links;
  readonly caption?: Words;
}
/** One vector, step by step: `values` [steps, 2·P]. Pair i of a step is (column i, column i + P), its place on dial i. */
export interface TurnsHand {
  readonly values: Numbers;
  readonly name?: Words;
  readonly hue?: Hue;
}
/**
 * Vectors that turn: one dial per pair of numbers, one hand per vector, moved from step to step. Between two hands the
 * angle is drawn. `at` is the step shown first.
 */
export interface TurnsView {
  readonly kind: 'turns';
  readonly hands: readonly TurnsHand[];
  readonly at: number;
  /** Names of the steps. */
  readonly rows?: readonly string[];
  /** Names of the dials. */
  readonly dials?: readonly string[];
  /** `links.rows`: the group whose index is the step. */
  readonly links?: Links;
  readonly caption?: Words;
}
/** Views side by side where there is room, one under the other where there is not. */
export interface GroupView {
  readonly kind: 'group';
  readonly views: readonly View[];
}
/** Stands at the end of an output that was cut by the caps on size or rate. */
export interface TruncatedView {
  readonly kind: 'truncated';
  readonly reason: 'size' | 'count' | 'rate';
  readonly shown: number;
  readonly total: number | null;
}
/** An error as data: from a cell, or from a view that could not be described. */
export interface ErrorView {
  readonly kind: 'error';
  /** `TypeError`, `KitError`, `SyntaxError` … */
  readonly name: string;
  /** The original English message, untouched. */
  readonly message: string;
  /** A `KitError`'s code, else null; `i18n/explain` finds the explanation from code or from name and message. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  /** 1-based, in the cell's own source. */
  readonly line: number | null;
  readonly column: number | null;
  readonly stack: readonly string[];
}

/** Anything that a cell can show, told apart by `kind`. */
export type View =
  | TextView
  | NumberView
  | TableView
  | MatrixView
  | ChartView
  | NetworkView
  | FormulaView
  | ImageView
  | MarkdownView
  | TreeView
  | TensorView
  | LogView
  | ProgressView
  | SentenceView
  | TurnsView
  | GroupView
  | TruncatedView
  | ErrorView;
