/** Attention from its formula. */
export { causalMask, maskedScores, paddingMask, slidingWindowMask } from './mask.ts';
export type { Mask } from './mask.ts';
export { randomHead } from './randomHead.ts';
export type { Head } from './randomHead.ts';
export { scaledDotProductAttention } from './scaledDotProduct.ts';
export type { AttentionOutput } from './scaledDotProduct.ts';
