import type { Tensor2D, Tensor3D, Variable } from '../tensor/index.ts';
import { activeBackend, MAX_DECODE_HEAD } from '../tensor/index.ts';
import type { AttentionConfig } from './config.ts';
import { DecodeCache } from './decodeCache.ts';
import { flashAttention } from './flash.ts';
import { fusedNow, prepareAttention } from './fused.ts';
import { isCompiled, type FusedPath, type KernelVariant } from './fusedPrograms.ts';
import { prepareRotary } from './fusedRotary.ts';
import type {
  Attend,
  AttentionLayer,
  AttentionNotice,
  ForwardOptions,
  ForwardResult,
  LayerOptions,
  WeightName,
} from './layer.ts';
import { KvCache } from './kvCache.ts';
import type { AttentionMechanism } from './mechanism.ts';
import { noticeTeller } from './notices.ts';
import { planAttention } from './plan.ts';
import { attentionShape } from './shapes.ts';
import { tuneAttention, tuneVariant } from './tune.ts';

/**
 * A layer whose heads attend tile by tile, never writing down T × S scores: in own WGSL after `prepare`, else in plain functions. Same
 * weights, same results. Where tiles cannot be, the layer's own way computes: weights are asked for, dropout is at work, or
 * the weights are not a softmax. A notice says whenever it is not the kernels that compute.
 */
export class FlashAttention implements AttentionLayer {
  /** The layer whose weights these are. */
  readonly inner: AttentionMechanism;
  private tuned: 'flash_rows' | 'flash_tile' | undefined;
  private variants: Partial<Record<FusedPath, KernelVariant>> = {};
  private readonly tell: (notice: AttentionNotice) => AttentionNotice;

  constructor(inner: AttentionMechanism, { onNotice }: Pick<LayerOptions, 'onNotice'> = {}) {
    this.inner = inner;
    this.tell = noticeTeller(onNotice);
  }

  get config(): Required<AttentionConfig> {
    return this.inner.config;
  }
  get numKeyValueHeads(): number {
    return this.inner.numKeyValueHeads;
  }
  get trainable(): readonly Variable[] {
    return this.inner.trainable;
  }
  get isTraining(): boolean {
    return this.inner.isTraining;
  }
  set isTraining(value: boolean) {
    this.inner.isTraining = value;
  }

  /**
   * Compiles the kernels for heads of this size and finds the fastest one for this adapter; without WebGPU it does nothing. Until
   * it is done, and wherever no kernel fits, the tiles are computed in plain functions.
   */
  async prepare(): Promise<void> {
    if (activeBackend() !== 'webgpu') return;
    const sizes = { headDim: this.config.headDim };
    this.tuned = await tuneAttention(sizes);
    // of the ways that a layer takes, the one whose versions all give the same numbers
    this.variants = { flash_decode: await tuneVariant('flash_decode', sizes) };
    const { tuned, variants } = this;
    await Promise.all([prepareAttention({ ...sizes, tuned, variants }), prepareRotary()]);
  }

  /**
   * An empty cache for decoding with this layer: after `prepare`, one whose steps are recorded (`DecodeCache`), else, and for heads
   * that its kernel does not take, a plain one. Whoever asks for it disposes of it.
   */
  createCache({ capacity }: { readonly capacity?: number } = {}): KvCache {
    const { headDim, numAttentionHeads: heads } = this.config;
    const variant = this.variants.flash_decode ?? 'plain';
    const isReady =
      headDim <= MAX_DECODE_HEAD &&
      isCompiled('flash_decode', { headDim, valueDim: headDim }, variant);
    return isReady
      ? new DecodeCache({ heads, headDim, variant, ...(capacity ? { capacity } : {}) })
      : new KvCache();
  }

  forward(hiddenStates: Tensor3D, options: ForwardOptions = {}): ForwardResult {
    let reason = this.whyPlain(options);
    const { pastKeyValue: cache } = options;
    const byTiles: Attend = (q, held, mask) => {
      const recorded = cache instanceof DecodeCache ? cache.attend(q, mask) : null;
      if (recorded) {
        reason = null;
        return { output: recorded, weights: null };
      }
      const { keys: k, values: v } = held;
      const shape = attentionShape('FlashAttention', q, k, v);
      const { path, reason: why } = planAttention(shape, mask, { tuned: this.tuned });
      const variant = path === 'tiles' ? 'plain' : (this.variants[path] ?? 'plain');
      if (path !== 'tiles' && isCompiled(path, shape, variant)) {
        reason = why;
        return { output: fusedNow(q, k, v, mask, path, variant), weights: null };
      }
      reason = `${why ?? 'the kernels are not compiled, see prepare()'}: the tiles are computed in plain functions`;
      return { output: flashAttention(q, k, v, mask), weights: null };
    };
    const result = this.inner.forward(hiddenStates, options, reason ? this.inner.attend : byTiles);
    const own = reason ? this.tell({ code: 'flash-fallback', reason }) : null;
    return { ...result, notice: result.notice ?? own };
  }

  weights(): Readonly<Record<WeightName, Variable>> {
    return this.inner.weights();
  }
  loadWeights(given: Readonly<Record<string, Tensor2D>>): void {
    this.inner.loadWeights(given);
  }
  dispose(): void {
    this.inner.dispose();
  }

  private whyPlain({ outputAttentions }: ForwardOptions): string | null {
    const { attentionType, attentionDropout } = this.config;
    if (attentionType !== 'scaled_dot_product') return `${attentionType} attention has no softmax`;
    if (outputAttentions) return 'the weights are asked for, which flash attention never has';
    if (this.isTraining && attentionDropout > 0) return 'dropout needs the weights';
    return null;
  }
}
