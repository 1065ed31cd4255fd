import { createAttentionLayer, KvCache } from '../kit/attention/index.ts';
import {
  compileProgram,
  dispatch,
  dispose,
  finishWork,
  flush,
  memory,
  randomNormal,
  RecordedPlan,
  tensorFrom,
  tidy,
  webgpu,
  type Program,
  type Tensor,
} from '../kit/tensor/index.ts';

/** GPU buffers that were made while something ran. */
export interface CountedBuffers {
  /** The most bytes that lived at once, of those. */
  readonly peakBytes: number;
  /** Size of each. */
  readonly sizes: readonly number[];
}

/**
 * Counts the buffers that `run` has made on the kit's device. tfjs keeps freed buffers for others of the same size: only
 * sizes that never occurred before are counted fully.
 */
export async function countBuffers(run: () => Promise<void>): Promise<CountedBuffers> {
  const { device } = webgpu() ?? {};
  if (!device) throw new Error('no WebGPU computes');
  const original = device.createBuffer.bind(device);
  const sizes: number[] = [];
  let [live, peakBytes] = [0, 0];
  device.createBuffer = (descriptor) => {
    const buffer = original(descriptor);
    sizes.push(descriptor.size);
    live += descriptor.size;
    peakBytes = Math.max(peakBytes, live);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      live -= descriptor.size;
      destroy();
    };
    return buffer;
  };
  try {
    await run();
  } finally {
    device.createBuffer = original;
  }
  return { peakBytes, sizes };
}

/** Heads of the layers whose caches are weighed: 8 of queries, and of keys and values 8, 2 and 1. */
export const CACHE_HEADS = { heads: 8, headDim: 64, tokens: 64, gqaHeads: 2 } as const;

/** What a cache holds, counted and calculated. */
export interface CacheBytes {
  /** GPU bytes that disposing of it gives back. */
  readonly counted: number;
  /** 2 · 4 · K · T · D: keys and values, float32. */
  readonly exact: number;
}

/** The bytes of a layer's cache after some tokens. */
export async function cacheBytes(kind: 'mha' | 'gqa' | 'mqa'): Promise<CacheBytes> {
  const { heads, headDim, tokens, gqaHeads } = CACHE_HEADS;
  const names = { mha: 'standard', gqa: 'grouped_query', mqa: 'multi_query' } as const;
  const layer = createAttentionLayer(
    { hiddenSize: heads * headDim, numAttentionHeads: heads },
    names[kind],
    { numKeyValueHeads: gqaHeads },
  );
  const cache = new KvCache();
  const x = randomNormal([1, tokens, heads * headDim], { seed: 'cache' });
  const { output } = layer.forward(x, {
    attentionMask: { isCausal: true },
    pastKeyValue: cache,
  });
  dispose([x, output]);
  // buffers of freed tensors are counted until the work that reads them is submitted
  await finishWork();
  const before = memory().gpuBytes;
  cache.dispose();
  await finishWork();
  const counted = before - memory().gpuBytes;
  layer.dispose();
  const kvHeads = { mha: heads, gqa: gqaHeads, mqa: 1 }[kind];
  return { counted, exact: 2 * 4 * kvHeads * tokens * headDim };
}

/** Dispatches of one encoding. */
const DISPATCHES = 300;
/** Encodings of one sample of the recorded plan, which is too fast for the clock. */
const REPLAYS = 20;

const tinyAdd: Program = {
  name: 'tiny add',
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> sum: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) at: vec3u) {
  if (at.x < arrayLength(&sum)) { sum[at.x] = a[at.x] + b[at.x]; }
}`,
  inputs: 2,
  outputs: 1,
};

/** Microseconds that the processor spends per dispatch, before the GPU does anything. */
export interface EncodeCosts {
  readonly tfjs: number;
  readonly dispatch: number;
  readonly plan: number;
}

/** Measures one round of encoding sums of 64 numbers, each of the previous one, in three ways; and checks the sums. */
export async function encodeCosts(): Promise<EncodeCosts> {
  const compiled = await compileProgram(tinyAdd);
  const one = tensorFrom(new Float32Array(64).fill(1), [64]);
  const start = tensorFrom(new Float32Array(64), [64]);
  const step = (x: Tensor) =>
    dispatch(compiled, {
      inputs: [x, one],
      outputs: [{ shape: [64] }],
      workgroups: [1],
    })[0] as Tensor;
  const tfjs = await perDispatch((x) => x.add(one), start);
  const own = await perDispatch(step, start);
  dispose([one, start]);

  const plan = new RecordedPlan();
  const [steady, ...sums] = Array.from({ length: DISPATCHES + 2 }, () => plan.buffer(64));
  if (!steady) throw new Error('no buffers');
  plan.write(steady, new Float32Array(64).fill(1));
  for (let i = 0; i < DISPATCHES; i += 1) {
    const [from, to] = [sums[i], sums[i + 1]];
    if (from && to) plan.add(compiled, { inputs: [from, steady], outputs: [to], workgroups: [1] });
  }
  try {
    plan.run();
    await finishWork();
    let ms = 0;
    for (let replay = 0; replay < REPLAYS; replay += 1) {
      const began = performance.now();
      plan.run();
      ms += performance.now() - began;
      await finishWork();
    }
    const last = sums.at(-1);
    checkSum(last ? (await plan.read(last))[0] : undefined);
    return { tfjs, dispatch: own, plan: (1_000 * ms) / REPLAYS / DISPATCHES };
  } finally {
    plan.dispose();
  }
}

async function perDispatch(step: (x: Tensor) => Tensor, first: Tensor): Promise<number> {
  await finishWork();
  const began = performance.now();
  const last = tidy(() => {
    let x = first;
    for (let i = 0; i < DISPATCHES; i += 1) x = step(x);
    return x;
  });
  flush();
  const ms = performance.now() - began;
  checkSum((await last.data())[0]);
  last.dispose();
  await finishWork();
  return (1_000 * ms) / DISPATCHES;
}

function checkSum(got: number | undefined): void {
  if (got !== DISPATCHES) throw new Error(`${DISPATCHES} sums gave ${String(got)}`);
}
