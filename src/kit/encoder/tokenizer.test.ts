import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer, type VocabularyPiece } from './tokenizer.ts';

// not imported: among the texts are halves of surrogate pairs, which Vite's reader of JSON refuses
const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const vocabulary = read('../../../public/models/use-lite/vocabulary.json') as VocabularyPiece[];
const { cases } = read('./tokenizer.golden.json') as {
  readonly cases: readonly [string, number[]][];
};
const tokenize = createTokenizer(vocabulary);

/** The text as the pieces spell it. */
const spelled = (text: string) => {
  const plain = text.normalize('NFKC');
  return plain === '' ? '' : `▁${plain.replaceAll(' ', '▁')}`;
};

describe('the tokenizer', () => {
  it('cuts as the original does', () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
    expect(new Set(cases.map(([text]) => text)).size).toBeGreaterThanOrEqual(200);
    for (const [text, ids] of cases) expect([text, tokenize(text).ids]).toEqual([text, ids]);
  });

  it('gives pieces that spell the text, one per id', () => {
    for (const [text] of cases) {
      const { ids, pieces } = tokenize(text);
      expect(pieces.length).toBe(ids.length);
      expect(pieces.join('')).toBe(spelled(text));
      ids.forEach((id, i) => {
        if (id !== 0) expect(pieces[i]).toBe(vocabulary[id]?.[0]);
      });
    }
  });

  it('prefers pieces with a colon, which have no score', () => {
    const scoreless = vocabulary.filter(([, score]) => score === null).map(([piece]) => piece);
    expect(scoreless.sort()).toEqual([':', '://', '▁:', '▁:)', '▁:(', '):', '▁:-)'].sort());
    expect(tokenize('http://a').pieces).toContain('://');
    expect(tokenize('wait :)').pieces.at(-1)).toBe('▁:)');
  });

  it('makes one token of a run of characters that it does not know', () => {
    const { ids, pieces } = tokenize('a 😀🙂👾 b');
    expect(pieces).toEqual(['▁a', '▁', '😀🙂👾', '▁b']);
    expect(ids.map((id) => id === 0)).toEqual([false, false, true, false]);
    expect(tokenize('\u0000').pieces).toEqual(['▁', '\u0000']);
  });

  it('never takes a reserved piece for text', () => {
    for (const text of ['<s>', '</s>', 'extra_token_id_1', '\ufffd']) {
      for (const id of tokenize(text).ids) expect(id === 0 || id >= 6).toBe(true);
    }
  });

  it('gives nothing for nothing', () => {
    expect(tokenize('')).toEqual({ ids: [], pieces: [] });
  });

  it('works for any vocabulary', () => {
    const reserved = Array.from({ length: 6 }, (_, i): VocabularyPiece => [`<${i}>`, 0]);
    const own = createTokenizer([
      ...reserved,
      ['▁', -2],
      ['a', -1],
      ['b', -1],
      ['ab', -1.5],
      ['▁ab', -3],
    ]);
    // ▁ab (−3) beats ▁ + ab (−3.5) and ▁ + a + b (−4); ab alone beats a + b
    expect(own('ab ab').pieces).toEqual(['▁ab', '▁ab']);
    expect(own('aab').pieces).toEqual(['▁', 'a', 'ab']);
    expect(own('xyab').pieces).toEqual(['▁', 'xy', 'ab']);
  });

  it('takes time that grows with the length alone', () => {
    const { ids } = tokenize('attention '.repeat(20_000));
    expect(ids.length).toBeGreaterThan(20_000);
  });
});
