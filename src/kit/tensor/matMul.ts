import { KitError } from '../errors.ts';
import { activeBackend } from './backend.ts';
import { checkLive } from './guard.ts';
import * as tf from './tfjs.ts';
import type { Tensor } from './tfjs.ts';

/** What happens to the operands first. */
export interface MatMulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Factor on every entry of the result. Default 1. */
  readonly scale?: number;
}

/** Matrices that WebGPU multiplies in one go: its dispatches count to this along an axis, and tfjs throws beyond. */
const MAX_BATCH = 65_535;

/**
 * The matrix product of the last two axes: a [.., M, N] · b [.., N, P] = [.., M, P]. Other axes are batches; where one
 * has length 1 it is repeated. On the third axis from the right b may also have fewer heads: K heads of b serve the H
 * heads of a, head h reading head ⌊h·K/H⌋, without being copied.
 * @throws KitError `shape-mismatch` when the axes do not meet, `heads-not-divisible` when K does not divide H
 */
export function matMul<T extends Tensor>(a: T, b: Tensor, options: MatMulOptions = {}): T {
  checkLive('matMul', { a, b });
  const { transposeA = false, transposeB = false, scale = 1 } = options;
  const inner = a.shape.at(transposeA ? -2 : -1);
  const innerB = b.shape.at(transposeB ? -1 : -2);
  if (a.rank < 2 || b.rank < 2 || inner !== innerB) {
    throw new KitError('shape-mismatch', {
      fn: 'matMul',
      expected: '[…, M, N] · […, N, P]',
      got: [a.shape, b.shape],
    });
  }
  return tf.tidy(() => {
    const left = scale === 1 ? a.toFloat() : tf.mul(a, scale);
    return product(left, b.toFloat(), transposeA, transposeB) as T;
  });
}

function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  const [heads, kvHeads] = [a.shape.at(-3), b.shape.at(-3)];
  if (
    a.rank !== b.rank ||
    heads === undefined ||
    kvHeads === undefined ||
    heads === kvHeads ||
    heads === 1
  ) {
    return broadcastProduct(a, b, transposeA, transposeB);
  }
  if (kvHeads === 0 || heads % kvHeads !== 0) {
    throw new KitError('heads-not-divisible', { fn: 'matMul', heads, kvHeads });
  }
  if (transposeA) return product(tf.transpose(a, swapLastTwo(a.rank)), b, false, transposeB);
  // the heads that share one of b lie one after the other: their rows make one taller matrix
  const [rows, columns] = [a.shape.at(-2) ?? 1, a.shape.at(-1) ?? 1];
  const batch = a.shape.slice(0, -3);
  const tall = tf.reshape(a, [...batch, kvHeads, (heads / kvHeads) * rows, columns]);
  const result = broadcastProduct(tall, b, false, transposeB);
  return tf.reshape(result, [...result.shape.slice(0, -3), heads, rows, result.shape.at(-1) ?? 1]);
}

function broadcastProduct(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  const batch = broadcastBatch(a, b);
  const count = batch.reduce((total, length) => total * length, 1);
  if (activeBackend() !== 'webgpu' || count <= MAX_BATCH)
    return tf.matMul(a, b, transposeA, transposeB);
  const flat = (x: Tensor) =>
    tf
      .broadcastTo(x, [...batch, ...x.shape.slice(-2)])
      .reshape([count, ...x.shape.slice(-2)]) as tf.Tensor3D;
  const [flatA, flatB] = [flat(a), flat(b)];
  const parts: tf.Tensor3D[] = [];
  for (let start = 0; start < count; start += MAX_BATCH) {
    const size = Math.min(MAX_BATCH, count - start);
    const part = (x: tf.Tensor3D) => tf.slice3d(x, [start, 0, 0], [size, -1, -1]);
    parts.push(tf.matMul(part(flatA), part(flatB), transposeA, transposeB));
  }
  const whole = tf.concat(parts, 0);
  return tf.reshape(whole, [...batch, ...whole.shape.slice(1)]);
}

function broadcastBatch(a: Tensor, b: Tensor): number[] {
  const rank = Math.max(a.rank, b.rank) - 2;
  return Array.from({ length: rank }, (_, i) => {
    const left = a.shape[i + a.rank - 2 - rank] ?? 1;
    const right = b.shape[i + b.rank - 2 - rank] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new KitError('shape-mismatch', {
        fn: 'matMul',
        expected: '[B, M, N] · [B | 1, N, P]',
        got: [a.shape, b.shape],
      });
    }
    return left === 1 ? right : left;
  });
}

function swapLastTwo(rank: number): number[] {
  return Array.from({ length: rank }, (_, i) =>
    i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i,
  );
}
