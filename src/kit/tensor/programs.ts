import { KitError } from '../errors.ts';
import { backendState, flush, webgpu } from './backend.ts';
import { checkLive, checkShape } from './guard.ts';
import { engine, type Tensor } from './tfjs.ts';

/**
 * Own WGSL on tfjs's buffers, without a copy. Bindings of group 0, in this order: the inputs (`var<storage, read>`), the
 * outputs (`var<storage, read_write>`), then, when there are any, the uniforms (`var<uniform>`). bool tensors are u32 words
 * on the GPU.
 */
export interface Program {
  /** Names it in errors and in the cache. */
  readonly name: string;
  readonly code: string;
  /** Default `main`. */
  readonly entryPoint?: string;
  /** Values of the shader's `override` constants. */
  readonly constants?: Readonly<Record<string, number>>;
  readonly inputs: number;
  readonly outputs: number;
  readonly hasUniforms?: boolean;
  /** What the device must have beyond the core; `compileProgram` adds the `enable` directives. */
  readonly needs?: readonly KernelFeature[];
}

/** Features that a device may lack. Every kernel has a version without them. */
export type KernelFeature = 'subgroups' | 'shader-f16';

/** A program compiled for the present device. */
export interface CompiledProgram {
  readonly program: Program;
  readonly device: GPUDevice;
  readonly pipeline: GPUComputePipeline;
}

/** What one dispatch works on. */
export interface Dispatch {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly {
    readonly shape: readonly number[];
    readonly dtype?: 'float32' | 'int32';
  }[];
  /** The bytes of the uniform struct, laid out as WGSL wants them. */
  readonly uniforms?: ArrayBufferView<ArrayBuffer>;
  /** Workgroups along x, y, z; each at most 65,535. */
  readonly workgroups: readonly [number, number?, number?];
}

const caches = new WeakMap<GPUDevice, Map<string, Promise<CompiledProgram>>>();
/** Those of `caches` that are done, for code that cannot wait. */
const done = new WeakMap<GPUDevice, Map<string, CompiledProgram>>();

const enabling: Readonly<Record<KernelFeature, string>> = {
  subgroups: 'enable subgroups;',
  'shader-f16': 'enable f16;',
};
let allowed: readonly KernelFeature[] = ['subgroups', 'shader-f16'];

/** The features that kernels may use now: those of the device, without what `limitFeatures` has switched off. */
export function kernelFeatures(): readonly KernelFeature[] {
  const { features } = backendState();
  return allowed.filter((feature) => features.includes(feature));
}

/**
 * Switches off every feature that is not named, whatever the device has, as tests do that hold the versions without them.
 * Programs that need one are refused from then on, compiled or not. Without an argument all are allowed again.
 */
export function limitFeatures(
  features: readonly KernelFeature[] = ['subgroups', 'shader-f16'],
): void {
  allowed = features;
}

/** How many programs are compiled for the present device. */
export function compiledPrograms(): number {
  const { device } = webgpu() ?? {};
  return (device && caches.get(device)?.size) ?? 0;
}

/**
 * Compiles a program without holding up anything else, once per device and constants.
 * @throws KitError `backend-unavailable` without WebGPU or a feature that it needs, `shader-failed` with the line in the shader
 */
export async function compileProgram(program: Program): Promise<CompiledProgram> {
  const { device } = ready(program.name);
  const missing = missingFeature(program);
  if (missing) {
    throw new KitError('backend-unavailable', {
      backend: 'webgpu',
      reason: `${program.name} needs ${missing}`,
    });
  }
  let cache = caches.get(device);
  if (!cache) caches.set(device, (cache = new Map()));
  const key = keyOf(program);
  let compiled = cache.get(key);
  if (!compiled) {
    compiled = compile(device, program).then((result) => {
      const known = done.get(device) ?? new Map<string, CompiledProgram>();
      done.set(device, known.set(key, result));
      return result;
    });
    cache.set(key, compiled);
    // a failure is not kept: the device may have been lost meanwhile
    compiled.catch(() => cache.delete(key));
  }
  return compiled;
}

/** The program if it is compiled for the present device already, else null: for functions that must not await. */
export function compiledProgram(program: Program): CompiledProgram | null {
  const { device } = webgpu() ?? {};
  if (!device || missingFeature(program)) return null;
  return done.get(device)?.get(keyOf(program)) ?? null;
}

function missingFeature({ needs = [] }: Program): KernelFeature | undefined {
  const present = kernelFeatures();
  return needs.find((feature) => !present.includes(feature));
}

function keyOf({ name, entryPoint, constants, code }: Program): string {
  return JSON.stringify([name, entryPoint, constants, code]);
}

/**
 * Runs a compiled program after everything that tfjs has pending, and gives its outputs as ordinary tensors, which the
 * caller frees. Nothing is waited for: the GPU does it in its own time.
 */
export function dispatch(
  compiled: CompiledProgram,
  { inputs, outputs, uniforms, workgroups }: Dispatch,
): Tensor[] {
  const { program, device, pipeline } = compiled;
  const gpu = ready(program.name);
  if (gpu.device !== device)
    throw new KitError('device-lost', { reason: `${program.name} was compiled before` });
  checkLive(program.name, { ...inputs });
  checkDispatch(compiled, { inputs, outputs, workgroups });

  const results = outputs.map(({ shape, dtype = 'float32' }) => {
    checkShape(program.name, shape);
    return engine().makeTensorFromTensorInfo(
      gpu.backend.makeTensorInfo([...shape], dtype),
      gpu.backend,
    );
  });
  const buffers = [...inputs, ...results].map((tensor) => bufferOf(gpu.backend, tensor));
  // uploads of the inputs are pending copies in tfjs's encoder
  flush();
  const uniformBuffer = uniforms && uniformsOf(device, uniforms);
  const resources = uniformBuffer ? [...buffers, uniformBuffer] : buffers;
  const encoder = device.createCommandEncoder({ label: program.name });
  const pass = encoder.beginComputePass({ label: program.name });
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: resources.map((buffer, binding) => ({ binding, resource: { buffer } })),
    }),
  );
  pass.dispatchWorkgroups(...(workgroups as [number, number?, number?]));
  pass.end();
  device.queue.submit([encoder.finish()]);
  // destroying after the submit is allowed and frees the bytes once the GPU is done with them
  uniformBuffer?.destroy();
  return results;
}

/** Compiles if need be, and runs. */
export async function runProgram(program: Program, work: Dispatch): Promise<Tensor[]> {
  return dispatch(await compileProgram(program), work);
}

function ready(fn: string): NonNullable<ReturnType<typeof webgpu>> {
  const gpu = webgpu();
  if (!gpu)
    throw new KitError('backend-unavailable', {
      backend: 'webgpu',
      reason: `${fn} is a WebGPU program`,
    });
  return gpu;
}

async function compile(device: GPUDevice, program: Program): Promise<CompiledProgram> {
  const { name, entryPoint = 'main', constants = {}, needs = [] } = program;
  // on the first line, so that errors keep the line numbers of the program
  const code = `${needs.map((feature) => enabling[feature]).join('')}${program.code}`;
  device.pushErrorScope('validation');
  const shader = device.createShaderModule({ label: name, code });
  const [info, fault] = await Promise.all([shader.getCompilationInfo(), device.popErrorScope()]);
  const error = info.messages.find((message) => message.type === 'error');
  if (error || fault) {
    throw new KitError('shader-failed', {
      shader: name,
      line: error && error.lineNum > 0 ? error.lineNum : null,
      message: error?.message ?? fault?.message ?? '',
    });
  }
  try {
    const pipeline = await device.createComputePipelineAsync({
      label: name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layoutOf(device, program)] }),
      compute: { module: shader, entryPoint, constants: { ...constants } },
    });
    return { program, device, pipeline };
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    throw new KitError('shader-failed', { shader: name, line: null, message });
  }
}

/** Made from the declaration, as an automatic layout would leave out what the shader does not read. */
function layoutOf(
  device: GPUDevice,
  { name, inputs, outputs, hasUniforms = false }: Program,
): GPUBindGroupLayout {
  const types: GPUBufferBindingType[] = [
    ...new Array<GPUBufferBindingType>(inputs).fill('read-only-storage'),
    ...new Array<GPUBufferBindingType>(outputs).fill('storage'),
    ...(hasUniforms ? (['uniform'] as const) : []),
  ];
  return device.createBindGroupLayout({
    label: name,
    entries: types.map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    })),
  });
}

function checkDispatch(
  { program, device }: CompiledProgram,
  work: Omit<Dispatch, 'uniforms'>,
): void {
  const { name, inputs, outputs } = program;
  const wrong = (argument: string, expected: string, got: unknown) =>
    new KitError('bad-argument', { fn: name, name: argument, expected, got });
  if (work.inputs.length !== inputs) throw wrong('inputs', `${inputs} tensors`, work.inputs.length);
  if (work.outputs.length !== outputs)
    throw wrong('outputs', `${outputs} shapes`, work.outputs.length);
  const limit = device.limits.maxComputeWorkgroupsPerDimension;
  for (const count of work.workgroups) {
    if (count !== undefined && !(Number.isInteger(count) && count >= 0 && count <= limit)) {
      throw wrong('workgroups', `whole numbers up to ${limit}`, [...work.workgroups]);
    }
  }
}

/** The GPU buffer of a tensor, uploaded if need be. Whoever submits work on it calls `flush` first. */
export function bufferOf(
  backend: NonNullable<ReturnType<typeof webgpu>>['backend'],
  tensor: Tensor,
): GPUBuffer {
  // for a tensor that lives on another backend, tfjs moves it here on this first look
  backend.uploadToGPU(tensor.dataId);
  const { resource } = backend.tensorMap.get(tensor.dataId);
  if (!(resource instanceof GPUBuffer)) throw new Error('internal: a tensor without a buffer');
  return resource;
}

function uniformsOf(device: GPUDevice, bytes: ArrayBufferView<ArrayBuffer>): GPUBuffer {
  const size = Math.ceil(bytes.byteLength / 16) * 16;
  const buffer = device.createBuffer({
    size,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer;
}
