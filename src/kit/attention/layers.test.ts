import { beforeAll, describe, expect, it } from 'vitest';
import type { KitError } from '../errors.ts';
import { expectNoLeak, useTestBackend } from '../testBackend.ts';
import {
  concat,
  dispose,
  mul,
  randomNormal,
  reshape,
  slice,
  sub,
  sum,
  tensor,
  tidy,
  transpose,
  valueAndGrads,
  variableGrads,
  zeros,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '../tensor/index.ts';
import {
  AttentionMechanism,
  causalMask,
  checkedConfig,
  createAttentionLayer,
  DecodeCache,
  FlashAttention,
  GroupedQueryAttention,
  KvCache,
  MultiQueryAttention,
  paddingMask,
  scaledDotProductAttention,
  applyRotary,
  rotaryTable,
  WEIGHT_NAMES,
  type AttentionConfig,
  type AttentionLayer,
  type AttentionNotice,
  type AttentionType,
} from './index.ts';

const config: AttentionConfig = { hiddenSize: 16, numAttentionHeads: 4 };
const causal = { attentionMask: { isCausal: true } };

async function gap(a: Tensor, b: Tensor): Promise<number> {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [Float32Array.from(await a.data()), Float32Array.from(await b.data())];
  return x.reduce((worst, value, i) => {
    const difference = Math.abs(value - y[i]!);
    return Number.isNaN(difference) ? NaN : Math.max(worst, difference);
  }, 0);
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as KitError).code;
  }
  return 'nothing thrown';
};

const hidden = (batch: number, tokens: number, seed = 1): Tensor3D =>
  randomNormal([batch, tokens, 16], { seed });

describe('AttentionConfig', () => {
  it('fills in the defaults', () => {
    expect(checkedConfig(config)).toMatchObject({
      headDim: 4,
      maxPositionEmbeddings: 4096,
      attentionDropout: 0.1,
      rotaryEmbeddingBase: 10_000,
      attentionType: 'scaled_dot_product',
    });
  });

  it.each<[keyof AttentionConfig, unknown]>([
    ['hiddenSize', 0],
    ['hiddenSize', 16.5],
    ['numAttentionHeads', 3],
    ['numAttentionHeads', -4],
    ['headDim', 8],
    ['headDim', NaN],
    ['maxPositionEmbeddings', 0],
    ['attentionDropout', 1],
    ['hiddenDropout', -0.1],
    ['useFlashAttention', 'yes'],
    ['rotaryEmbeddingBase', 1],
    ['rotaryEmbeddingFraction', 0.25],
    ['rotaryEmbeddingFraction', 1.5],
    ['attentionType', 'quadratic'],
    ['kvCacheEnabled', 1],
    ['performerFeatures', 1.5],
  ])('names %s when it is %o', (name, value) => {
    try {
      checkedConfig({ ...config, [name]: value });
    } catch (error) {
      expect((error as KitError<'bad-argument'>).details).toMatchObject({ name, got: value });
      return;
    }
    expect.unreachable('nothing thrown');
  });
});

describe.each(['cpu', 'wasm'] as const)('attention layers on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  it('compute what their parts compute', async () => {
    await expectNoLeak(async () => {
      const layer = new AttentionMechanism(
        { ...config, rotaryEmbeddingFraction: 0.5 },
        { seed: 3 },
      );
      const x = hidden(2, 5);
      const { output, weights, cache } = layer.forward(x, { ...causal, outputAttentions: true });
      expect(cache).toBeNull();
      const w = layer.weights();
      const table = rotaryTable(5, 2);
      // the same by other functions: one head after the other, each with its rows of the weights
      const wanted = tidy(() => {
        const heads = [0, 1, 2, 3].map((head) => {
          const part = (name: 'q_proj.weight' | 'k_proj.weight' | 'v_proj.weight') => {
            const rows = slice(w[name] as Tensor2D, [head * 4, 0], [4, 16]);
            const flat = reshape(x, [10, 16]).matMul<Tensor2D>(transpose(rows));
            return reshape(flat, [2, 1, 5, 4]);
          };
          const [q, k] = [
            applyRotary(part('q_proj.weight'), table),
            applyRotary(part('k_proj.weight'), table),
          ];
          return scaledDotProductAttention(q, k, part('v_proj.weight'), { isCausal: true });
        });
        const joined = reshape(
          concat(
            heads.map(({ output: o }) => reshape(o, [10, 4])),
            1,
          ),
          [10, 16],
        );
        return {
          output: reshape(joined.matMul(transpose(w['o_proj.weight'] as Tensor2D)), [2, 5, 16]),
          weights: concat(
            heads.map((each) => each.weights),
            1,
          ),
        };
      });
      expect(await gap(output, wanted.output)).toBeLessThan(2e-6);
      expect(await gap(weights!, wanted.weights)).toBeLessThan(2e-6);
      dispose([x, output, weights, wanted, table.cos, table.sin]);
      layer.dispose();
    });
  });

  it.each(['standard', 'multi_query', 'grouped_query', 'flash'] as const)(
    'decode with a cache as without: %s',
    async (kind) => {
      await expectNoLeak(async () => {
        const layer = createAttentionLayer(config, kind, {
          seed: 4,
          numKeyValueHeads: 2,
          onNotice: () => undefined,
        });
        const x = hidden(2, 7);
        const whole = layer.forward(x, causal).output;
        const cache = new KvCache();
        const pieces: Tensor3D[] = [];
        let start = 0;
        for (const count of [3, 1, 1, 2]) {
          const piece = slice(x, [0, start, 0], [-1, count, -1]);
          const result = layer.forward(piece, { ...causal, pastKeyValue: cache });
          expect(result.cache).toBe(cache);
          pieces.push(result.output);
          dispose(piece);
          start += count;
        }
        const joined = concat(pieces, 1);
        expect(await gap(joined, whole)).toBeLessThan(2e-6);
        expect([cache.length, cache.seen]).toEqual([7, 7]);
        expect(cache.keys!.shape).toEqual([2, layer.numKeyValueHeads, 7, 4]);
        expect(cache.bytes).toBe(2 * 2 * layer.numKeyValueHeads * 7 * 4 * 4);
        cache.dispose();
        layer.dispose();
        dispose([x, whole, joined, ...pieces]);
      });
    },
  );

  it.each(['linear', 'performer'] as const)(
    'decode with a cache as without: %s',
    async (attentionType) => {
      const layer = new AttentionMechanism({ ...config, attentionType, performerFeatures: 16 });
      const x = hidden(1, 5);
      const whole = layer.forward(x, causal).output;
      const cache = new KvCache();
      for (let token = 0; token < 5; token++) {
        const { output } = layer.forward(slice(x, [0, token, 0], [-1, 1, -1]), {
          ...causal,
          pastKeyValue: cache,
        });
        expect(await gap(output, slice(whole, [0, token, 0], [-1, 1, -1]))).toBeLessThan(3e-6);
      }
    },
  );

  it('forget what lies outside the window, with the same result however the tokens are split', async () => {
    await expectNoLeak(async () => {
      const layer = new GroupedQueryAttention(config, 2, { seed: 5 });
      const x = hidden(1, 9);
      const whole = layer.forward(x, { attentionMask: { window: 3 } }).output;
      for (const split of [[9], [1, 1, 1, 1, 1, 1, 1, 1, 1], [4, 5], [2, 6, 1]]) {
        const cache = new KvCache({ window: 3 });
        let start = 0;
        for (const count of split) {
          const piece = slice(x, [0, start, 0], [-1, count, -1]);
          const { output } = layer.forward(piece, { ...causal, pastKeyValue: cache });
          const wanted = slice(whole, [0, start, 0], [-1, count, -1]);
          expect(await gap(output, wanted)).toBeLessThan(2e-6);
          start += count;
          expect(cache.length).toBe(Math.min(3, start));
          expect(cache.seen).toBe(start);
          dispose([piece, output, wanted]);
        }
        cache.dispose();
      }
      layer.dispose();
      dispose([x, whole]);
    });
  });

  it('are the same with shared heads as with copies of them', async () => {
    const grouped = new GroupedQueryAttention(config, 2, { seed: 6 });
    const full = new AttentionMechanism(config);
    const shared = grouped.weights();
    const twice = (name: 'k_proj.weight' | 'v_proj.weight') => {
      const rows = [0, 0, 1, 1].map((kv) => slice(shared[name] as Tensor2D, [kv * 4, 0], [4, -1]));
      return concat(rows, 0);
    };
    full.loadWeights({
      'q_proj.weight': shared['q_proj.weight'] as Tensor2D,
      'k_proj.weight': twice('k_proj.weight'),
      'v_proj.weight': twice('v_proj.weight'),
      'o_proj.weight': shared['o_proj.weight'] as Tensor2D,
    });
    const x = hidden(2, 6);
    expect(
      await gap(grouped.forward(x, causal).output, full.forward(x, causal).output),
    ).toBeLessThan(2e-6);
    const single = new MultiQueryAttention(config, { seed: 6 });
    expect(single.weights()['k_proj.weight'].shape).toEqual([4, 16]);
    const [q, o] = [single.weights()['q_proj.weight'], single.weights()['o_proj.weight']] as [
      Tensor2D,
      Tensor2D,
    ];
    const four = (w: Tensor) => concat([w, w, w, w], 0) as Tensor2D;
    full.loadWeights({
      'q_proj.weight': q,
      'k_proj.weight': four(single.weights()['k_proj.weight']),
      'v_proj.weight': four(single.weights()['v_proj.weight']),
      'o_proj.weight': o,
    });
    expect(
      await gap(single.forward(x, causal).output, full.forward(x, causal).output),
    ).toBeLessThan(2e-6);
  });

  it('take masks as tensors: where to look, or what to add', async () => {
    const layer = new AttentionMechanism(config);
    const x = hidden(2, 4);
    const wanted = layer.forward(x, { attentionMask: { isCausal: true, lengths: [4, 2] } }).output;
    const open = tidy(() =>
      causalMask(4)
        .cast('bool')
        .logicalAnd(paddingMask([4, 2], 4).cast('bool')),
    );
    const whole = open.cast('int32');
    const added = mul(sub(open.toFloat(), 1), 1e35);
    for (const attentionMask of [open, whole, added]) {
      expect(await gap(layer.forward(x, { attentionMask }).output, wanted)).toBeLessThan(1e-6);
    }
    const closed = layer.forward(x, { attentionMask: zeros([4, 4]).cast('bool') });
    expect([...(await closed.output.data())]).toEqual(new Array(128).fill(0));
  });

  it('place tokens where they are told to', async () => {
    const layer = new AttentionMechanism(config);
    const x = hidden(2, 3);
    const plain = layer.forward(x).output;
    const shifted = layer.forward(x, { positionIds: [5000, 5001, 5002] }).output;
    // only distances matter, however far out the table has to grow
    expect(await gap(plain, shifted)).toBeLessThan(2e-5);
    const other = layer.forward(x, {
      positionIds: [
        [0, 1, 2],
        [0, 5, 2],
      ],
    }).output;
    const first = (y: Tensor3D) => slice(y, [0, 0, 0], [1, -1, -1]);
    expect(await gap(first(plain), first(other))).toBe(0);
    expect(await gap(plain, other)).toBeGreaterThan(1e-3);
    const unplaced = new AttentionMechanism({ ...config, rotaryEmbeddingFraction: 0 });
    const turned = unplaced.forward(x, { positionIds: [9, 3, 1] }).output;
    expect(await gap(unplaced.forward(x).output, turned)).toBe(0);
  });
});

describe('training', () => {
  beforeAll(() => useTestBackend('cpu'));

  it('drops out only in training, by the seed', async () => {
    const make = (seed: number) => {
      const layer = new AttentionMechanism(
        { ...config, attentionDropout: 0.5, hiddenDropout: 0.5 },
        { seed },
      );
      layer.isTraining = true;
      return layer;
    };
    const [layer, twin] = [make(1), make(1)];
    const x = hidden(1, 6);
    const [a, b] = [layer.forward(x).output, layer.forward(x).output];
    expect(await gap(a, b)).toBeGreaterThan(1e-3);
    expect(await gap(a, twin.forward(x).output)).toBe(0);
    expect(await gap(b, twin.forward(x).output)).toBe(0);
    const dropped = [...(await a.data())].filter((value) => value === 0).length;
    expect(dropped).toBeGreaterThan(96 * 0.25);
    expect(dropped).toBeLessThan(96 * 0.75);
    layer.isTraining = false;
    expect(await gap(layer.forward(x).output, layer.forward(x).output)).toBe(0);
  });

  const kinds: [string, AttentionType, () => AttentionLayer][] = [
    ['standard', 'scaled_dot_product', () => new AttentionMechanism(config, { seed: 1 })],
    ['grouped', 'scaled_dot_product', () => new GroupedQueryAttention(config, 2, { seed: 1 })],
    ['multi', 'scaled_dot_product', () => new MultiQueryAttention(config, { seed: 1 })],
    [
      'flash',
      'scaled_dot_product',
      () => createAttentionLayer(config, 'flash', { seed: 1, onNotice: () => undefined }),
    ],
    [
      'linear',
      'linear',
      () => new AttentionMechanism({ ...config, attentionType: 'linear' }, { seed: 1 }),
    ],
    [
      'performer',
      'performer',
      () =>
        new AttentionMechanism(
          { ...config, attentionType: 'performer', performerFeatures: 8 },
          { seed: 1 },
        ),
    ],
  ];

  it.each(kinds)(
    'has the gradients of every weight and of the input: %s',
    async (_name, _type, make) => {
      await expectNoLeak(async () => {
        const layer = make();
        const x = hidden(1, 4);
        const direction = randomNormal([1, 4, 16], { seed: 9 });
        const loss = () => sum(mul(layer.forward(x, causal).output, direction)).asScalar();
        const { value, grads } = variableGrads(loss, [...layer.trainable]);
        const slopes = Object.values(grads);
        expect(slopes.length).toBe(4);
        const { grads: byInput, value: again } = valueAndGrads((y) =>
          sum(mul(layer.forward(y as Tensor3D, causal).output, direction)),
        )([x]);
        // along one random direction per operand: every entry takes part, at the cost of two evaluations
        for (const [which, weight] of layer.trainable.entries()) {
          const by = randomNormal(weight.shape, { seed: which });
          const before = weight.clone();
          const at = async (step: number) => {
            tidy(() => weight.assign(before.add(mul(by, step)) as never));
            const moved = tidy(loss);
            const [number] = await moved.data();
            moved.dispose();
            return number!;
          };
          const step = 1e-2;
          const wanted =
            (8 * ((await at(step)) - (await at(-step))) -
              (await at(2 * step)) +
              (await at(-2 * step))) /
            (12 * step);
          tidy(() => weight.assign(before.clone() as never));
          const got = tidy(() => sum(mul(slopes[which]!, by)));
          expect(Math.abs((await got.data())[0]! - wanted), WEIGHT_NAMES[which]).toBeLessThan(
            4e-3 * Math.max(1, Math.abs(wanted)),
          );
          dispose([by, before, got]);
        }
        expect(byInput[0]!.shape).toEqual(x.shape);
        dispose([x, direction, value, again, grads, byInput]);
        layer.dispose();
      });
    },
  );
});

describe('what callers get wrong', () => {
  beforeAll(() => useTestBackend('cpu'));

  it('is named', () => {
    expect(codeOf(() => new GroupedQueryAttention(config, 3))).toBe('heads-not-divisible');
    expect(codeOf(() => new GroupedQueryAttention(config, 0))).toBe('heads-not-divisible');
    expect(codeOf(() => createAttentionLayer(config, 'sparse' as 'flash'))).toBe('bad-argument');
    expect(codeOf(() => new KvCache({ window: 0 }))).toBe('bad-argument');
    const layer = new AttentionMechanism(config);
    expect(codeOf(() => layer.forward(zeros([1, 4, 8])))).toBe('shape-mismatch');
    expect(codeOf(() => layer.forward(zeros([4, 16]) as unknown as Tensor3D))).toBe(
      'shape-mismatch',
    );
    expect(codeOf(() => layer.forward(hidden(1, 2), { positionIds: [1] }))).toBe('shape-mismatch');
    expect(codeOf(() => layer.loadWeights({}))).toBe('bad-argument');
    const weights = { ...layer.weights() } as unknown as Record<string, Tensor2D>;
    expect(codeOf(() => layer.loadWeights({ ...weights, 'q.weight': zeros([16, 16]) }))).toBe(
      'bad-argument',
    );
    expect(codeOf(() => layer.loadWeights({ ...weights, 'k_proj.weight': zeros([8, 16]) }))).toBe(
      'shape-mismatch',
    );
    const uncached = new AttentionMechanism({ ...config, kvCacheEnabled: false });
    expect(codeOf(() => uncached.forward(hidden(1, 2), { pastKeyValue: new KvCache() }))).toBe(
      'bad-argument',
    );
    const linear = new AttentionMechanism({ ...config, attentionType: 'linear' });
    const windowed = { pastKeyValue: new KvCache({ window: 2 }) };
    expect(codeOf(() => linear.forward(hidden(1, 2), windowed))).toBe('bad-argument');
    const cache = new KvCache();
    cache.append(zeros([1, 2, 3, 4]), zeros([1, 2, 3, 4]));
    expect(codeOf(() => cache.append(zeros([1, 4, 3, 4]), zeros([1, 4, 3, 4])))).toBe(
      'shape-mismatch',
    );
    expect(codeOf(() => cache.append(zeros([1, 2, 1, 4]), zeros([1, 2, 2, 4])))).toBe(
      'shape-mismatch',
    );
  });

  it('is told once where the result is right all the same', async () => {
    const notices: AttentionNotice[] = [];
    const onNotice = (notice: AttentionNotice) => notices.push(notice);
    const flash = createAttentionLayer({ ...config, useFlashAttention: true }, 'standard', {
      onNotice,
    });
    expect(flash).toBeInstanceOf(FlashAttention);
    const x = hidden(1, 3);
    flash.forward(x);
    const asked = flash.forward(x, { outputAttentions: true });
    expect(asked.weights!.shape).toEqual([1, 4, 3, 3]);
    expect(await gap(asked.output, flash.forward(x).output)).toBeLessThan(2e-6);
    flash.forward(x, { outputAttentions: true });
    flash.isTraining = true;
    expect(flash.forward(x).notice).toMatchObject({ code: 'flash-fallback' });
    expect(notices.map(({ reason }) => reason)).toEqual([
      'no WebGPU computes: the tiles are computed in plain functions',
      'the weights are asked for, which flash attention never has',
      'dropout needs the weights',
    ]);
    const linear = new AttentionMechanism({ ...config, attentionType: 'linear' }, { onNotice });
    expect(linear.forward(x, { outputAttentions: true })).toMatchObject({
      weights: null,
      notice: { code: 'no-weights' },
    });
  });

  it('gives a plain cache where no kernel is compiled, and a recorded one is refused', () => {
    const flash = createAttentionLayer(config, 'flash', { onNotice: () => undefined });
    if (!(flash instanceof FlashAttention)) throw new Error('not a flash layer');
    const cache = flash.createCache({ capacity: 8 });
    expect(cache).toBeInstanceOf(KvCache);
    expect(cache).not.toBeInstanceOf(DecodeCache);
    const code = (capacity: number) =>
      codeOf(() => new DecodeCache({ heads: 4, headDim: 4, capacity }));
    expect([code(8), code(0), code(NaN)]).toEqual([
      'backend-unavailable',
      'bad-argument',
      'bad-argument',
    ]);
  });

  it('has sensible heads by default', () => {
    const of = (numAttentionHeads: number) =>
      createAttentionLayer(
        { hiddenSize: 4 * numAttentionHeads, numAttentionHeads },
        'grouped_query',
      ).numKeyValueHeads;
    expect([8, 6, 5, 2].map(of)).toEqual([4, 3, 1, 2]);
  });

  it('keeps a cache alive through tidy', async () => {
    const cache = new KvCache();
    tidy(() => {
      cache.append(tensor([[1, 2]]).reshape([1, 1, 1, 2]), tensor([[3, 4]]).reshape([1, 1, 1, 2]));
    });
    expect([...(await cache.keys!.data()), ...(await cache.values!.data())]).toEqual([1, 2, 3, 4]);
    cache.dispose();
    expect([cache.length, cache.seen, cache.bytes]).toEqual([0, 0, 0]);
  });
});
