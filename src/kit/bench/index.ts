/** Honest measurements on the reader's own machine. */
export { latencyColumns } from './columns.ts';
export { measureLatency } from './measureLatency.ts';
export type { LatencyOptions, LatencyRow } from './measureLatency.ts';
