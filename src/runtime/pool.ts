import { KernelClient, type ClientOptions, type Kernel } from './client.ts';
import { SandboxFrame } from './frame.ts';

/** Gives the notebook kernels: one at work, and one standing by with its core evaluated so that Stop is quick. */
export interface KernelPool {
  /** The standby kernel if there is one, else a new one; `ready` tells when it can work. */
  take(): Kernel;
  /** Makes a standby kernel unless there is one. */
  prepare(): void;
  close(): void;
}

/**
 * Kernels in sandbox frames. Each kernel has a frame of its own: a cell that exhausts memory takes its frame's process
 * with it, and must not take the standby kernel along.
 */
export function createPool(sandboxAddress: string, options: ClientOptions): KernelPool {
  let next = 0;
  let standby: FramedKernel | null = null;

  const make = (): FramedKernel => {
    const kernel: FramedKernel = new FramedKernel(
      next++,
      new SandboxFrame(sandboxAddress, (_, reason) => kernel.onDeath(reason)),
      options,
    );
    kernel.onDeath = () => {
      if (standby === kernel) standby = null;
      kernel.terminate();
    };
    return kernel;
  };
  return {
    take() {
      const kernel = standby ?? make();
      standby = null;
      return kernel;
    },
    prepare() {
      standby ??= make();
    },
    close() {
      standby?.terminate();
      standby = null;
    },
  };
}

class FramedKernel extends KernelClient {
  readonly #ownFrame: SandboxFrame;

  constructor(id: number, frame: SandboxFrame, options: ClientOptions) {
    super(id, frame, options);
    this.#ownFrame = frame;
  }

  override terminate(): void {
    super.terminate();
    this.#ownFrame.close();
  }
}
