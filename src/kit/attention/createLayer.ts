import { KitError } from '../errors.ts';
import type { AttentionConfig } from './config.ts';
import { FlashAttention } from './flashLayer.ts';
import { GroupedQueryAttention, MultiQueryAttention } from './grouped.ts';
import type { AttentionLayer, LayerOptions } from './layer.ts';
import { AttentionMechanism } from './mechanism.ts';

/** What kinds of layers there are. */
export const LAYER_KINDS = ['standard', 'multi_query', 'grouped_query', 'flash'] as const;
/** One of the kinds. */
export type LayerKind = (typeof LAYER_KINDS)[number];

/**
 * The layer of a kind, wrapped in `FlashAttention` when the config or the kind says so. `grouped_query` has 4 key-value heads
 * unless told otherwise, or as many as divide H when 4 do not.
 * @throws KitError `bad-argument` for an unknown kind or a wrong config value, `heads-not-divisible`
 */
export function createAttentionLayer(
  config: AttentionConfig,
  kind: LayerKind = 'standard',
  options: LayerOptions & { readonly numKeyValueHeads?: number } = {},
): AttentionLayer {
  if (!LAYER_KINDS.includes(kind)) {
    throw new KitError('bad-argument', {
      fn: 'createAttentionLayer',
      name: 'kind',
      expected: LAYER_KINDS.join(', '),
      got: kind,
    });
  }
  const layer = plainLayer(config, kind, options);
  return kind === 'flash' || layer.config.useFlashAttention
    ? new FlashAttention(layer, options)
    : layer;
}

function plainLayer(
  config: AttentionConfig,
  kind: LayerKind,
  options: LayerOptions & { readonly numKeyValueHeads?: number },
): AttentionMechanism {
  if (kind === 'multi_query') return new MultiQueryAttention(config, options);
  if (kind === 'grouped_query') {
    const fitting = [4, 3, 2, 1].find((count) => config.numAttentionHeads % count === 0) ?? 1;
    return new GroupedQueryAttention(config, options.numKeyValueHeads ?? fitting, options);
  }
  return new AttentionMechanism(config, options);
}
