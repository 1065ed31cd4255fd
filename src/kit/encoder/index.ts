/** A trained encoder of English sentences, run by the library's own attention. */
export type { Encoded } from './encode.ts';
export { foreignShare } from './english.ts';
export type { Attend } from './layer.ts';
export { MAX_TOKENS, parameterNames, parameterShapes, useLiteSizes } from './parameters.ts';
export type { ParameterName, ParameterValues, Parameters } from './parameters.ts';
export { createTokenizer } from './tokenizer.ts';
export type { Tokenizer, Tokens, VocabularyPiece } from './tokenizer.ts';
export { loadUseLite, loadUseLiteModel, UseLite } from './useLite.ts';
export type { EncodedSentences, EncodeOptions, LoadOptions, UseLiteModel } from './useLite.ts';
export { crc32 } from './weightFile.ts';
export type { FileRecord, ModelRecord, TensorRecord } from './weightFile.ts';
