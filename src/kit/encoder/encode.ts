import { KitError } from '../errors.ts';
import {
  add,
  concat,
  div,
  fill,
  gather,
  maximum,
  mean,
  reshape,
  slice,
  sqrt,
  square,
  sum,
  tanh,
  tensorFrom,
  tidy,
} from '../tensor/index.ts';
import type { Tensor2D, Tensor3D, Tensor4D } from '../tensor/index.ts';
import { dense, transformerLayer, type Attend } from './layer.ts';
import { layersOf, useLiteSizes, type Parameters } from './parameters.ts';
import { positionWaves } from './positions.ts';

/** What comes out for each sentence, in the order in which they were given. */
export interface Encoded {
  /** One unit vector per sentence. [N, 512] */
  readonly vectors: Tensor2D;
  /** `attentions[n][layer]` [H, T, T]: what each token of sentence n takes from each, head by head; empty unless asked for. */
  readonly attentions: readonly (readonly Tensor3D[])[];
}

/** Tokens that go through the layers together: enough to keep a GPU busy, few enough for a phone's memory. */
const TOKENS_AT_ONCE = 2_048;
/** Keeps a vector of zeros from being divided by zero. */
const MIN_SQUARED_LENGTH = 1e-12;

/** Sentences of one length, by their places among all. */
interface Group {
  readonly tokens: number;
  readonly places: readonly number[];
}

/**
 * Token ids → unit vectors. Sentences of the same length go through the model together, so that there is no padding to
 * mask. A sentence without tokens gets the vector of an empty mean, which is the same for all of them.
 */
export function encodeTokens(
  sentences: readonly (readonly number[])[],
  parameters: Parameters,
  attend: Attend,
  outputAttentions: boolean,
): Encoded {
  return tidy(() => {
    const attentions: Tensor3D[][] = [];
    const means: Tensor2D[] = [];
    const order: number[] = [];
    for (const { tokens, places } of groupsByLength(sentences)) {
      const ids = places.flatMap((place) => [...(sentences[place] ?? [])]);
      const group = encodeGroup(ids, tokens, places.length, parameters, attend);
      means.push(group.means);
      order.push(...places);
      if (!outputAttentions) continue;
      places.forEach((place, b) => (attentions[place] = attentionsOf(group.weights, b, tokens)));
    }
    const inOrder = gather(concat(means), inverse(order)); // [N, 512]
    const pooled = tanh(
      dense(inOrder, { weight: parameters['pooling.weight'], bias: parameters['pooling.bias'] }),
    );
    return { vectors: toUnitLength(pooled), attentions };
  });
}

/** The mean of the last layer's tokens, and the attention weights of each layer. [B, 512], [B, H, T, T] each */
function encodeGroup(
  ids: readonly number[],
  tokens: number,
  sentences: number,
  parameters: Parameters,
  attend: Attend,
): { readonly means: Tensor2D; readonly weights: readonly (Tensor4D | undefined)[] } {
  const { embedding, heads, model } = useLiteSizes;
  if (tokens === 0) return { means: fill([sentences, model], 0), weights: [] };
  const batch = { sentences, tokens, heads };
  const words = gather(parameters.embeddings, ids); // [B·T, 256]
  const waves = tensorFrom(positionWaves(tokens, embedding), [1, tokens, embedding]);
  // the trained graph adds the embeddings a second time together with the waves: x = 2·words + waves
  const placed = add(reshape(words, [sentences, tokens, embedding]), waves);
  let x: Tensor2D = add(reshape(placed, [sentences * tokens, embedding]), words);
  const weights: (Tensor4D | undefined)[] = [];
  for (const layer of layersOf(parameters)) {
    const step = transformerLayer(x, layer, batch, attend);
    x = step.output; // [B·T, 512]
    weights.push(step.weights);
  }
  return { means: mean(reshape(x, [sentences, tokens, model]), 1) as Tensor2D, weights };
}

function groupsByLength(sentences: readonly (readonly number[])[]): Group[] {
  const byLength = new Map<number, number[]>();
  sentences.forEach((ids, place) => {
    const places = byLength.get(ids.length);
    if (places) places.push(place);
    else byLength.set(ids.length, [place]);
  });
  return [...byLength].flatMap(([tokens, places]) => {
    const atOnce = Math.max(1, Math.floor(TOKENS_AT_ONCE / Math.max(tokens, 1)));
    return Array.from({ length: Math.ceil(places.length / atOnce) }, (_, i) => ({
      tokens,
      places: places.slice(i * atOnce, (i + 1) * atOnce),
    }));
  });
}

/** Sentence `b` out of each layer's weights [B, H, T, T]: [H, T, T]. */
function attentionsOf(
  weights: readonly (Tensor4D | undefined)[],
  b: number,
  tokens: number,
): Tensor3D[] {
  return weights.map((layer) => {
    if (!layer) {
      throw new KitError('bad-argument', {
        fn: 'encode',
        name: 'attention',
        expected: 'outputAttentions → weights',
        got: 'undefined',
      });
    }
    return reshape(slice(layer, [b], [1]), [layer.shape[1], tokens, tokens]);
  });
}

/** Where each place stands in `order`. */
function inverse(order: readonly number[]): number[] {
  const places = new Array<number>(order.length).fill(0);
  order.forEach((place, index) => (places[place] = index));
  return places;
}

/** Every row divided by its length. */
function toUnitLength(x: Tensor2D): Tensor2D {
  const squaredLength = sum(square(x), -1, true);
  return div(x, sqrt(maximum(squaredLength, MIN_SQUARED_LENGTH)));
}
