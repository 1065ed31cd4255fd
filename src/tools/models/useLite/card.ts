import { createHash } from 'node:crypto';
import { packages } from './original.ts';
import type { Scores } from './scores.ts';

/** What a reader must know of the model, as `card.json` holds it. */
export interface Card {
  readonly name: string;
  /** The one language that it reads, as a BCP 47 tag. */
  readonly language: 'en';
  readonly task: string;
  readonly source: {
    readonly packages: readonly string[];
    readonly derivedFrom: string;
    readonly paper: string;
  };
  readonly licence: { readonly id: 'Apache-2.0'; readonly file: string; readonly changes: string };
  readonly parameters: number;
  readonly architecture: readonly string[];
  readonly trainingData: string;
  /** Null: nothing was drawn at random in making these files. */
  readonly seed: null;
  readonly howMade: string;
  readonly scores: Scores;
  readonly knownFailures: readonly string[];
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

/** The card of these files with these scores. */
export function cardOf(files: ReadonlyMap<string, Uint8Array>, scores: Scores): Card {
  return {
    name: 'Universal Sentence Encoder Lite, int8',
    language: 'en',
    task: 'An English sentence of up to 128 tokens becomes a unit vector of 512 numbers; the dot product of two tells how alike the sentences are in meaning.',
    source: {
      packages,
      derivedFrom:
        'tfhub.dev/tensorflow/tfjs-model/universal-sentence-encoder-lite/1/default/1 (Google, Apache-2.0)',
      paper: 'Cer et al., "Universal Sentence Encoder", 2018, arXiv:1803.11175',
    },
    licence: {
      id: 'Apache-2.0',
      file: 'LICENSE.txt',
      changes:
        'The graph was left out. Ten of the 11 matrices were rounded to int8 with one float32 scale for each output (embeddings: for each token); the matrix of layer 0 that its input is added through, the 18 vectors and the vocabulary are unchanged.',
    },
    parameters: 6_975_744,
    architecture: [
      'tokens [T] -> embeddings [T, 256], taken twice, plus sine and cosine waves of their places: x = 2 * embedding + waves',
      'layer 0: x [T, 256] -> norm -> queries, keys, values in one matrix [256, 768] -> 4 heads of 64, softmax(q k^T / 8) v -> [256, 512]; x itself goes through a matrix [256, 512] and is added',
      'layer 0, second part: norm -> [512, 1536] -> ReLU -> [1536, 512], added to what came in',
      'layer 1: the same with width 512, queries, keys, values [512, 1536], 4 heads of 128, softmax(q k^T / 11.31) v -> [512, 512]; x is added unchanged',
      'layer 1, second part: as in layer 0',
      'pooling: mean over the tokens -> [512, 512] -> tanh -> divided by its length',
      'norm: over the last axis, epsilon 1e-6, before each part; none after the last; every matrix but the embeddings has a bias',
    ],
    trainingData:
      'Not listed by the package. The paper names Wikipedia, web news, web question-answer pages, discussion forums and the SNLI corpus, all English.',
    seed: null,
    howMade: 'npm run models -- use-lite',
    scores,
    knownFailures: [
      'English only. 7 of its 8,000 pieces hold an Arabic letter: to it nearly all Arabic sentences are alike, and unrelated ones score as high as related ones (see the examples). encode() refuses text whose letters are not mostly Latin.',
      'Other languages in Latin letters pass that check and are not understood.',
      'Weak on the jargon of machine learning (see the examples): it was trained on general text before 2018.',
      'Made for sentences: a paragraph becomes the mean of its tokens, and what follows the 128th token is not read.',
      'It inherits the biases of text from the web; do not decide about people with it.',
    ],
    files: [...files].map(([name, bytes]) => ({
      name,
      bytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
}

/** The card as a page. */
export function cardText(card: Card): string {
  const { scores, source, licence } = card;
  const equality = scores.equality.map(
    ({ backend, weights, adapter, maxDifference, minCosine }) =>
      `| ${backend}${adapter ? ` (${adapter})` : ''} | ${weights} | ${maxDifference} | ${minCosine} |`,
  );
  const examples = scores.examples.map(
    ({ kind, a, b, cosine }) => `| ${kind} | ${a} | ${b} | ${cosine} |`,
  );
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`);
  const sentences = scores.equality[0]?.sentences ?? 0;
  return [
    `# ${card.name}`,
    '',
    `**Reads English only.** ${card.task}`,
    '',
    ...list([
      `Source: ${source.packages.join(', ')}, derived from ${source.derivedFrom}`,
      `Paper: ${source.paper}`,
      `Licence: ${licence.id}, see ${licence.file}. Changes: ${licence.changes}`,
      `Parameters: ${card.parameters.toLocaleString('en')}`,
      `Training data: ${card.trainingData}`,
      `Made by: \`${card.howMade}\`; nothing is random in it`,
    ]),
    '',
    '## Architecture',
    '',
    ...list(card.architecture),
    '',
    '## Equal to the original',
    '',
    `Our attention code against the published graph, over ${sentences} sentences from empty to over 128 tokens (${scores.browser}).`,
    'fp32 is the original’s own weights, int8 what is shipped here.',
    '',
    '| Backend | Weights | Largest difference of an entry | Smallest cosine of a sentence |',
    '| --- | --- | --- | --- |',
    ...equality,
    '',
    '## What to expect',
    '',
    '| Pair | | | Cosine |',
    '| --- | --- | --- | --- |',
    ...examples,
    '',
    '## Known failures',
    '',
    ...list(card.knownFailures),
    '',
    '## Files',
    '',
    '| File | Bytes | SHA-256 |',
    '| --- | --- | --- |',
    ...card.files.map(({ name, bytes, sha256 }) => `| ${name} | ${bytes} | ${sha256} |`),
    '',
  ].join('\n');
}
