import { KitError } from '../errors.ts';
import { flush, webgpu } from './backend.ts';
import { checkLive, isTensor } from './guard.ts';
import { bufferOf, type CompiledProgram } from './programs.ts';
import { engine, type Tensor } from './tfjs.ts';

/** Numbers on the GPU that steps of a plan read and write. */
export interface PlanBuffer {
  readonly length: number;
  readonly buffer: GPUBuffer;
}

/** One dispatch of a plan. Bindings as for `Program`. */
export interface PlanStep {
  readonly inputs: readonly PlanBuffer[];
  readonly outputs: readonly PlanBuffer[];
  readonly uniforms?: ArrayBufferView<ArrayBuffer>;
  /** Workgroups along x, y, z; a function is asked at each run, where there is more to do from run to run. */
  readonly workgroups: Workgroups | (() => Workgroups);
}

/** Workgroups along x, y, z; each at most 65,535. */
export type Workgroups = readonly [number, number?, number?];

/** Numbers of a tensor or a buffer that go to a place in another one. */
export interface PlanCopy {
  /** Where they come from. */
  readonly from: Tensor | PlanBuffer;
  /** Where they go. */
  readonly to: PlanBuffer;
  /** The first number that is read. Default 0. */
  readonly at?: number;
  /** Where the first number is written. Default 0. */
  readonly place?: number;
  /** How many. Default: all of `from`. */
  readonly count?: number;
}

/** What a run takes from tensors before its dispatches, and gives as tensors after them. */
export interface PlanRun {
  /** Copied before the first dispatch. */
  readonly before?: readonly PlanCopy[];
  /** Made into tensors after the last one. */
  readonly results?: readonly PlanResult[];
}

/** A tensor made of a buffer's numbers, of one stretch after the other. */
export interface PlanResult {
  /** Where its numbers are. */
  readonly from: PlanBuffer;
  /** Shape of the tensor. */
  readonly shape: readonly number[];
  /** Where each stretch begins; they share the tensor equally. Default: one from 0 on. */
  readonly starts?: readonly number[];
}

/**
 * Dispatches recorded once and replayed: buffers, bind groups and uniforms are made when a step is added, so that a run costs
 * only the encoding of one pass. For work that is the same at every step, as decoding is, where making bind groups anew would
 * cost more than computing. It holds its buffers until `dispose`.
 *
 * Its buffers are no tensors: tfjs keeps a copy of what it has read, and would not notice that a replay has changed it. Numbers
 * of tensors are copied in before a run, and out into new ones after it, in the same submit.
 *
 * @throws KitError `backend-unavailable` without WebGPU
 */
export class RecordedPlan {
  private readonly device: GPUDevice;
  private readonly buffers: GPUBuffer[] = [];
  private readonly steps: {
    readonly pipeline: GPUComputePipeline;
    readonly bindings: GPUBindGroup;
    readonly workgroups: PlanStep['workgroups'];
  }[] = [];

  constructor() {
    const gpu = webgpu();
    if (!gpu) {
      throw new KitError('backend-unavailable', {
        backend: 'webgpu',
        reason: 'a recorded plan is made of WebGPU dispatches',
      });
    }
    this.device = gpu.device;
  }

  /** How many dispatches one run makes. */
  get dispatches(): number {
    return this.steps.length;
  }

  /** Bytes of all its buffers. */
  get bytes(): number {
    return this.buffers.reduce((sum, { size }) => sum + size, 0);
  }

  /** A buffer of `length` float32 or int32 numbers, zeros at first. @throws KitError `bad-argument` when the GPU cannot bind it */
  buffer(length: number): PlanBuffer {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const maxBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (4 * length > maxBytes) {
      throw new KitError('bad-argument', {
        fn: 'RecordedPlan',
        name: 'length',
        expected: `at most ${maxBytes / 4} numbers, the limit of this GPU for one buffer`,
        got: length,
      });
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = this.device.createBuffer({ size: 4 * length, usage });
    this.buffers.push(buffer);
    return { length, buffer };
  }

  /** Adds a dispatch after those there are. Gives a function that replaces its uniforms before the next run. */
  add(
    { pipeline, program, device }: CompiledProgram,
    step: PlanStep,
  ): (uniforms: ArrayBufferView<ArrayBuffer>) => void {
    if (device !== this.device)
      throw new KitError('device-lost', { reason: `${program.name} was compiled before` });
    const buffers = [...step.inputs, ...step.outputs].map(({ buffer }) => buffer);
    const uniforms = step.uniforms && this.uniforms(step.uniforms);
    if (uniforms) buffers.push(uniforms);
    const bindings = this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    this.steps.push({ pipeline, bindings, workgroups: step.workgroups });
    return ({ buffer, byteOffset, byteLength }) => {
      if (uniforms) this.device.queue.writeBuffer(uniforms, 0, buffer, byteOffset, byteLength);
    };
  }

  /** Puts numbers into a buffer before the next run. @throws KitError `shape-mismatch` when there are more than fit */
  write(
    { buffer, length }: PlanBuffer,
    values: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>,
  ): void {
    if (values.length > length) {
      throw new KitError('shape-mismatch', {
        fn: 'RecordedPlan',
        expected: `at most ${length} numbers`,
        got: values.length,
      });
    }
    this.device.queue.writeBuffer(buffer, 0, values);
  }

  /** Submits all dispatches in one pass, and the copies around them; nothing is waited for. The results are the caller's. */
  run({ before = [], results = [] }: PlanRun = {}): Tensor[] {
    const sources = before.map(({ from }) => this.sourceOf(from));
    const made = results.map(({ shape }) => this.emptyTensor(shape));
    flush();
    const encoder = this.device.createCommandEncoder();
    before.forEach((copy, n) => encodeCopy(encoder, copy, sources[n] as GPUBuffer));
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindings, workgroups } of this.steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindings);
      const groups = typeof workgroups === 'function' ? workgroups() : workgroups;
      pass.dispatchWorkgroups(...(groups as [number, number?, number?]));
    }
    pass.end();
    results.forEach((result, n) => this.encodeResult(encoder, result, made[n] as Tensor));
    this.device.queue.submit([encoder.finish()]);
    return made;
  }

  /** Only copies, submitted at once. */
  copy(copies: readonly PlanCopy[]): void {
    const sources = copies.map(({ from }) => this.sourceOf(from));
    flush();
    const encoder = this.device.createCommandEncoder();
    copies.forEach((copy, n) => encodeCopy(encoder, copy, sources[n] as GPUBuffer));
    this.device.queue.submit([encoder.finish()]);
  }

  /** A new tensor of a buffer's numbers, without a run; the caller's. */
  tensor(result: PlanResult): Tensor {
    const made = this.emptyTensor(result.shape);
    flush();
    const encoder = this.device.createCommandEncoder();
    this.encodeResult(encoder, result, made);
    this.device.queue.submit([encoder.finish()]);
    return made;
  }

  /** What a buffer holds after everything submitted so far. */
  async read({ buffer, length }: PlanBuffer): Promise<Float32Array> {
    const size = 4 * length;
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const copy = this.device.createBuffer({ size, usage });
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, copy, 0, size);
    this.device.queue.submit([encoder.finish()]);
    try {
      await copy.mapAsync(GPUMapMode.READ);
      return new Float32Array(copy.getMappedRange().slice(0));
    } finally {
      copy.destroy();
    }
  }

  /** Frees the buffers; the plan cannot run any more. */
  dispose(): void {
    for (const buffer of this.buffers) buffer.destroy();
    this.buffers.length = 0;
    this.steps.length = 0;
  }

  private sourceOf(from: Tensor | PlanBuffer): GPUBuffer {
    if (!isTensor(from)) return from.buffer;
    checkLive('RecordedPlan', { from });
    return bufferOf(this.backend(), from);
  }

  private emptyTensor(shape: readonly number[]): Tensor {
    const backend = this.backend();
    return engine().makeTensorFromTensorInfo(
      backend.makeTensorInfo([...shape], 'float32'),
      backend,
    );
  }

  private encodeResult(
    encoder: GPUCommandEncoder,
    { from, starts = [0] }: PlanResult,
    made: Tensor,
  ): void {
    const target = bufferOf(this.backend(), made);
    const bytes = (4 * made.size) / starts.length;
    starts.forEach((start, n) =>
      encoder.copyBufferToBuffer(from.buffer, 4 * start, target, n * bytes, bytes),
    );
  }

  private backend(): NonNullable<ReturnType<typeof webgpu>>['backend'] {
    const gpu = webgpu();
    if (gpu?.device !== this.device) {
      throw new KitError('device-lost', { reason: 'the plan was recorded before' });
    }
    return gpu.backend;
  }

  private uniforms(bytes: ArrayBufferView<ArrayBuffer>): GPUBuffer {
    const size = Math.ceil(bytes.byteLength / 16) * 16;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = this.device.createBuffer({ size, usage });
    this.buffers.push(buffer);
    this.device.queue.writeBuffer(buffer, 0, bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return buffer;
  }
}

function encodeCopy(
  encoder: GPUCommandEncoder,
  { from, to, at = 0, place = 0, count }: PlanCopy,
  source: GPUBuffer,
): void {
  const numbers = count ?? (isTensor(from) ? from.size : from.length);
  encoder.copyBufferToBuffer(source, 4 * at, to.buffer, 4 * place, 4 * numbers);
}
