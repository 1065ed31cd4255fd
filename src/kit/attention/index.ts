/** Attention from its formula. */
export type { FeatureAttentionOutput } from './featureAttention.ts';
export { flashAttention } from './flash.ts';
export type { FlashOptions } from './flash.ts';
export { eluPlusOne, linearAttention } from './linear.ts';
export type { LinearAttentionOptions } from './linear.ts';
export { causalMask, keySpan, maskedScores, paddingMask, slidingWindowMask } from './mask.ts';
export type { KeySpan, Mask } from './mask.ts';
export { orthogonalFeatures } from './orthogonal.ts';
export { PERFORMER_FEATURES, performerAttention } from './performer.ts';
export type { PerformerOptions } from './performer.ts';
export { randomHead } from './randomHead.ts';
export type { Head } from './randomHead.ts';
export { applyRotary, rotaryTable } from './rotary.ts';
export type { PositionIds, RotaryTable } from './rotary.ts';
export { RotaryPositionEmbedding } from './rotaryPositionEmbedding.ts';
export type { RotaryOptions } from './rotaryPositionEmbedding.ts';
export { scaledDotProductAttention } from './scaledDotProduct.ts';
export type { AttentionOutput } from './scaledDotProduct.ts';
export { attentionShape } from './shapes.ts';
export type { AttentionShape } from './shapes.ts';
export { checkedConfig } from './config.ts';
export type { AttentionConfig, AttentionType } from './config.ts';
export { createAttentionLayer, LAYER_KINDS } from './createLayer.ts';
export type { LayerKind } from './createLayer.ts';
export { DecodeCache } from './decodeCache.ts';
export type { DecodeCacheOptions } from './decodeCache.ts';
export { FlashAttention } from './flashLayer.ts';
export { GroupedQueryAttention, MultiQueryAttention } from './grouped.ts';
export { KvCache } from './kvCache.ts';
export { WEIGHT_NAMES } from './layer.ts';
export type {
  AttentionLayer,
  AttentionNotice,
  ForwardOptions,
  ForwardResult,
  LayerOptions,
  WeightName,
} from './layer.ts';
export { AttentionMechanism } from './mechanism.ts';
export { fusedAttention, prepareAttention } from './fused.ts';
export type { FusedOptions } from './fused.ts';
export { kernelVariants } from './fusedPrograms.ts';
export type { FusedPath, KernelVariant } from './fusedPrograms.ts';
export { prepareRotary } from './fusedRotary.ts';
export { prepareLinearState } from './fusedSums.ts';
export { naiveScoreBytes, planAttention } from './plan.ts';
export type { AttentionPath, AttentionPlan, PlanLimits, PlanOptions } from './plan.ts';
export { tuneAttention, tuneVariant } from './tune.ts';
export type { TunedKernel, TuneOptions } from './tune.ts';
