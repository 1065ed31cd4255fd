import {
  compiledProgram,
  compileProgram,
  dispatch,
  isRecordingGradients,
  linearStateProgram,
  MAX_STATE_FEATURES,
  overTwoAxes,
} from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** Sums over the keys that each query sees, and the state after all of them. */
export interface Sums {
  /** [.., T, C] */
  readonly sums: Tensor;
  /** [.., M, C] */
  readonly state: Tensor;
}

/** Compiles the kernel for M features; from then on causal linear attention uses it while WebGPU computes. */
export async function prepareLinearState(features: number): Promise<void> {
  if (features <= MAX_STATE_FEATURES) await compileProgram(linearStateProgram(features));
}

/**
 * Causal sums in one dispatch; null when the kernel is not compiled, too many features would not fit its registers, or gradients
 * are being recorded: those are the plain functions' to give.
 */
export function fusedSums(q: Tensor, k: Tensor, v: Tensor, past: Tensor): Sums | null {
  const features = q.shape.at(-1) ?? 1;
  if (features > MAX_STATE_FEATURES || isRecordingGradients()) return null;
  const kernel = compiledProgram(linearStateProgram(features));
  if (!kernel) return null;
  const [queries, keys, columns] = [q.shape.at(-2) ?? 1, k.shape.at(-2) ?? 1, v.shape.at(-1) ?? 1];
  const [planes, kvPlanes] = [q.size / queries / features, k.size / keys / features];
  const [sums, state] = dispatch(kernel, {
    inputs: [q, k, v, past],
    outputs: [{ shape: [...q.shape.slice(0, -1), columns] }, { shape: past.shape }],
    uniforms: Uint32Array.of(planes, planes / kvPlanes, queries, keys, columns, 0, 0, 0),
    workgroups: [Math.ceil(columns / 64), ...overTwoAxes(planes)],
  }) as [Tensor, Tensor];
  return { sums, state };
}
