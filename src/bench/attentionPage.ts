import { naiveScoreBytes, prepareLinearState, tuneAttention } from '../kit/attention/index.ts';
import { connectHost, type Host } from '../kit/host.ts';
import { backendState, setUpBackend, webgpu } from '../kit/tensor/index.ts';
import {
  prepareContender,
  runsPerSample,
  timeContender,
  type Contender,
  type Prepared,
} from './attentionContender.ts';
import { cacheBytes, countBuffers, encodeCosts } from './attentionCosts.ts';
import { relativeError } from './attentionReference.ts';
import * as ours from './attentionOurs.ts';
import * as peers from './attentionPeers.ts';
import {
  attentionTask,
  benchSizes,
  matMulTask,
  type AttentionTask,
  type BenchSizes,
  type Task,
} from './attentionTasks.ts';

/**
 * What runs inside the measured page: `globalThis.attentionProgram`. Each call does one step, so that what was measured is
 * known outside even when a later step never ends.
 */

/** What computes, as the page sees it. */
export interface AdapterFacts {
  readonly adapter: string;
  readonly isSoftware: boolean;
  readonly vendor: string;
  readonly architecture: string;
  readonly features: readonly string[];
  readonly subgroupSizes: readonly [number | null, number | null];
  readonly limits: Readonly<Record<string, number>>;
  readonly browser: string;
  readonly sizes: BenchSizes;
  /** The kernel that the kit takes for many queries here. */
  readonly kernel: string;
}

/** The program, as the page has it. */
export interface AttentionProgram {
  start(options: { readonly withFeatures: boolean }): Promise<AdapterFacts>;
  prepare(id: string): Promise<Prepared>;
  /** Milliseconds per run. */
  time(id: string): Promise<number>;
  kernelError(id: string): Promise<number>;
  extraBytes(id: string): Promise<{ readonly bytes: number; readonly scoreBuffers: number }>;
  cacheBytes: typeof cacheBytes;
  encode: typeof encodeCosts;
}

interface Known {
  readonly task: Task;
  readonly contender: Contender;
  runs: number;
}

const known = new Map<string, Known>();
const tasks = new Map<string, Task>();
let facts: AdapterFacts | null = null;

function shared<T extends Task>(name: string, make: () => T): T {
  const there = (tasks.get(name) ?? make()) as T;
  tasks.set(name, there);
  return there;
}

function mainAttention(id: string): AttentionTask {
  const { tokens, heads, headDim } = sizes();
  const isCausal = id.endsWith('-causal');
  return shared(isCausal ? 'causal' : 'full', () =>
    attentionTask({ heads, kvHeads: heads, queries: tokens, keys: tokens, headDim }, isCausal),
  );
}

function sizes(): BenchSizes {
  if (!facts) throw new Error('not started');
  return facts.sizes;
}

/** Builds what an id names: `jax-causal`, `matmul-ort`, `decode-cached`, `kv-gqa`, `linear-full-512` … */
async function build(id: string): Promise<Omit<Known, 'runs'>> {
  const [kind = '', variant = '', length = ''] = id.split('-');
  if (kind === 'matmul') {
    const task = shared('matmul', () => matMulTask(sizes().matrix));
    const makers = {
      own: ours.ownMatMul,
      tfjs: ours.tfjsMatMul,
      jax: peers.jaxMatMul,
      ort: peers.ortMatMul,
    };
    return { task, contender: await makers[variant as keyof typeof makers](task) };
  }
  if (kind === 'decode') {
    const { cached, recomputed, task } = await ours.decoding();
    return { task, contender: variant === 'cached' ? cached : recomputed };
  }
  if (kind === 'kv') {
    const kvHeads = { mha: 8, gqa: 2, mqa: 1 }[variant] ?? 8;
    const task = attentionTask({ heads: 8, kvHeads, queries: 1, keys: 2048, headDim: 64 }, false);
    return { task, contender: ours.flash(task, { path: 'flash_decode' }) };
  }
  if (kind === 'linear' || kind === 'softmax') {
    const { heads, headDim } = sizes();
    const tokens = Number(length);
    const lengths = { heads, kvHeads: heads, queries: tokens, keys: tokens, headDim };
    const task = attentionTask(lengths, variant === 'causal', kind);
    if (kind === 'softmax') return { task, contender: ours.flash(task, tuned()) };
    await prepareLinearState(headDim);
    return { task, contender: ours.linear(task) };
  }
  const task = mainAttention(id);
  const makers = {
    flash: (given: AttentionTask) => ours.flash(given, tuned()),
    tfjs: ours.tfjsAttention,
    jax: peers.jaxAttention,
    ort: peers.ortAttention,
    ortFused: peers.ortFusedAttention,
  };
  return { task, contender: await makers[kind as keyof typeof makers](task) };
}

function tuned(): { readonly tuned?: 'flash_rows' | 'flash_tile' } {
  const kernel = facts?.kernel;
  return kernel === 'flash_rows' || kernel === 'flash_tile' ? { tuned: kernel } : {};
}

/** Lengths with tails: no multiple of any tile. */
const oddAttention = (isCausal: boolean, kind?: 'linear') =>
  attentionTask({ heads: 4, kvHeads: 2, queries: 97, keys: 129, headDim: 64 }, isCausal, kind);
const oneQuery = () =>
  attentionTask({ heads: 8, kvHeads: 2, queries: 1, keys: 517, headDim: 64 }, false);

async function errorOf({ contender, task }: Omit<Known, 'runs'>): Promise<number> {
  await contender.submit();
  const error = relativeError(task.checked(await contender.read()), task.wanted());
  await contender.clear();
  return error;
}

const kernels: Readonly<Record<string, () => Promise<Omit<Known, 'runs'>[]>>> = {
  async rows() {
    return [oddAttention(false), oddAttention(true)].map((task) => ({
      task,
      contender: ours.flash(task, { path: 'flash_rows' }),
    }));
  },
  async tile() {
    return [oddAttention(false), oddAttention(true)].map((task) => ({
      task,
      contender: ours.flash(task, { path: 'flash_tile' }),
    }));
  },
  async decode() {
    const task = oneQuery();
    return [{ task, contender: ours.flash(task, { path: 'flash_decode' }) }];
  },
  async naive() {
    return [oddAttention(false), oddAttention(true)].map((task) => ({
      task,
      contender: ours.flash(task, { path: 'naive' }),
    }));
  },
  async matmul() {
    const task = matMulTask(129);
    return [{ task, contender: ours.ownMatMul(task) }];
  },
  async linear() {
    await prepareLinearState(64);
    const task = oddAttention(true, 'linear');
    return [{ task, contender: ours.linear(task) }];
  },
};

/** A GPU that hides what it can do beyond the core of WebGPU. */
function withoutFeatures(gpu: GPU): GPU {
  const hide = (adapter: GPUAdapter): GPUAdapter =>
    new Proxy(adapter, {
      get(target, name) {
        if (name === 'features') return new Set<string>();
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  const requestAdapter: GPU['requestAdapter'] = async (options) => {
    const adapter = await gpu.requestAdapter(options);
    return adapter && hide(adapter);
  };
  return { requestAdapter } as GPU;
}

/** An outside with a clock and a store that forgets; nothing measured needs files or a reader. */
function memoryHost(): Host {
  const stored = new Map<string, unknown>();
  const refuse = async () => {
    throw new Error('the measured page has no such outside');
  };
  return {
    asset: refuse,
    download: refuse,
    generate: refuse,
    now: () => performance.now(),
    store: {
      get: async (key) => stored.get(key),
      set: async (key, value) => void stored.set(key, value),
      delete: async (key) => void stored.delete(key),
      keys: async () => [...stored.keys()],
    },
  };
}

async function start({ withFeatures }: { withFeatures: boolean }): Promise<AdapterFacts> {
  const gpu = withFeatures ? navigator.gpu : withoutFeatures(navigator.gpu);
  const state = await setUpBackend({ choice: 'webgpu', gpu });
  const { device } = webgpu() ?? {};
  if (!device || state.adapter === null) throw new Error(`no WebGPU: ${String(state.fallback)}`);
  const { info } = (await navigator.gpu.requestAdapter()) ?? {};
  connectHost(memoryHost());
  const kernel = await tuneAttention({ headDim: 64 });
  facts = {
    adapter: state.adapter,
    isSoftware: backendState().isSoftware,
    vendor: info?.vendor ?? '',
    architecture: info?.architecture ?? '',
    features: [...device.features].sort(),
    subgroupSizes: [info?.subgroupMinSize ?? null, info?.subgroupMaxSize ?? null],
    limits: Object.fromEntries(
      (
        [
          'maxBufferSize',
          'maxStorageBufferBindingSize',
          'maxComputeWorkgroupStorageSize',
          'maxComputeInvocationsPerWorkgroup',
        ] as const
      ).map((name) => [name, device.limits[name]]),
    ),
    browser: navigator.userAgent,
    sizes: benchSizes(state.isSoftware),
    kernel,
  };
  return facts;
}

async function extraBytes(id: string): Promise<{ bytes: number; scoreBuffers: number }> {
  // three tokens fewer than anything else here: tfjs has no freed buffers of these sizes
  const { tokens: usual, heads, headDim } = sizes();
  const tokens = usual - 3;
  const shape = { heads, kvHeads: heads, queries: tokens, keys: tokens, headDim };
  const task = attentionTask(shape, false);
  const contender = id === 'tfjs' ? ours.tfjsAttention(task) : ours.flash(task, tuned());
  // the operands' buffers are there by now
  await contender.finish();
  const { peakBytes, sizes: made } = await countBuffers(async () => {
    await contender.submit();
    await contender.finish();
  });
  await contender.clear();
  const outputBytes = 4 * heads * tokens * headDim;
  const scoreBytes = naiveScoreBytes({ ...shape, batch: 1, valueDim: headDim });
  return {
    bytes: peakBytes - outputBytes,
    scoreBuffers: made.filter((size) => size >= scoreBytes).length,
  };
}

const program: AttentionProgram = {
  start,
  async prepare(id) {
    const built = await build(id);
    const prepared = await prepareContender(built.contender, built.task);
    known.set(id, { ...built, runs: runsPerSample(prepared.warmMs ?? prepared.firstMs) });
    return prepared;
  },
  async time(id) {
    const found = known.get(id);
    if (!found) throw new Error(`${id} was not prepared`);
    return timeContender(found.contender, found.runs);
  },
  async kernelError(id) {
    let worst = 0;
    for (const each of (await kernels[id]?.()) ?? []) {
      worst = Math.max(worst, await errorOf(each));
    }
    return worst;
  },
  extraBytes,
  cacheBytes,
  encode: encodeCosts,
};

Object.assign(globalThis, { attentionProgram: program });
