import { KitError } from '../errors.ts';

/** How the weight of a key for a query is found. */
export type AttentionType = 'scaled_dot_product' | 'linear' | 'performer';

/** What an attention layer is made of. */
export interface AttentionConfig {
  /** Numbers per token that come in and go out. */
  readonly hiddenSize: number;
  /** H */
  readonly numAttentionHeads: number;
  /** D; must be hiddenSize / numAttentionHeads, which is the default. */
  readonly headDim?: number;
  /** Positions in the first rotary table, which grows when more are needed. Default 4,096. */
  readonly maxPositionEmbeddings?: number;
  /** Part of the weights dropped in training; linear and Performer attention have none. Default 0.1. */
  readonly attentionDropout?: number;
  /** Part of the output dropped in training. Default 0.1. */
  readonly hiddenDropout?: number;
  /** Default false. */
  readonly useFlashAttention?: boolean;
  /** Default 10,000. */
  readonly rotaryEmbeddingBase?: number;
  /** Part of each head that is rotated; 0 for no rotary positions. Default 1. */
  readonly rotaryEmbeddingFraction?: number;
  /** Default `scaled_dot_product`. */
  readonly attentionType?: AttentionType;
  /** Whether `forward` takes a cache. Default true. */
  readonly kvCacheEnabled?: boolean;
  /** M of Performer attention. Default 256. */
  readonly performerFeatures?: number;
}

const TYPES: readonly AttentionType[] = ['scaled_dot_product', 'linear', 'performer'];

/**
 * A config with its defaults filled in.
 * @throws KitError `bad-argument` that names the first value which is wrong, and what it could be
 */
export function checkedConfig(config: AttentionConfig): Required<AttentionConfig> {
  const { hiddenSize, numAttentionHeads } = config;
  const full: Required<AttentionConfig> = {
    headDim: hiddenSize / numAttentionHeads,
    maxPositionEmbeddings: 4_096,
    attentionDropout: 0.1,
    hiddenDropout: 0.1,
    useFlashAttention: false,
    rotaryEmbeddingBase: 10_000,
    rotaryEmbeddingFraction: 1,
    attentionType: 'scaled_dot_product',
    kvCacheEnabled: true,
    performerFeatures: 256,
    ...config,
  };
  checkCounts(full);
  checkHeads(full);
  checkParts(full);
  return full;
}

type Name = keyof AttentionConfig;

function check(
  full: Required<AttentionConfig>,
  name: Name,
  isRight: boolean,
  expected: string,
): void {
  if (!isRight)
    throw new KitError('bad-argument', { fn: 'AttentionConfig', name, expected, got: full[name] });
}

function checkCounts(full: Required<AttentionConfig>): void {
  const counts = [
    'hiddenSize',
    'numAttentionHeads',
    'maxPositionEmbeddings',
    'performerFeatures',
  ] as const;
  for (const name of counts) {
    check(full, name, Number.isInteger(full[name]) && full[name] >= 1, '1, 2, 3, …');
  }
  for (const name of ['useFlashAttention', 'kvCacheEnabled'] as const) {
    check(full, name, typeof full[name] === 'boolean', 'true or false');
  }
}

function checkHeads(full: Required<AttentionConfig>): void {
  const { hiddenSize, numAttentionHeads: heads, headDim } = full;
  check(
    full,
    'numAttentionHeads',
    hiddenSize % heads === 0,
    `a divisor of hiddenSize, ${hiddenSize}`,
  );
  const wanted = hiddenSize / heads;
  check(full, 'headDim', headDim === wanted, `hiddenSize / numAttentionHeads = ${wanted}`);
}

function checkParts(full: Required<AttentionConfig>): void {
  for (const name of ['attentionDropout', 'hiddenDropout'] as const) {
    check(full, name, full[name] >= 0 && full[name] < 1, 'a part from 0, below 1');
  }
  const { headDim, rotaryEmbeddingBase: base, rotaryEmbeddingFraction: fraction } = full;
  check(full, 'rotaryEmbeddingBase', Number.isFinite(base) && base > 1, 'a number above 1');
  const pairs = Math.round(headDim * fraction * 1e9) / 2e9;
  check(
    full,
    'rotaryEmbeddingFraction',
    fraction >= 0 && fraction <= 1 && Number.isInteger(pairs),
    `a part of headDim, ${headDim}, that is an even number of places, or 0`,
  );
  check(full, 'attentionType', TYPES.includes(full.attentionType), TYPES.join(', '));
}
