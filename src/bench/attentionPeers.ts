import type { Contender } from './attentionContender.ts';
import {
  causalBias,
  headsFirst,
  tokensFirst,
  type AttentionTask,
  type MatMulTask,
} from './attentionTasks.ts';
import { onnxModel, type OnnxModel } from './onnxModel.ts';

/** What of jax-js is used. Every function takes over its arguments, unless they are passed as `.ref`. */
interface JaxArray {
  readonly ref: JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}
interface Jax {
  init(device: 'webgpu'): Promise<readonly string[]>;
  defaultDevice(device: 'webgpu'): string;
  getWebGPUDevice(): GPUDevice;
  jit(run: (...given: JaxArray[]) => JaxArray): (...given: JaxArray[]) => JaxArray;
  blockUntilReady(arrays: readonly JaxArray[]): Promise<unknown>;
  readonly nn: {
    dotProductAttention(
      q: JaxArray,
      k: JaxArray,
      v: JaxArray,
      options: { readonly isCausal: boolean },
    ): JaxArray;
  };
  readonly numpy: {
    array(values: Float32Array): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
  };
}

/** What of onnxruntime-web is used. */
interface OrtTensor {
  getData(): Promise<Float32Array>;
  dispose(): void;
}
interface Ort {
  readonly env: {
    readonly wasm: { wasmPaths: string; numThreads: number };
    readonly webgpu: { readonly device: Promise<GPUDevice> };
  };
  readonly Tensor: {
    fromGpuBuffer(
      buffer: GPUBuffer,
      options: { readonly dataType: 'float32'; readonly dims: readonly number[] },
    ): OrtTensor;
  };
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: {
        readonly executionProviders: readonly string[];
        readonly preferredOutputLocation: 'gpu-buffer';
      },
    ): Promise<{
      run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>>;
    }>;
  };
}

let jaxReady: Promise<Jax> | null = null;
let ortReady: Promise<Ort> | null = null;

async function load(address: string): Promise<unknown> {
  return (await import(/* @vite-ignore */ new URL(address, location.origin).href)) as unknown;
}

function jax(): Promise<Jax> {
  return (jaxReady ??= (async () => {
    const module = (await load('/node_modules/@jax-js/jax/dist/index.js')) as Jax;
    const devices = await module.init('webgpu');
    if (!devices.includes('webgpu')) throw new Error('jax-js finds no WebGPU');
    module.defaultDevice('webgpu');
    return module;
  })());
}

function ort(): Promise<Ort> {
  return (ortReady ??= (async () => {
    const folder = '/node_modules/onnxruntime-web/dist/';
    const module = (await load(`${folder}ort.webgpu.min.mjs`)) as Ort;
    module.env.wasm.wasmPaths = folder;
    module.env.wasm.numThreads = 1;
    return module;
  })());
}

async function onJax(
  run: (...given: JaxArray[]) => JaxArray,
  operands: readonly JaxArray[],
  inOurOrder: (values: Float32Array) => Float32Array,
): Promise<Contender> {
  const { jit, blockUntilReady, getWebGPUDevice } = await jax();
  const compiled = jit(run);
  const made: JaxArray[] = [];
  await blockUntilReady(operands);
  return {
    submit() {
      made.push(compiled(...operands.map((operand) => operand.ref)));
    },
    async finish() {
      // what jax-js still holds back is submitted by this
      await blockUntilReady(made);
      await getWebGPUDevice().queue.onSubmittedWorkDone();
    },
    async read() {
      const last = made.at(-1);
      if (!last) throw new Error('nothing was computed');
      return inOurOrder(await last.ref.data());
    },
    clear() {
      for (const array of made) array.dispose();
      made.length = 0;
    },
  };
}

/** jax-js's attention, compiled by its `jit`. */
export async function jaxAttention({
  sizes,
  isCausal,
  q,
  k,
  v,
}: AttentionTask): Promise<Contender> {
  const { nn, numpy } = await jax();
  const { heads, queries: tokens, headDim } = sizes;
  const order = { heads, tokens, headDim };
  const put = (x: Float32Array) =>
    numpy.array(tokensFirst(x, order)).reshape([1, tokens, heads, headDim]);
  return onJax(
    (query, key, value) =>
      nn.dotProductAttention(query as JaxArray, key as JaxArray, value as JaxArray, { isCausal }),
    [put(q), put(k), put(v)],
    (values) => headsFirst(values, order),
  );
}

/** jax-js's matrix product, compiled by its `jit`. */
export async function jaxMatMul({ size, a, b }: MatMulTask): Promise<Contender> {
  const { numpy } = await jax();
  const put = (x: Float32Array) => numpy.array(x).reshape([size, size]);
  return onJax(
    (left, right) => numpy.matmul(left as JaxArray, right as JaxArray),
    [put(a), put(b)],
    (values) => values,
  );
}

/** A model with its inputs on onnxruntime's own device and its output `y` left there. */
async function onOrt(
  model: OnnxModel,
  inputs: Readonly<Record<string, Float32Array<ArrayBuffer>>>,
  inOurOrder: (values: Float32Array) => Float32Array = (values) => values,
): Promise<Contender> {
  const { InferenceSession, Tensor, env } = await ort();
  const session = await InferenceSession.create(onnxModel(model), {
    executionProviders: ['webgpu'],
    preferredOutputLocation: 'gpu-buffer',
  });
  const device = await env.webgpu.device;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => {
      const buffer = device.createBuffer({ size: values.byteLength, usage });
      device.queue.writeBuffer(buffer, 0, values);
      const dims = model.inputs[name] ?? [];
      return [name, Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims })];
    }),
  );
  const made: OrtTensor[] = [];
  return {
    async submit() {
      const { y } = await session.run(feeds);
      if (y) made.push(y);
    },
    finish: () => device.queue.onSubmittedWorkDone(),
    async read() {
      const last = made.at(-1);
      if (!last) throw new Error('nothing was computed');
      return inOurOrder(await last.getData());
    },
    clear() {
      for (const tensor of made) tensor.dispose();
      made.length = 0;
    },
  };
}

/** Attention as a graph of standard ONNX operations. */
export function ortAttention(task: AttentionTask): Promise<Contender> {
  const { heads, queries, keys, headDim } = task.sizes;
  const bias = causalBias(queries, keys);
  const shape = [1, heads, queries, headDim];
  const scaled = task.isCausal ? 'biased' : 'scaled';
  return onOrt(
    {
      inputs: {
        q: shape,
        k: [1, heads, keys, headDim],
        v: [1, heads, keys, headDim],
        ...(task.isCausal ? { bias: [queries, keys] } : {}),
      },
      outputs: { y: shape },
      constants: { factor: 1 / Math.sqrt(headDim) },
      nodes: [
        { op: 'Transpose', inputs: ['k'], outputs: ['kT'], attributes: { perm: [0, 1, 3, 2] } },
        { op: 'MatMul', inputs: ['q', 'kT'], outputs: ['scores'] },
        { op: 'Mul', inputs: ['scores', 'factor'], outputs: ['scaled'] },
        ...(task.isCausal ? [{ op: 'Add', inputs: ['scaled', 'bias'], outputs: ['biased'] }] : []),
        { op: 'Softmax', inputs: [scaled], outputs: ['weights'], attributes: { axis: 3 } },
        { op: 'MatMul', inputs: ['weights', 'v'], outputs: ['y'] },
      ],
    },
    { q: task.q, k: task.k, v: task.v, ...(task.isCausal ? { bias } : {}) },
  );
}

/** Attention by onnxruntime's own fused operation. */
export function ortFusedAttention(task: AttentionTask): Promise<Contender> {
  const { heads, queries: tokens, headDim } = task.sizes;
  const order = { heads, tokens, headDim };
  const shape = [1, tokens, heads * headDim];
  return onOrt(
    {
      inputs: { q: shape, k: shape, v: shape },
      outputs: { y: shape },
      nodes: [
        {
          op: 'MultiHeadAttention',
          domain: 'com.microsoft',
          inputs: ['q', 'k', 'v'],
          outputs: ['y'],
          attributes: { num_heads: heads, unidirectional: task.isCausal ? 1 : 0 },
        },
      ],
    },
    {
      q: tokensFirst(task.q, order),
      k: tokensFirst(task.k, order),
      v: tokensFirst(task.v, order),
    },
    (values) => headsFirst(values, order),
  );
}

/** onnxruntime's matrix product. */
export function ortMatMul({ size, a, b }: MatMulTask): Promise<Contender> {
  const shape = [size, size];
  return onOrt(
    {
      inputs: { a: shape, b: shape },
      outputs: { y: shape },
      nodes: [{ op: 'MatMul', inputs: ['a', 'b'], outputs: ['y'] }],
    },
    { a, b },
  );
}
