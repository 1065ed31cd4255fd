import {
  add,
  div,
  matMul,
  mean,
  mul,
  relu,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  transpose,
} from '../tensor/index.ts';
import type { Tensor2D, Tensor4D } from '../tensor/index.ts';
import type { Dense, Layer, Norm } from './parameters.ts';

/** How queries take from values. All [B, H, T, D]; `weights` [B, H, T, T] where the way of computing has them. */
export type Attend = (
  q: Tensor4D,
  k: Tensor4D,
  v: Tensor4D,
) => { readonly output: Tensor4D; readonly weights?: Tensor4D };

/** What a layer works on: B sentences of T tokens each, one below the other. */
export interface Batch {
  readonly sentences: number;
  readonly tokens: number;
  readonly heads: number;
}

const NORM_EPSILON = 1e-6;

/**
 * One transformer layer, normalised before each part ("pre-norm"): attention, then a small network on every token alone,
 * each added to what came in. `x` [B·T, In] → [B·T, Out]. All sentences have the same length, so nothing is masked.
 */
export function transformerLayer(
  x: Tensor2D,
  layer: Layer,
  batch: Batch,
  attend: Attend,
): { readonly output: Tensor2D; readonly weights: Tensor4D | undefined } {
  const [q, k, v] = splitHeads(dense(normalise(x, layer.attentionNorm), layer.qkv), batch); // [B, H, T, D]
  const { output, weights } = attend(q, k, v); // [B, H, T, D], [B, H, T, T]
  const attended = dense(joinHeads(output), layer.output); // [B·T, Out]
  const residual = layer.residual ? dense(x, layer.residual) : x; // [B·T, Out]
  const y = add(attended, residual);
  const hidden = relu(dense(normalise(y, layer.ffnNorm), layer.ffn1)); // [B·T, Hidden]
  return { output: add(dense(hidden, layer.ffn2), y), weights };
}

/** x · weight + bias: [B·T, In] → [B·T, Out] */
export function dense(x: Tensor2D, { weight, bias }: Dense): Tensor2D {
  return add(matMul(x, weight), bias);
}

/** Every row with mean 0 and variance 1, then stretched and shifted (layer normalisation, Ba et al. 2016). */
function normalise(x: Tensor2D, { scale, bias }: Norm): Tensor2D {
  const centred = sub(x, mean(x, -1, true));
  const variance = mean(square(centred), -1, true);
  return add(mul(div(centred, sqrt(add(variance, NORM_EPSILON))), scale), bias);
}

/** [B·T, 3·H·D] → queries, keys and values, each [B, H, T, D] */
function splitHeads(
  qkv: Tensor2D,
  { sentences, tokens, heads }: Batch,
): [Tensor4D, Tensor4D, Tensor4D] {
  const width = qkv.shape[1] / 3;
  const part = (index: number) => {
    const columns = slice(qkv, [0, index * width], [-1, width]);
    return transpose(reshape(columns, [sentences, tokens, heads, width / heads]), [0, 2, 1, 3]);
  };
  return [part(0), part(1), part(2)];
}

/** [B, H, T, D] → [B·T, H·D] */
function joinHeads(x: Tensor4D): Tensor2D {
  const [sentences, heads, tokens, headDim] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [sentences * tokens, heads * headDim]);
}
