/** Own WGSL for attention, as programs to be compiled and dispatched. */
export { attentionUniforms, MAX_GROUPS, overTwoAxes } from './attentionShader.ts';
export type { BiasStrides, ShaderAttention } from './attentionShader.ts';
export {
  DECODE_KEYS,
  DECODE_ROWS,
  flashDecodeProgram,
  flashMergeProgram,
  MAX_DECODE_HEAD,
} from './flashDecode.ts';
export { flashRowsProgram, MAX_ROW_HEAD, ROWS_PER_GROUP } from './flashRows.ts';
export { flashTileProgram, MAX_TILE_VALUE, TILE_ROWS } from './flashTile.ts';
export { linearStateProgram, MAX_STATE_FEATURES } from './linearState.ts';
export { rotaryProgram } from './rotaryKernel.ts';
export { rowSoftmaxProgram } from './rowSoftmax.ts';
export { MATMUL_TILE, matMulProgram, matMulUniforms } from './tiledMatMul.ts';
