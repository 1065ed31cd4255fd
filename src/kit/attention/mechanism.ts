import { KitError } from '../errors.ts';
import { random } from '../random.ts';
import {
  dispose,
  isTensor,
  keep,
  matMul,
  reshape,
  tensorFrom,
  tidy,
  transpose,
  variable,
} from '../tensor/index.ts';
import type { Tensor2D, Tensor3D, Tensor4D, Variable } from '../tensor/index.ts';
import { checkedConfig, type AttentionConfig } from './config.ts';
import { dropout } from './dropout.ts';
import type {
  Attend,
  AttentionLayer,
  AttentionNotice,
  ForwardOptions,
  ForwardResult,
  LayerOptions,
  WeightName,
} from './layer.ts';
import { linearAttention } from './linear.ts';
import type { Mask } from './mask.ts';
import { noticeTeller } from './notices.ts';
import { orthogonalFeatures } from './orthogonal.ts';
import { performerAttention } from './performer.ts';
import { RotaryPositionEmbedding } from './rotaryPositionEmbedding.ts';
import { scaledDotProductAttention } from './scaledDotProduct.ts';
import { loadByName } from './weightsByName.ts';

/**
 * Multi-head attention with rotary positions: four projections without bias, heads that attend on their own, and a cache for
 * decoding. Its weights are trainable, drawn by Xavier and Bengio's uniform rule from the seed.
 *
 * It holds weights until `dispose`.
 *
 * @throws KitError `bad-argument` for a wrong config value, `heads-not-divisible` when K does not divide H
 * @see Vaswani et al., 2017, §3.2.2; Su et al., "RoFormer", 2021
 */
export class AttentionMechanism implements AttentionLayer {
  readonly config: Required<AttentionConfig>;
  readonly numKeyValueHeads: number;
  isTraining = false;
  private readonly seed: number | string;
  private readonly matrices: Readonly<Record<WeightName, Variable>>;
  private readonly rotary: RotaryPositionEmbedding | null;
  private readonly directions: Tensor2D | null;
  private readonly tell: (notice: AttentionNotice) => AttentionNotice;
  private step = 0;

  constructor(config: AttentionConfig, options: LayerOptions = {}, numKeyValueHeads?: number) {
    this.config = checkedConfig(config);
    const { hiddenSize, numAttentionHeads: heads, headDim } = this.config;
    const kvHeads = numKeyValueHeads ?? heads;
    if (!(Number.isInteger(kvHeads) && kvHeads >= 1 && heads % kvHeads === 0)) {
      throw new KitError('heads-not-divisible', { fn: 'attention layer', heads, kvHeads });
    }
    this.numKeyValueHeads = kvHeads;
    this.seed = options.seed ?? 0;
    this.tell = noticeTeller(options.onNotice);
    const kvWidth = kvHeads * headDim;
    this.matrices = {
      'q_proj.weight': this.xavier('q_proj.weight', hiddenSize, hiddenSize),
      'k_proj.weight': this.xavier('k_proj.weight', kvWidth, hiddenSize),
      'v_proj.weight': this.xavier('v_proj.weight', kvWidth, hiddenSize),
      'o_proj.weight': this.xavier('o_proj.weight', hiddenSize, hiddenSize),
    };
    const { rotaryEmbeddingFraction: fraction, rotaryEmbeddingBase: base } = this.config;
    const maxPositions = this.config.maxPositionEmbeddings;
    this.rotary =
      fraction > 0 ? new RotaryPositionEmbedding({ headDim, fraction, base, maxPositions }) : null;
    const { attentionType, performerFeatures: features } = this.config;
    // drawn once: drawn anew for each call, queries and cached keys would be measured along different directions
    this.directions =
      attentionType === 'performer'
        ? keep(orthogonalFeatures({ headDim, features, seed: this.seed }))
        : null;
  }

  get trainable(): readonly Variable[] {
    return Object.values(this.matrices);
  }

  weights(): Readonly<Record<WeightName, Variable>> {
    return this.matrices;
  }

  loadWeights(given: Readonly<Record<string, Tensor2D>>): void {
    loadByName(this.matrices, given);
  }

  dispose(): void {
    dispose([...this.trainable, this.directions]);
    this.rotary?.dispose();
  }

  /** See `AttentionLayer`; `attend` is what a wrapper computes in place of this layer's own way. */
  forward(
    hiddenStates: Tensor3D,
    options: ForwardOptions = {},
    attend: Attend = this.attend,
  ): ForwardResult {
    this.checkInput(hiddenStates, options);
    const { hiddenSize, attentionDropout, hiddenDropout, attentionType } = this.config;
    const { pastKeyValue: cache, outputAttentions = false } = options;
    const [batch, tokens] = hiddenStates.shape;
    const mask = windowed(maskOf(options.attentionMask), cache?.window ?? null);
    const draw = `${this.seed}/dropout ${this.isTraining ? this.step++ : 0}`;
    const result = tidy(() => {
      const position = cache?.seen ?? 0;
      const positions =
        options.positionIds ?? Array.from({ length: tokens }, (_, i) => position + i);
      const turn = (x: Tensor4D) => (this.rotary ? this.rotary.apply(x, positions) : x);
      const q = turn(this.heads(hiddenStates, 'q_proj.weight')); // [B, H, T, D]
      const k = turn(this.heads(hiddenStates, 'k_proj.weight')); // [B, K, T, D]
      const v = this.heads(hiddenStates, 'v_proj.weight'); // [B, K, T, D]
      cache?.append(k, v);
      const held = {
        get keys() {
          return cache?.keys ?? k;
        },
        get values() {
          return cache?.values ?? v;
        },
      };
      const attended = attend(q, held, mask, {
        weights: outputAttentions,
        dropout: this.isTraining
          ? (weights) => dropout(weights, attentionDropout, `${draw}/weights`)
          : null,
      }); // [B, H, T, D]
      const joined = reshape(transpose(attended.output, [0, 2, 1, 3]), [
        batch * tokens,
        hiddenSize,
      ]);
      const mixed = this.project(joined, 'o_proj.weight');
      const kept = this.isTraining ? dropout(mixed, hiddenDropout, `${draw}/output`) : mixed;
      const weights = outputAttentions ? attended.weights : null;
      return { output: reshape(kept, [batch, tokens, hiddenSize]), weights };
    });
    cache?.evict();
    const isMissing = outputAttentions && !result.weights;
    const notice = isMissing
      ? this.tell({
          code: 'no-weights',
          reason: `${attentionType} attention never writes them down`,
        })
      : null;
    return { ...result, cache: cache ?? null, notice };
  }

  /** This layer's own way to attend. */
  readonly attend: Attend = (q, { keys: k, values: v }, mask, wanted) => {
    if (this.config.attentionType === 'linear') {
      return { output: linearAttention(q, k, v, mask).output, weights: null };
    }
    if (this.directions) {
      const options = { projection: this.directions };
      return { output: performerAttention(q, k, v, mask, options).output, weights: null };
    }
    const { output, weights } = scaledDotProductAttention(q, k, v, mask);
    return { output: wanted.dropout ? matMul(wanted.dropout(weights), v) : output, weights };
  };

  /** [B, T, In] → [B, heads, T, D] */
  private heads(x: Tensor3D, name: WeightName): Tensor4D {
    const [batch, tokens, width] = x.shape;
    const flat = this.project(reshape(x, [batch * tokens, width]), name);
    const { headDim } = this.config;
    return transpose(
      reshape(flat, [batch, tokens, flat.shape[1] / headDim, headDim]),
      [0, 2, 1, 3],
    );
  }

  /** x · Wᵀ: [rows, In] → [rows, Out] */
  private project(x: Tensor2D, name: WeightName): Tensor2D {
    return matMul(x, this.matrices[name], { transposeB: true });
  }

  /** Uniform within ±√(6 / (In + Out)), which keeps the variance through the layer and back (Glorot and Bengio, 2010). */
  private xavier(name: WeightName, out: number, into: number): Variable {
    const limit = Math.sqrt(6 / (into + out));
    const cells = random(this.seed)
      .stream(name)
      .uniforms(out * into, -limit, limit);
    return tidy(() => variable(tensorFrom(cells, [out, into])));
  }

  private checkInput(hiddenStates: Tensor3D, { pastKeyValue }: ForwardOptions): void {
    const { hiddenSize, kvCacheEnabled, attentionType } = this.config;
    const fn = 'attention layer';
    if (hiddenStates.rank !== 3 || hiddenStates.shape[2] !== hiddenSize) {
      throw new KitError('shape-mismatch', {
        fn,
        expected: `hiddenStates [B, T, ${hiddenSize}]`,
        got: hiddenStates.shape,
      });
    }
    if (pastKeyValue && !kvCacheEnabled) {
      throw new KitError('bad-argument', {
        fn,
        name: 'pastKeyValue',
        expected: 'null (kvCacheEnabled: false)',
        got: 'a cache',
      });
    }
    if (pastKeyValue?.window && attentionType !== 'scaled_dot_product') {
      throw new KitError('bad-argument', {
        fn,
        name: 'pastKeyValue',
        expected: `window: null (${attentionType})`,
        got: pastKeyValue.window,
      });
    }
  }
}

function maskOf(given: ForwardOptions['attentionMask']): Mask {
  if (given === undefined) return {};
  if (!isTensor(given)) return given;
  return given.dtype === 'float32' ? { bias: given } : { allowed: given };
}

/** A cache that forgets closes what it will forget, so that the result does not depend on how the tokens were split. */
function windowed(mask: Mask, kept: number | null): Mask {
  return kept === null ? mask : { ...mask, window: Math.min(kept, mask.window ?? kept) };
}
