import type { Tensor2D, Tensor3D, Variable } from '../tensor/index.ts';
import type { AttentionConfig } from './config.ts';
import { flashAttention } from './flash.ts';
import type {
  Attend,
  AttentionLayer,
  AttentionNotice,
  ForwardOptions,
  ForwardResult,
  LayerOptions,
  WeightName,
} from './layer.ts';
import type { AttentionMechanism } from './mechanism.ts';
import { noticeTeller } from './notices.ts';

/**
 * A layer whose heads attend tile by tile, never writing down T × S scores; same weights, same results. Where that cannot be,
 * the layer's own way computes and a notice says why: weights are asked for, dropout is at work, or the weights are not a
 * softmax.
 */
export class FlashAttention implements AttentionLayer {
  /** The layer whose weights these are. */
  readonly inner: AttentionMechanism;
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

  forward(hiddenStates: Tensor3D, options: ForwardOptions = {}): ForwardResult {
    const reason = this.whyPlain(options);
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

const byTiles: Attend = (q, k, v, mask) => ({
  output: flashAttention(q, k, v, mask),
  weights: null,
});
