import { host } from '../host.ts';
import { openGpu, type Gpu, type NoGpu } from './device.ts';
import { SafeWebGPUBackend } from './infinity.ts';
import { freeEverything, liveTensors } from './scopes.ts';
import {
  engine,
  env,
  findBackendFactory,
  memory as tfMemory,
  registerBackend,
  removeBackend,
  setBackend,
} from './tfjs.ts';

/** What may compute. */
export type Backend = 'webgpu' | 'wasm' | 'cpu';
/** What the reader asked for; `auto` takes the best that is really there. */
export type BackendChoice = 'auto' | Backend;

/** What computes, and why. */
export interface BackendState {
  readonly choice: BackendChoice;
  /** Null until a backend was set up. */
  readonly active: Backend | null;
  /** The adapter that computes; null unless WebGPU does. */
  readonly adapter: string | null;
  readonly isSoftware: boolean;
  /** Why something slower than asked for computes. */
  readonly fallback: NoGpu | 'no-wasm' | null;
  readonly features: readonly string[];
  readonly bytes: number;
  readonly tensors: number;
}

/** Where the wasm backend comes from: both are asked only when wasm is to compute. */
export interface BackendLoader {
  /** The module `kit/tensor/wasm.ts`, by whatever way loads code here. */
  wasmBackend(): Promise<{
    startWasm(loadFile: (name: string) => Promise<Uint8Array>): Promise<void>;
  }>;
  /** The bytes of a tfjs wasm binary; default: the host's asset `wasm/<name>`. */
  wasmFile?(name: string): Promise<Uint8Array>;
}

let loader: BackendLoader | null = null;
let gpu: { readonly opened: Gpu; readonly backend: SafeWebGPUBackend; isLost: boolean } | null =
  null;
let choice: BackendChoice = 'auto';
let fallback: BackendState['fallback'] = null;
let tellLost: (reason: string) => void = () => undefined;
let tellError: (message: string) => void = () => undefined;

/** Connects what loads the wasm backend. Called once by the kernel, and by tests. */
export function connectLoader(given: BackendLoader): void {
  loader = given;
}

/** Who is told when the GPU device is lost. */
export function onDeviceLost(listener: (reason: string) => void): void {
  tellLost = listener;
}

/** Who is told when the GPU reports an error that no one asked for: out of memory, a wrong shader, a wrong binding. */
export function onGpuError(listener: (message: string) => void): void {
  tellError = listener;
}

/** How a backend is set up. */
export interface SetUpOptions {
  /** Default `auto`. */
  readonly choice?: BackendChoice;
  /** Default: the browser's. */
  readonly gpu?: GPU | undefined;
}

/**
 * Sets up what computes. `auto`: WebGPU when a real GPU is there, else wasm, else the plain cpu backend; the state tells why.
 * `webgpu` asked for by name is also taken on a software adapter, and marked `isSoftware`. Never WebGL. Tensors
 * move along. May be called again: after a loss, or with another choice.
 */
export async function setUpBackend(options: SetUpOptions = {}): Promise<BackendState> {
  choice = options.choice ?? 'auto';
  const browserGpu = 'gpu' in options ? options.gpu : globalThis.navigator?.gpu;
  fallback = null;
  if (choice === 'auto' || choice === 'webgpu') {
    const missing = await useWebGPU(browserGpu, choice === 'webgpu');
    if (missing === null) return backendState();
    fallback = missing;
  }
  if (choice !== 'cpu') {
    if (await useWasm()) return backendState();
    fallback ??= 'no-wasm';
  }
  await readBack();
  await setBackend('cpu');
  return backendState();
}

/** What computes now. */
export function backendState(): BackendState {
  const active = activeBackend();
  const opened = active === 'webgpu' ? gpu?.opened : undefined;
  const { numTensors, numBytes } = tfMemory();
  return {
    choice,
    active,
    adapter: opened?.label ?? null,
    isSoftware: opened?.isSoftware ?? false,
    fallback,
    features: opened?.features ?? [],
    bytes: numBytes,
    tensors: numTensors,
  };
}

/** The backend that computes; null before `setUpBackend`. */
export function activeBackend(): Backend | null {
  const name = engine().backendName as string | null | undefined;
  return name === 'webgpu' || name === 'wasm' || name === 'cpu' ? name : null;
}

/**
 * Runs `run` on another backend and comes back, as a measurement does. Gives a code instead when that backend is not to be
 * had. The tensors that `run` uses move there, and move back when they are used again.
 */
export async function withBackend<T>(
  backend: Backend,
  run: () => Promise<T>,
): Promise<{ readonly result: T } | { readonly missing: NoGpu | 'no-wasm' }> {
  const before = activeBackend();
  if (before === backend) return { result: await run() };
  let missing: NoGpu | 'no-wasm' | null = null;
  if (backend === 'webgpu') missing = await useWebGPU(globalThis.navigator?.gpu, true);
  else if (backend === 'wasm') missing = (await useWasm()) ? null : 'no-wasm';
  else {
    await readBack();
    await setBackend('cpu');
  }
  try {
    return missing === null ? { result: await run() } : { missing };
  } finally {
    await readBack();
    await setBackend(before ?? 'cpu');
  }
}

/** Frees every tensor, the device and its buffers. `setUpBackend` builds anew. */
export async function disposeBackend(): Promise<void> {
  freeEverything();
  await setBackend('cpu');
  closeGpu();
}

/** The live WebGPU backend. Null when something else computes. */
export function webgpu(): {
  readonly device: GPUDevice;
  readonly backend: SafeWebGPUBackend;
} | null {
  return activeBackend() === 'webgpu' && gpu
    ? { device: gpu.opened.device, backend: gpu.backend }
    : null;
}

/**
 * Ends tfjs's pending pass and submits it. tfjs holds back up to 15 dispatches: whoever submits work of their own on its
 * buffers without this reads stale data. Does nothing on other backends.
 */
export function flush(): void {
  const { backend } = webgpu() ?? {};
  if (!backend) return;
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Resolves once everything asked for so far has been computed. */
export async function finishWork(): Promise<void> {
  flush();
  await webgpu()?.device.queue.onSubmittedWorkDone();
}

async function useWebGPU(
  browserGpu: GPU | undefined,
  acceptSoftware: boolean,
): Promise<NoGpu | null> {
  if (gpu && (gpu.isLost || (gpu.opened.isSoftware && !acceptSoftware))) {
    if (activeBackend() === 'webgpu') {
      if (!gpu.isLost) await readBack();
      await setBackend('cpu');
    }
    if (gpu.isLost) closeGpu();
    else return 'software-adapter';
  }
  if (!gpu) {
    const opened = await openGpu(browserGpu, { acceptSoftware });
    if (typeof opened === 'string') return opened;
    registerGpu(opened);
  }
  return (await setBackend('webgpu')) ? null : 'device-failed';
}

function registerGpu(opened: Gpu): void {
  // small tensors would silently compute on the CPU and make every measurement of them a lie
  env().set('WEBGPU_CPU_FORWARD', false);
  const entry = {
    opened,
    backend: new SafeWebGPUBackend(opened.device, opened.info),
    isLost: false,
  };
  gpu = entry;
  registerBackend('webgpu', () => entry.backend, 3);
  void opened.device.lost.then(({ reason, message }) => {
    entry.isLost = true;
    // What `closeGpu` destroyed is nobody's loss; a cell may destroy the device as well, and that is one.
    if (gpu === entry) tellLost(message || reason || 'unknown');
  });
  opened.device.addEventListener('uncapturederror', ({ error }) => {
    // one failed buffer fails everything that touches it: only the first cause is worth telling
    if (!error.message.includes('invalid due to a previous error')) tellError(error.message);
  });
}

function closeGpu(): void {
  if (findBackendFactory('webgpu')) removeBackend('webgpu');
  gpu?.opened.device.destroy();
  gpu = null;
}

async function useWasm(): Promise<boolean> {
  if (!loader) return false;
  await readBack();
  try {
    const { startWasm } = await loader.wasmBackend();
    await startWasm(loader.wasmFile ?? ((name) => host().asset(`wasm/${name}`)));
    return true;
  } catch {
    // the state says `no-wasm`; the cpu backend, which needs nothing, takes over
    return false;
  }
}

/** Reads the tensors back from WebGPU, after which tfjs can move them to another backend: it moves without awaiting. */
async function readBack(): Promise<void> {
  if (!gpu || gpu.isLost) return;
  const { backend } = gpu;
  const here = liveTensors().filter(
    (tensor) => !tensor.isDisposed && backend.tensorMap.has(tensor.dataId),
  );
  await Promise.all(here.map((tensor) => tensor.data()));
}
