import { tensorFrom } from '../tensor/index.ts';
import type { Tensor1D, Tensor2D } from '../tensor/index.ts';

/** How many tokens of a sentence the model reads; what follows is cut off. */
export const MAX_TOKENS = 128;

/** The sizes of the model. */
export const useLiteSizes = {
  vocabulary: 8002,
  embedding: 256,
  layers: 2,
  heads: 4,
  /** Size of one head, by layer. */
  headDim: [64, 128],
  model: 512,
  hidden: 1536,
  output: 512,
} as const;

/**
 * Every trained number of the model, 6,975,744 in 29 arrays, by our names, with shapes. A weight is [in, out]: rows of
 * tokens are multiplied by it from the left. The columns of `qkv` are all queries, then all keys, then all values, each
 * of them head by head.
 */
export const parameterShapes = {
  embeddings: [8002, 256],
  'layer0.attentionNorm.scale': [256],
  'layer0.attentionNorm.bias': [256],
  'layer0.qkv.weight': [256, 768],
  'layer0.qkv.bias': [768],
  'layer0.output.weight': [256, 512],
  'layer0.output.bias': [512],
  'layer0.residual.weight': [256, 512],
  'layer0.residual.bias': [512],
  'layer0.ffnNorm.scale': [512],
  'layer0.ffnNorm.bias': [512],
  'layer0.ffn1.weight': [512, 1536],
  'layer0.ffn1.bias': [1536],
  'layer0.ffn2.weight': [1536, 512],
  'layer0.ffn2.bias': [512],
  'layer1.attentionNorm.scale': [512],
  'layer1.attentionNorm.bias': [512],
  'layer1.qkv.weight': [512, 1536],
  'layer1.qkv.bias': [1536],
  'layer1.output.weight': [512, 512],
  'layer1.output.bias': [512],
  'layer1.ffnNorm.scale': [512],
  'layer1.ffnNorm.bias': [512],
  'layer1.ffn1.weight': [512, 1536],
  'layer1.ffn1.bias': [1536],
  'layer1.ffn2.weight': [1536, 512],
  'layer1.ffn2.bias': [512],
  'pooling.weight': [512, 512],
  'pooling.bias': [512],
} as const satisfies Record<string, readonly [number] | readonly [number, number]>;

/** The name of one array of trained numbers. */
export type ParameterName = keyof typeof parameterShapes;

/** All names, in the order of the weight file. */
export const parameterNames = Object.keys(parameterShapes) as ParameterName[];

/** The trained numbers as plain arrays, row-major: to look at, to round, to make an encoder of. */
export type ParameterValues = Readonly<Record<ParameterName, Float32Array>>;

/** The trained numbers as tensors: matrices of two axes, all others of one. */
export type Parameters = {
  readonly [P in ParameterName]: (typeof parameterShapes)[P] extends readonly [number]
    ? Tensor1D
    : Tensor2D;
};

/** A matrix and what is added after it. */
export interface Dense {
  /** [in, out] */
  readonly weight: Tensor2D;
  /** [out] */
  readonly bias: Tensor1D;
}

/** What stretches and shifts normalised rows; both [D]. */
export interface Norm {
  readonly scale: Tensor1D;
  readonly bias: Tensor1D;
}

/** The parameters of one transformer layer. */
export interface Layer {
  readonly attentionNorm: Norm;
  readonly qkv: Dense;
  readonly output: Dense;
  /** Brings the layer's input to the width of its output; absent where both have the same. */
  readonly residual?: Dense;
  readonly ffnNorm: Norm;
  readonly ffn1: Dense;
  readonly ffn2: Dense;
}

/** Tensors of the trained numbers. They belong to the caller. @throws KitError `shape-mismatch` */
export function parameterTensors(values: ParameterValues): Parameters {
  const entries = parameterNames.map((name) => [
    name,
    tensorFrom(values[name], parameterShapes[name]),
  ]);
  return Object.fromEntries(entries) as Parameters;
}

/** The parameters of each layer, sorted by what they do. */
export function layersOf(all: Parameters): readonly [Layer, Layer] {
  const layer = (n: 0 | 1): Layer => ({
    attentionNorm: {
      scale: all[`layer${n}.attentionNorm.scale`],
      bias: all[`layer${n}.attentionNorm.bias`],
    },
    qkv: { weight: all[`layer${n}.qkv.weight`], bias: all[`layer${n}.qkv.bias`] },
    output: { weight: all[`layer${n}.output.weight`], bias: all[`layer${n}.output.bias`] },
    ffnNorm: { scale: all[`layer${n}.ffnNorm.scale`], bias: all[`layer${n}.ffnNorm.bias`] },
    ffn1: { weight: all[`layer${n}.ffn1.weight`], bias: all[`layer${n}.ffn1.bias`] },
    ffn2: { weight: all[`layer${n}.ffn2.weight`], bias: all[`layer${n}.ffn2.bias`] },
  });
  const residual = { weight: all['layer0.residual.weight'], bias: all['layer0.residual.bias'] };
  return [{ ...layer(0), residual }, layer(1)];
}
