import type { AttentionConfig } from './config.ts';
import type { LayerOptions } from './layer.ts';
import { AttentionMechanism } from './mechanism.ts';

/**
 * Grouped-query attention: K key-value heads, each read by H / K query heads, so that the cache is H / K times smaller.
 * @throws KitError `heads-not-divisible` when K does not divide H
 * @see Ainslie et al., "GQA", 2023
 */
export class GroupedQueryAttention extends AttentionMechanism {
  constructor(config: AttentionConfig, numKeyValueHeads: number, options: LayerOptions = {}) {
    super(config, options, numKeyValueHeads);
  }
}

/**
 * Multi-query attention: one key-value head that all query heads read.
 * @see Shazeer, "Fast Transformer Decoding", 2019
 */
export class MultiQueryAttention extends AttentionMechanism {
  constructor(config: AttentionConfig, options: LayerOptions = {}) {
    super(config, options, 1);
  }
}
