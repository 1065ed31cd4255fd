import { KitError } from '../errors.ts';
import { WebGPUBackend } from './tfjs.ts';

/** What ±∞ becomes on WebGPU, where shaders may assume that no number is infinite (WGSL §15.7). */
export const BIG = 1e35;

/** At and beyond this a score counts as masked, and a number read back from WebGPU as infinite: −1e35 may be scaled on its way. */
export const MASKED = -1e30;

type Values = Parameters<WebGPUBackend['write']>[0];

/**
 * tfjs's WebGPU backend with ±∞ made safe: uploads turn it into ±1e35, reading back turns whatever is beyond ±1e30 into ±∞
 * again. Finite float32 numbers beyond 1e30 therefore read as infinite there.
 */
export class SafeWebGPUBackend extends WebGPUBackend {
  override write(
    values: Values,
    shape: number[],
    dtype: Parameters<WebGPUBackend['write']>[2],
  ): object {
    this.checkSize(shape);
    return super.write(dtype === 'float32' ? bounded(values) : values, shape, dtype);
  }

  override move(
    dataId: object,
    values: Values,
    shape: number[],
    dtype: Parameters<WebGPUBackend['move']>[3],
    refCount: number,
  ): void {
    this.checkSize(shape);
    super.move(dataId, dtype === 'float32' ? bounded(values) : values, shape, dtype, refCount);
  }

  override async read(dataId: object): Promise<Values> {
    return unbounded(await super.read(dataId));
  }

  /**
   * What is already on this side. tfjs would read the rest through canvases, which in a worker has been seen to give zeros
   * and then to lose the GPU: an error is better than a wrong number.
   */
  override readSync(dataId: object): Values {
    const { values, dtype } = this.tensorMap.get(dataId);
    if (values == null && dtype !== 'complex64') {
      throw new KitError('bad-argument', {
        fn: 'dataSync',
        name: 'backend',
        expected: 'await x.data() | await toArray(x)',
        got: 'webgpu',
      });
    }
    return unbounded(super.readSync(dataId));
  }

  /** The GPU would refuse a larger buffer without a word to the code that asked, and everything after it would be zeros. */
  private checkSize(shape: readonly number[]): void {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const maxBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    const sizeBytes = 4 * shape.reduce((product, length) => product * length, 1);
    if (sizeBytes > maxBytes) {
      throw new KitError('bad-argument', {
        fn: 'tensor',
        name: 'shape',
        expected: `at most ${maxBytes} bytes, the limit of this GPU for one tensor`,
        got: `[${shape.join(', ')}], ${sizeBytes} bytes`,
      });
    }
  }
}

/** A number as WebGPU may hold it. */
export function boundedNumber(value: number): number {
  return value === Infinity ? BIG : value === -Infinity ? -BIG : value;
}

function bounded(values: Values): Values {
  // null: an output that a shader will fill
  if (!(values instanceof Float32Array)) return values;
  return values.some((value) => value === Infinity || value === -Infinity)
    ? values.map(boundedNumber)
    : values;
}

function unbounded(values: Values): Values {
  if (!(values instanceof Float32Array)) return values;
  const isBeyond = (value: number) => value <= MASKED || value >= -MASKED;
  return values.some(isBeyond)
    ? values.map((value) => (isBeyond(value) ? Math.sign(value) * Infinity : value))
    : values;
}
