import type { Tensor, Tensor2D, Tensor3D, Tensor4D, Variable } from '../tensor/index.ts';
import type { AttentionConfig } from './config.ts';
import type { KvCache } from './kvCache.ts';
import type { Mask } from './mask.ts';
import type { PositionIds } from './rotary.ts';

/** The four matrices, each [Out, In] as PyTorch keeps them: y = x · Wᵀ. */
export const WEIGHT_NAMES = [
  'q_proj.weight',
  'k_proj.weight',
  'v_proj.weight',
  'o_proj.weight',
] as const;
/** One of the four matrices. */
export type WeightName = (typeof WEIGHT_NAMES)[number];

/** What `forward` may be told. */
export interface ForwardOptions {
  /**
   * Which keys a query may see: a `Mask`, or a tensor that broadcasts to [B, H, T, S]: bool or int32 where a key may be
   * seen, float32 to be added to the scores.
   */
  readonly attentionMask?: Tensor | Mask;
  /** Default: from the end of the cache on. */
  readonly positionIds?: PositionIds;
  /** The cache to append to and attend over; it belongs to the caller. */
  readonly pastKeyValue?: KvCache;
  /** Default false. */
  readonly outputAttentions?: boolean;
}

/** What `forward` gives; the tensors belong to the caller. */
export interface ForwardResult {
  /** [B, T, hiddenSize] */
  readonly output: Tensor3D;
  /** [B, H, T, S], before dropout, when asked for; null otherwise, and where a way of computing never has them. */
  readonly weights: Tensor4D | null;
  /** The cache that was given, grown by T tokens. */
  readonly cache: KvCache | null;
  /** Why something slower than asked for was computed. */
  readonly notice: AttentionNotice | null;
}

/** Something that the caller asked for and did not get; the result is right all the same. */
export interface AttentionNotice {
  readonly code: 'flash-fallback' | 'no-weights';
  readonly reason: string;
}

/** How layers are made. */
export interface LayerOptions {
  /** Of the first weights, of dropout and of Performer's features. Default 0. */
  readonly seed?: number | string;
  /** Told each notice once. Default: a warning on the console. */
  readonly onNotice?: (notice: AttentionNotice) => void;
}

/** What all attention layers can do. */
export interface AttentionLayer {
  readonly config: Required<AttentionConfig>;
  /** K */
  readonly numKeyValueHeads: number;
  /** Dropout works only while this is true. */
  isTraining: boolean;
  /** The weights, for an optimiser. */
  readonly trainable: readonly Variable[];
  forward(hiddenStates: Tensor3D, options?: ForwardOptions): ForwardResult;
  /** The weights by name; they belong to the layer. */
  weights(): Readonly<Record<WeightName, Variable>>;
  /** Replaces weights by name; all four must be there. @throws KitError `bad-argument`, `shape-mismatch` */
  loadWeights(given: Readonly<Record<string, Tensor2D>>): void;
  /** Frees weights and tables. */
  dispose(): void;
}

/** What there is to attend to; a cache may have to make tensors of it first, so it is asked only when needed. */
export interface HeldTokens {
  /** [B, K, S, D] */
  readonly keys: Tensor4D;
  /** [B, K, S, Dv] */
  readonly values: Tensor4D;
}

/** How heads attend: q [B, H, T, D] → output [B, H, T, Dv], weights where there are any. */
export type Attend = (
  q: Tensor4D,
  held: HeldTokens,
  mask: Mask,
  wanted: {
    readonly weights: boolean;
    /** Applied to the weights; null outside training. */
    readonly dropout: ((weights: Tensor4D) => Tensor4D) | null;
  },
) => { readonly output: Tensor4D; readonly weights: Tensor4D | null };
