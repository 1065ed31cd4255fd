import { KitError } from '../errors.ts';
import { flush, webgpu } from './backend.ts';
import type { CompiledProgram } from './programs.ts';

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
  readonly workgroups: readonly [number, number?, number?];
}

/**
 * Dispatches recorded once and replayed: buffers, bind groups and uniforms are made when a step is added, so that a run costs
 * only the encoding of one pass. For work that is the same at every step, as decoding is, where making bind groups anew would
 * cost more than computing. It holds its buffers until `dispose`.
 *
 * Not tensors: tfjs keeps a copy of what it has read, and would not notice that a replay has changed it.
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

  /** A buffer of `length` float32 or int32 numbers, zeros at first. */
  buffer(length: number): PlanBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = this.device.createBuffer({ size: 4 * length, usage });
    this.buffers.push(buffer);
    return { length, buffer };
  }

  /** Adds a dispatch after those there are. */
  add({ pipeline, program, device }: CompiledProgram, step: PlanStep): void {
    if (device !== this.device)
      throw new KitError('device-lost', { reason: `${program.name} was compiled before` });
    const buffers = [...step.inputs, ...step.outputs].map(({ buffer }) => buffer);
    if (step.uniforms) buffers.push(this.uniforms(step.uniforms));
    const bindings = this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    this.steps.push({ pipeline, bindings, workgroups: step.workgroups });
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

  /** Submits all dispatches in one pass; nothing is waited for. */
  run(): void {
    flush();
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindings, workgroups } of this.steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindings);
      pass.dispatchWorkgroups(...(workgroups as [number, number?, number?]));
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
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

  private uniforms(bytes: ArrayBufferView<ArrayBuffer>): GPUBuffer {
    const size = Math.ceil(bytes.byteLength / 16) * 16;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = this.device.createBuffer({ size, usage });
    this.buffers.push(buffer);
    this.device.queue.writeBuffer(buffer, 0, bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return buffer;
  }
}
