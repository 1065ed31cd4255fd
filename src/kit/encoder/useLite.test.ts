import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scaledDotProductAttention } from '../attention/index.ts';
import { KitError } from '../errors.ts';
import { connectHost, type Host } from '../host.ts';
import { memory, mean, tidy } from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { useTestBackend } from '../testBackend.ts';
import golden from './golden.json' with { type: 'json' };
import { parameterNames } from './parameters.ts';
import { loadUseLite, loadUseLiteModel, UseLite, type UseLiteModel } from './useLite.ts';

const folder = new URL('../../../public/', import.meta.url);
const refuse = () => Promise.reject(new Error('not part of this test'));

/** The shipped files, some of them changed. */
function connectFiles(
  change: (name: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes,
): void {
  const host: Host = {
    async asset(name) {
      return change(name, new Uint8Array(await readFile(new URL(name, folder))));
    },
    store: { get: refuse, set: refuse, delete: refuse, keys: refuse },
    download: refuse,
    generate: refuse,
    now: () => 0,
  };
  connectHost(host);
}

function floatsOf(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x = NaN, y = NaN] = [a[i], b[i]];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}

async function rowsOf(x: Tensor): Promise<number[][]> {
  return (await x.array()) as number[][];
}

let model: UseLiteModel;
beforeAll(async () => {
  await useTestBackend('wasm');
  connectFiles();
  model = await loadUseLiteModel();
}, 60_000);

describe('the shipped encoder', () => {
  let encoder: UseLite;
  beforeAll(() => {
    encoder = new UseLite(model);
  });
  afterEach(() => expect(memory().tensors).toBe(parameterNames.length));
  afterAll(() => {
    encoder.dispose();
    expect(memory().tensors).toBe(0);
  });

  it('is within a cosine of 0.999 of the original for every sentence', async () => {
    const { sentences } = golden;
    expect(sentences.length).toBeGreaterThanOrEqual(24);
    const texts = sentences.map(({ text }) => text);
    const { vectors, tokens } = encoder.encode(texts, { allowOtherLanguages: true });
    expect(vectors.shape).toEqual([sentences.length, 512]);
    const rows = await rowsOf(vectors);
    vectors.dispose();
    sentences.forEach(({ text, ids, vector }, n) => {
      expect([text, tokens[n]?.ids]).toEqual([text, ids.slice(0, 128)]);
      const row = rows[n] ?? [];
      expect([text, Math.abs(Math.hypot(...row) - 1) < 1e-5]).toEqual([text, true]);
      expect([text, cosine(row, floatsOf(vector)) >= 0.999]).toEqual([text, true]);
    });
  }, 60_000);

  it('gives the weights of every head of both layers', async () => {
    const known = golden.sentences.filter(({ attentions }) => attentions !== undefined);
    expect(known.length).toBeGreaterThanOrEqual(8);
    const { vectors, attentions } = encoder.encode(
      known.map(({ text }) => text),
      { outputAttentions: true, allowOtherLanguages: true },
    );
    for (const [n, { ids, attentions: expected = [] }] of known.entries()) {
      const layers = attentions[n] ?? [];
      expect(layers.map(({ shape }) => shape)).toEqual([
        [4, ids.length, ids.length],
        [4, ids.length, ids.length],
      ]);
      for (const [layer, weights] of layers.entries()) {
        const got = (await weights.data()) as Float32Array;
        const original = floatsOf(expected[layer] ?? '');
        expect(got.length).toBe(original.length);
        const difference = Math.max(...original.map((x, i) => Math.abs(x - (got[i] ?? NaN))));
        expect(difference).toBeLessThan(0.05);
        for (let row = 0; row < got.length; row += ids.length) {
          const sum = got.subarray(row, row + ids.length).reduce((total, x) => total + x, 0);
          expect(sum).toBeCloseTo(1, 4);
        }
      }
    }
    vectors.dispose();
    for (const layer of attentions.flat()) layer.dispose();
  });

  it('gives a sentence the same vector alone and among others, in their order', async () => {
    const texts = ['hello', '', 'How old are you?', 'hello', 'What is your age?', ''];
    const { vectors } = encoder.encode(texts);
    const together = await rowsOf(vectors);
    vectors.dispose();
    for (const [n, text] of texts.entries()) {
      const alone = encoder.encode([text]);
      const [row = []] = await rowsOf(alone.vectors);
      alone.vectors.dispose();
      expect(Math.max(...row.map((x, i) => Math.abs(x - (together[n]?.[i] ?? NaN))))).toBeLessThan(
        1e-5,
      );
    }
    expect(together[0]).toEqual(together[3]);
    expect(together[1]).toEqual(together[5]);
  });

  it('splits many sentences of one length without changing them', async () => {
    const texts = Array.from({ length: 420 }, (_, i) =>
      i % 2 ? 'How old are you?' : 'Who is that man?',
    );
    const { vectors, tokens } = encoder.encode(texts);
    expect(new Set(tokens.map(({ ids }) => ids.length)).size).toBe(1);
    const rows = await rowsOf(vectors);
    vectors.dispose();
    expect(cosine(rows[0] ?? [], rows[418] ?? [])).toBeCloseTo(1, 5);
    expect(cosine(rows[1] ?? [], rows[419] ?? [])).toBeCloseTo(1, 5);
    expect(cosine(rows[0] ?? [], rows[1] ?? [])).toBeLessThan(0.9);
  }, 60_000);

  it('knows what is alike', async () => {
    const { vectors } = encoder.encode([
      'How old are you?',
      'What is your age?',
      'The bank raised interest rates.',
    ]);
    const [old = [], age = [], bank = []] = await rowsOf(vectors);
    vectors.dispose();
    expect(cosine(old, age)).toBeGreaterThan(0.7);
    expect(cosine(old, bank)).toBeLessThan(0.3);
  });

  it('takes another attention, and shows it the trained queries, keys and values', async () => {
    const seen: number[][] = [];
    const watched = encoder.encode(['How old are you?'], {
      attention: (q, k, v) => {
        seen.push(q.shape, k.shape, v.shape);
        return scaledDotProductAttention(q, k, v);
      },
    });
    const usual = encoder.encode(['How old are you?']);
    const uniform = encoder.encode(['How old are you?'], {
      attention: (q, _k, v) => ({
        output: tidy(() => mean(v, 2, true).tile([1, 1, q.shape[2], 1])),
      }),
    });
    const [[a = []], [b = []], [c = []]] = (await Promise.all(
      [watched, usual, uniform].map(({ vectors }) => rowsOf(vectors)),
    )) as [number[][], number[][], number[][]];
    for (const { vectors } of [watched, usual, uniform]) vectors.dispose();
    expect(seen).toEqual([...Array(3).fill([1, 4, 5, 64]), ...Array(3).fill([1, 4, 5, 128])]);
    expect(a).toEqual(b);
    expect(cosine(a, c)).toBeLessThan(0.9);
  });

  it('says so when the other attention has no weights to give', () => {
    const encode = () =>
      encoder.encode(['hello'], {
        outputAttentions: true,
        attention: (q) => ({ output: q.clone() }),
      });
    expect(encode).toThrow(/bad-argument.*attention/);
  });

  it('reads at most 128 tokens', async () => {
    const words = 'one two three four five six seven eight nine ten '.repeat(20);
    const { vectors, tokens } = encoder.encode([words, `${words} and something else`]);
    expect(tokens.map(({ ids }) => ids.length)).toEqual([128, 128]);
    expect(encoder.tokenize(words).ids.length).toBeGreaterThan(128);
    const [a, b] = await rowsOf(vectors);
    vectors.dispose();
    expect(a).toEqual(b);
  });

  it('encodes nothing to nothing', () => {
    const { vectors, attentions, tokens } = encoder.encode([], { outputAttentions: true });
    expect([vectors.shape, attentions, tokens]).toEqual([[0, 512], [], []]);
    vectors.dispose();
  });

  it.each([
    ['Arabic', 'كيف تعمل آلية الانتباه؟'],
    ['Arabic with English terms', 'ما هو KV cache ولماذا يسرّع التوليد؟'],
    ['Russian', 'Привет мир'],
    ['Chinese', '人工智能'],
  ])('refuses %s, unless it is told to show what goes wrong', (_name, text) => {
    expect(() => encoder.encode(['fine', text])).toThrow(KitError);
    expect(() => encoder.encode([text])).toThrow(/language-unsupported.*use-lite/);
    encoder.encode([text], { allowOtherLanguages: true }).vectors.dispose();
  });

  it.each([
    'The word سلام means peace in Arabic.',
    '',
    '12:30',
    '😀',
    'Σ x is a sum over i',
    'déjà vu',
  ])('reads %j', (text) => encoder.encode([text]).vectors.dispose());

  it('refuses what is no list of texts', () => {
    expect(() => encoder.encode('hello' as unknown as string[])).toThrow(/bad-argument.*sentences/);
    expect(() => encoder.encode([1] as unknown as string[])).toThrow(/bad-argument.*sentences/);
  });

  it('refuses to encode once it is disposed of, which may happen twice', () => {
    const other = new UseLite(model);
    other.dispose();
    other.dispose();
    expect(() => other.encode(['hello'])).toThrow(/disposed-tensor/);
  });
});

describe('loading', () => {
  afterEach(() => {
    connectFiles();
    expect(memory().tensors).toBe(0);
  });
  const failing = async () => {
    const error: unknown = await loadUseLite().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KitError);
    return error as KitError;
  };

  it.each(['model.json', 'vocabulary.json', 'weights-int8.bin'])(
    'reports that %s is cut short',
    async (file) => {
      connectFiles((name, bytes) =>
        name.endsWith(file) ? bytes.slice(0, bytes.length - 100) : bytes,
      );
      expect(await failing()).toMatchObject({
        code: 'asset-corrupt',
        details: { name: `models/use-lite/${file}` },
      });
    },
  );

  it.each(['vocabulary.json', 'weights-int8.bin'])('reports one wrong bit in %s', async (file) => {
    connectFiles((name, bytes) => {
      if (!name.endsWith(file)) return bytes;
      const middle = bytes.length >> 1;
      return bytes.with(middle, (bytes[middle] ?? 0) ^ 1);
    });
    expect(await failing()).toMatchObject({
      code: 'asset-corrupt',
      details: { name: `models/use-lite/${file}` },
    });
  });

  it.each([
    ['another format', (text: string) => text.replace('use-lite/1', 'use-lite/2')],
    ['a missing array', (text: string) => text.replace('pooling.bias', 'pooling.bios')],
    ['something else', () => 'null'],
    ['a page', () => '<!doctype html>'],
    ['nothing', () => ''],
  ])('reports that model.json is %s', async (_name, change) => {
    connectFiles((name, bytes) =>
      name.endsWith('model.json')
        ? new TextEncoder().encode(change(new TextDecoder().decode(bytes)))
        : bytes,
    );
    expect(await failing()).toMatchObject({ code: 'asset-corrupt' });
  });

  it('passes on that a file is missing', async () => {
    connectFiles((name, bytes) => {
      if (name.endsWith('.bin')) throw new KitError('asset-missing', { name, status: 404 });
      return bytes;
    });
    expect(await failing()).toMatchObject({ code: 'asset-missing' });
  });

  it('refuses weights that are not shipped', async () => {
    await expect(loadUseLite({ weights: 'fp32' as 'int8' })).rejects.toThrow(/bad-argument.*int8/);
  });

  it('makes no tensor when an array has the wrong length', () => {
    const values = { ...model.values, 'pooling.bias': new Float32Array(3) };
    expect(() => new UseLite({ ...model, values })).toThrow(/shape-mismatch.*pooling\.bias/);
  });

  it('reads files that begin anywhere in their buffer', async () => {
    connectFiles((_name, bytes) => {
      const shifted = new Uint8Array(bytes.length + 3);
      shifted.set(bytes, 3);
      return shifted.subarray(3);
    });
    const again = await loadUseLiteModel();
    expect(again.values['layer1.ffn2.weight'].slice(0, 8)).toEqual(
      model.values['layer1.ffn2.weight'].slice(0, 8),
    );
    expect(again.values['pooling.bias']).toEqual(model.values['pooling.bias']);
  });
});

describe('on the plain cpu backend', () => {
  beforeAll(() => useTestBackend('cpu'));

  it('loads, computes the same, and leaves nothing', async () => {
    connectFiles();
    const short = golden.sentences.filter(({ ids }) => ids.length <= 5).slice(0, 4);
    expect(short.length).toBe(4);
    const encoder = await loadUseLite();
    expect(encoder.language).toBe('en');
    const { vectors } = encoder.encode(
      short.map(({ text }) => text),
      { allowOtherLanguages: true },
    );
    const rows = await rowsOf(vectors);
    vectors.dispose();
    encoder.dispose();
    short.forEach(({ vector }, n) =>
      expect(cosine(rows[n] ?? [], floatsOf(vector))).toBeGreaterThanOrEqual(0.999),
    );
    expect(memory().tensors).toBe(0);
  });
});
