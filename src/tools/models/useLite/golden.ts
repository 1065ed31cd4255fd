import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../command.mjs';
import { askOriginal } from './askOriginal.ts';
import { sentences, tokenizerTexts } from './goldenTexts.ts';
import { packages, type Original } from './original.ts';
import type { OriginalAnswers } from './runOriginal.mjs';

/** What the original says of a sentence; `src/kit/encoder/golden.json` holds these. */
export interface GoldenSentence {
  readonly text: string;
  readonly ids: readonly number[];
  /** The first entries of the vector, for the eye. */
  readonly first16: readonly number[];
  /** All 512 entries: float32, little-endian, base64. */
  readonly vector: string;
  /** For short sentences, of each layer: [H, T, T] as the vector is written. */
  readonly attentions?: readonly string[];
}

/** Sentences up to this many tokens keep their attention weights. */
const MAX_TOKENS_WITH_ATTENTION = 12;

const source = `${packages.join(', ')}, run in Node`;

/** Asks the original and writes the two files that the encoder's tests are held against. */
export async function writeGolden(original: Original): Promise<readonly GoldenSentence[]> {
  const texts = tokenizerTexts(original.vocabulary);
  const answers = await askOriginal({ tokenize: texts, encode: sentences, embed: sentences });
  const golden = answers.encode.map(goldenSentence);
  write('golden.json', {
    source,
    obtained:
      'npm run models -- use-lite: the published graph on its own TensorFlow.js (wasm backend), each sentence alone; ' +
      'attentions are the outputs of the nodes attention_weights',
    batchDifference: batchDifference(answers),
    sentences: golden,
  });
  write('tokenizer.golden.json', {
    source,
    obtained: 'npm run models -- use-lite: the published tokenizer',
    cases: texts.map((text, i) => [text, answers.tokenize[i]]),
  });
  return golden;
}

function goldenSentence(
  { ids, vector, attentions }: OriginalAnswers['encode'][number],
  n: number,
): GoldenSentence {
  const numbers = floatsOf(vector);
  return {
    text: sentences[n] ?? '',
    ids,
    first16: Array.from(numbers.subarray(0, 16), (x) => Number(x.toPrecision(6))),
    vector,
    ...(ids.length > 0 && ids.length <= MAX_TOKENS_WITH_ATTENTION ? { attentions } : {}),
  };
}

/** The largest difference between a sentence alone and the same sentence in a padded batch, both by the original. */
function batchDifference({ encode, embed }: OriginalAnswers): number {
  const differences = encode.flatMap(({ vector }, n) =>
    Array.from(floatsOf(vector), (x, i) => Math.abs(x - (embed[n]?.[i] ?? Number.NaN))),
  );
  return Math.max(...differences);
}

/** float32 in base64 → numbers. */
export function floatsOf(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}

/** JSON with one entry of the long list to a line. */
function write(name: string, content: Readonly<Record<string, unknown>>): void {
  const fields = Object.entries(content).map(([key, value]) => {
    if (!Array.isArray(value)) return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const lines = value.map((each) => `    ${JSON.stringify(each)}`);
    return `  ${JSON.stringify(key)}: [\n${lines.join(',\n')}\n  ]`;
  });
  writeFileSync(join(projectRoot, 'src/kit/encoder', name), `{\n${fields.join(',\n')}\n}\n`);
}
