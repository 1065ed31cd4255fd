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
 * Kernels in sandbox frames. Each kernel has a frame of its own, so that ending one touches no other.
 */
export function createPool(sandboxAddress: string, options: ClientOptions): KernelPool {
  let next = 0;
  let standby: FramedKernel | null = null;

  const dropStandby = () => {
    standby?.terminate();
    standby = null;
  };
  const make = (): FramedKernel => {
    const kernel: FramedKernel = new FramedKernel(
      next++,
      new SandboxFrame(sandboxAddress, (_, reason) => {
        // The browser may keep all frames in one process: what took this one has then taken the standby too.
        if (standby !== kernel) dropStandby();
        kernel.onDeath(reason);
      }),
      options,
    );
    // Whoever takes the kernel hears of a failed start; a standby that fails is simply not there.
    kernel.ready.catch(() => kernel.onDeath('the sandbox did not start'));
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
    close: dropStandby,
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
