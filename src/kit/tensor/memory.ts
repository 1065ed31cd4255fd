import { webgpu } from './backend.ts';
import {
  dispose as tfDispose,
  engine,
  keep as tfKeep,
  memory as tfMemory,
  tidy as tfTidy,
  type Tensor,
} from './tfjs.ts';

/** What is held at this moment. */
export interface Memory {
  /** Live tensors. */
  readonly tensors: number;
  /** Their size as counted from their shapes. */
  readonly bytes: number;
  /** Bytes of GPU buffers in use; 0 unless WebGPU computes. */
  readonly gpuBytes: number;
  /** Bytes of GPU buffers that tfjs keeps, the free ones for reuse included. */
  readonly gpuBytesAllocated: number;
}

/** Counts tensors and bytes, on the backend that computes now. */
export function memory(): Memory {
  const { numTensors, numBytes } = tfMemory();
  const used = webgpu()?.backend.memory();
  return {
    tensors: numTensors,
    bytes: numBytes,
    gpuBytes: used?.numBytesInGPU ?? 0,
    gpuBytesAllocated: used?.numBytesAllocatedInGPU ?? 0,
  };
}

/** Runs `run` and frees every tensor that it made, except those in its result. `run` must not await; see `tidyAsync`. */
export function tidy<T>(run: () => T): T {
  return tfTidy(run as () => never);
}

/** Frees a tensor, or every tensor in an array or object. */
export function dispose(tensors: unknown): void {
  tfDispose(tensors as Parameters<typeof tfDispose>[0]);
}

/** Keeps a tensor that was made inside `tidy` alive after it. */
export function keep<T extends Tensor>(tensor: T): T {
  return tfKeep(tensor);
}

/** Whether what is computed now is recorded for a gradient; own dispatches are not recorded. */
export function isRecordingGradients(): boolean {
  return engine().isTapeOn();
}
