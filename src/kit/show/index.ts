/**
 * Builders of views: plain descriptions of what a cell shows. They hold the live tensors until the kernel materialises
 * them; the page draws what comes out.
 */
export {
  formula,
  group,
  image,
  log,
  markdown,
  matrix,
  network,
  number,
  sentence,
  tensor,
  text,
  turns,
} from './build.ts';
export type {
  MatrixOptions,
  NetworkOptions,
  NumberOptions,
  SentenceOptions,
  TurnsOptions,
} from './build.ts';
export { bar, box, bubble, chart, heatmap, histogram, line, scatter } from './chart.ts';
export type { ChartOptions, TraceOptions } from './chart.ts';
export { describeValue, isView } from './describe.ts';
export { CAPS, materialise } from './materialise.ts';
export { COLUMNS, table } from './table.ts';
export type { TableOptions } from './table.ts';
export { preview, tree } from './tree.ts';
export type * from './types.ts';
