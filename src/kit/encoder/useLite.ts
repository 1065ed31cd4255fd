import { scaledDotProductAttention } from '../attention/index.ts';
import { KitError } from '../errors.ts';
import { host } from '../host.ts';
import { dispose, fill } from '../tensor/index.ts';
import { checkEnglish } from './english.ts';
import { encodeTokens, type Encoded } from './encode.ts';
import type { Attend } from './layer.ts';
import {
  MAX_TOKENS,
  parameterNames,
  parameterShapes,
  parameterTensors,
  type ParameterValues,
  type Parameters,
} from './parameters.ts';
import { createTokenizer, type Tokenizer, type Tokens, type VocabularyPiece } from './tokenizer.ts';
import { readModelRecord, readVocabulary, readWeights } from './weightFile.ts';

/** What an encoder is made of. */
export interface UseLiteModel {
  readonly vocabulary: readonly VocabularyPiece[];
  readonly values: ParameterValues;
}

/** How sentences are encoded. */
export interface EncodeOptions {
  /** Give the attention weights too. Default false. */
  readonly outputAttentions?: boolean;
  /** Another way to compute attention, to compare with. Default: scaled dot-product attention, which it was trained with. */
  readonly attention?: Attend;
  /** Encode text that the model cannot read, to show what goes wrong. Default false. */
  readonly allowOtherLanguages?: boolean;
}

/** Vectors, and the tokens that they were made of. */
export interface EncodedSentences extends Encoded {
  /** What was read of each sentence: at most 128 tokens. */
  readonly tokens: readonly Tokens[];
}

/** Which precision is shipped: `int8`, 7.5 MB, is held to the original by a cosine of 0.999 or more. */
export interface LoadOptions {
  readonly weights?: 'int8';
}

const FOLDER = 'models/use-lite';

/** The vocabulary and the trained numbers as shipped, to look at or to round further. @throws as `loadUseLite` */
export async function loadUseLiteModel({
  weights = 'int8',
}: LoadOptions = {}): Promise<UseLiteModel> {
  if (weights !== 'int8') {
    throw new KitError('bad-argument', {
      fn: 'loadUseLite',
      name: 'weights',
      expected: 'int8',
      got: weights,
    });
  }
  const names = {
    model: `${FOLDER}/model.json`,
    vocabulary: `${FOLDER}/vocabulary.json`,
    weights: `${FOLDER}/weights-int8.bin`,
  };
  const record = readModelRecord(names.model, await host().asset(names.model));
  const [vocabulary, values] = await Promise.all([
    host().asset(names.vocabulary),
    host().asset(names.weights),
  ]);
  return {
    vocabulary: readVocabulary(names.vocabulary, vocabulary, record.vocabulary),
    values: readWeights(names.weights, values, record),
  };
}

/**
 * Universal Sentence Encoder Lite, for English only: a trained transformer of two layers with four heads each, run by this
 * library's own attention. 7.7 MB to load, 28 MB of tensors until `dispose`.
 *
 * @throws KitError `asset-missing`, `asset-unknown`, `asset-corrupt` when its files cannot be had or are not what they were
 * @see Cer et al., "Universal Sentence Encoder", 2018; `public/models/use-lite/card.md` for origin, licence and known failures
 */
export async function loadUseLite(options: LoadOptions = {}): Promise<UseLite> {
  return new UseLite(await loadUseLiteModel(options));
}

/** A loaded encoder. Its tensors live until `dispose`. */
export class UseLite {
  /** The one language that it reads. */
  readonly language = 'en';
  /** The trained numbers as tensors, by name. They belong to the encoder. */
  readonly parameters: Parameters;
  readonly #tokenize: Tokenizer;

  /** @throws KitError `shape-mismatch` when an array has not as many numbers as its shape */
  constructor({ vocabulary, values }: UseLiteModel) {
    for (const name of parameterNames) {
      const size = parameterShapes[name].reduce<number>((product, length) => product * length, 1);
      // checked before the first tensor is made: nothing is left behind
      if (values[name]?.length !== size) {
        throw new KitError('shape-mismatch', {
          fn: 'UseLite',
          expected: `${name}: ${size} numbers`,
          got: values[name]?.length,
        });
      }
    }
    this.#tokenize = createTokenizer(vocabulary);
    this.parameters = parameterTensors(values);
  }

  /** A text cut into the model's pieces, all of them; `encode` reads the first 128. */
  tokenize(text: string): Tokens {
    return this.#tokenize(text);
  }

  /**
   * Sentences → unit vectors [N, 512]; the dot product of two tells how alike their meanings are. The result belongs to the
   * caller.
   *
   * `attention` is called once per layer and group of sentences of one length, with the trained queries, keys and values:
   * a way to look at them too.
   *
   * @throws KitError `language-unsupported` for text that is not in Latin letters, `disposed-tensor` after `dispose`
   */
  encode(sentences: readonly string[], options: EncodeOptions = {}): EncodedSentences {
    const {
      outputAttentions = false,
      attention = scaledDotProductAttention,
      allowOtherLanguages = false,
    } = options;
    if (!Array.isArray(sentences) || sentences.some((sentence) => typeof sentence !== 'string')) {
      throw new KitError('bad-argument', {
        fn: 'encode',
        name: 'sentences',
        expected: 'string[]',
        got: typeof sentences,
      });
    }
    if (this.parameters.embeddings.isDisposed)
      throw new KitError('disposed-tensor', { fn: 'encode' });
    if (!allowOtherLanguages) checkEnglish('encode', sentences);
    const tokens = sentences.map((sentence) => firstTokens(this.#tokenize(sentence)));
    if (tokens.length === 0) return { vectors: fill([0, 512], 0), attentions: [], tokens };
    const ids = tokens.map((sentence) => sentence.ids);
    return { ...encodeTokens(ids, this.parameters, attention, outputAttentions), tokens };
  }

  /** Frees the tensors. May be called twice. */
  dispose(): void {
    dispose(this.parameters);
  }
}

function firstTokens({ ids, pieces }: Tokens): Tokens {
  return { ids: ids.slice(0, MAX_TOKENS), pieces: pieces.slice(0, MAX_TOKENS) };
}
