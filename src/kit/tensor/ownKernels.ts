import { KitError } from '../errors.ts';
import { checkLive } from './guard.ts';
import {
  attentionUniforms,
  MATMUL_TILE,
  MAX_GROUPS,
  matMulProgram,
  matMulUniforms,
  overTwoAxes,
  rowSoftmaxProgram,
} from './kernels/index.ts';
import type { MatMulOptions } from './matMul.ts';
import { compileProgram, dispatch } from './programs.ts';
import * as tf from './tfjs.ts';
import type { Tensor } from './tfjs.ts';

/**
 * `matMul` by our own WGSL, compiled on first use: a [.., M, N] · b [.., N, P] with equal batch axes, or with b's third axis from the
 * right dividing a's. Without gradient.
 * @throws KitError `backend-unavailable` without WebGPU, `shape-mismatch`
 */
export async function fastMatMul<T extends Tensor>(
  a: T,
  b: NoInfer<T>,
  { transposeA = false, transposeB = false, scale = 1 }: MatMulOptions = {},
): Promise<T> {
  checkLive('fastMatMul', { a, b });
  const kernel = await compileProgram(matMulProgram({ transposeA, transposeB }));
  const [m, n] = ends(a, transposeA);
  const [inner, p] = ends(b, transposeB);
  const [batch, shared] = [count(a), count(b)];
  const sameLead = a.shape.slice(0, -3).join() === b.shape.slice(0, -3).join();
  if (a.rank < 2 || a.rank !== b.rank || n !== inner || !sameLead || batch % shared !== 0) {
    throw new KitError('shape-mismatch', {
      fn: 'fastMatMul',
      expected: '[…, M, N] · […, N, P]',
      got: [a.shape, b.shape],
    });
  }
  const [product] = dispatch(kernel, {
    inputs: [a, b],
    outputs: [{ shape: [...a.shape.slice(0, -2), m, p] }],
    uniforms: matMulUniforms({ m, n, p, batch, group: batch / shared, scale }),
    workgroups: [
      Math.ceil(p / MATMUL_TILE),
      Math.ceil(m / MATMUL_TILE),
      Math.min(batch, MAX_GROUPS),
    ],
  });
  return product as T;
}

/**
 * `softmaxRows` by our own WGSL, compiled on first use: any number of rows in one dispatch. Without gradient.
 * `bySubgroups` (default false) takes the kernel whose maxima and sums go through subgroups.
 * @throws KitError `backend-unavailable` without WebGPU, or without subgroups when they are asked for
 */
export async function fastSoftmaxRows<T extends Tensor>(
  scores: T,
  options: { readonly bySubgroups?: boolean } = {},
): Promise<T> {
  checkLive('fastSoftmaxRows', { scores });
  const kernel = await compileProgram(rowSoftmaxProgram(options));
  const keys = scores.shape.at(-1) ?? 1;
  const rows = scores.size / keys;
  return tf.tidy(() => {
    const none = tf.zeros([1], 'int32');
    const [weights] = dispatch(kernel, {
      inputs: [scores, none, none],
      outputs: [{ shape: scores.shape }],
      uniforms: attentionUniforms({
        batch: 1,
        heads: 1,
        kvHeads: 1,
        queries: rows,
        keys,
        isCausal: false,
        window: null,
        hasLengths: false,
        scale: 1,
      }),
      workgroups: overTwoAxes(rows),
    });
    return weights as T;
  });
}

function ends(x: Tensor, isTransposed: boolean): [number, number] {
  const [rows, columns] = [x.shape.at(-2) ?? 1, x.shape.at(-1) ?? 1];
  return isTransposed ? [columns, rows] : [rows, columns];
}

function count(x: Tensor): number {
  return x.shape.slice(0, -2).reduce((product, length) => product * length, 1);
}
