import type { ErrorView, View } from '../kit/show/types.ts';
import type { Input, InputValue } from '../kit/input/types.ts';
import type { ClientEvent, Kernel } from './client.ts';
import type { KernelPool } from './pool.ts';
import type { BackendReport, Runnable, RunRequest, Snapshot, TensorCount } from './protocol.ts';
import type { BackendChoice, CheckFinding, Progress } from './state.ts';

/** How a run ended. `stopped` covers a run that was aborted, superseded, or whose kernel was replaced. */
export type Outcome =
  | {
      readonly kind: 'done';
      readonly ms: number;
      readonly views: number;
      readonly tensors: TensorCount;
      readonly findings: readonly CheckFinding[] | null;
    }
  | { readonly kind: 'error'; readonly ms: number; readonly error: ErrorView }
  | { readonly kind: 'stopped' };

/** What a run tells while it goes on. */
export interface RunListener {
  onView(index: number, view: View): void;
  onInput(input: Input): void;
  onProgress(progress: Progress): void;
}

export interface SessionEvents {
  onBackend(report: BackendReport): void;
  onGpuBusy(isBusy: boolean): void;
  onDeviceLost(reason: string): void;
  /** An error that came out after, or beside, the cell's run. */
  onLateError(cell: string, error: ErrorView): void;
  onKernel(state: 'starting' | 'ready' | 'busy' | 'failed', reason: string | null): void;
  /** Cells whose values could not be kept when the kernel was replaced. */
  onGone(cells: readonly string[]): void;
}

export interface Job extends Omit<RunRequest, 'run'> {
  readonly readsSignal: boolean;
  /** Cells whose values this one takes, in order; restored first where the kernel has lost them. */
  readonly needs: readonly {
    readonly cell: string;
    readonly remake: Runnable | null;
    readonly remakes: readonly string[];
  }[];
}

interface ActiveRun {
  readonly run: number;
  readonly job: Job;
  readonly listener: RunListener;
  readonly finish: (outcome: Outcome) => void;
  readonly ended: Promise<Outcome>;
}

interface KeptCell {
  readonly values: Readonly<Record<string, Snapshot>>;
  readonly gone: readonly string[];
}

const pongWithinMs = 40;
const endWithinMs = 250;
const standbyAfterMs = 150;

const within = <T>(promise: Promise<T>, ms: number): Promise<T | null> => {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/**
 * The notebook's line to its kernel across kernels: knows which cells' values live in the present one, keeps snapshots
 * of them, and brings back what a run needs after the kernel was replaced.
 */
export class Session {
  readonly #pool: KernelPool;
  readonly #events: SessionEvents;
  readonly #kept = new Map<string, KeptCell>();
  readonly #inKernel = new Set<string>();
  #kernel: Kernel | null = null;
  #active: ActiveRun | null = null;
  #runs = 0;
  #pings = 0;
  #pongs = new Map<number, () => void>();
  #restores = new Map<string, (error: ErrorView | null) => void>();
  #snapshotOf = new Map<number, string>();
  #backend: BackendChoice = 'auto';
  #usesGpu = false;
  #isTainted = false;
  #onSnapshot: (() => void) | null = null;
  #isAfterGpuStop = false;
  #lesson: unknown = null;
  #inputs: Readonly<Record<string, InputValue>> = {};

  constructor(pool: KernelPool, events: SessionEvents) {
    this.#pool = pool;
    this.#events = events;
  }

  get isRunning(): boolean {
    return this.#active !== null;
  }

  get runningCell(): string | null {
    return this.#active?.job.cell ?? null;
  }

  /** Whether the present kernel has the cell's values, or they can be brought back without running it. */
  hasValues(cell: string, remakes: readonly string[]): boolean {
    if (this.#inKernel.has(cell)) return true;
    const kept = this.#kept.get(cell);
    return kept !== undefined && kept.gone.every((name) => remakes.includes(name));
  }

  configure(backend: BackendChoice, lesson: unknown): void {
    this.#backend = backend;
    this.#lesson = lesson;
    if (this.#kernel) this.#configureKernel(this.#kernel);
  }

  setInputs(values: Readonly<Record<string, InputValue>>): void {
    this.#inputs = values;
    this.#kernel?.send({ t: 'inputs', values });
  }

  /** Starts a kernel ahead of the first run. */
  async warm(): Promise<void> {
    await this.#ensureKernel();
  }

  /** Drops a cell's values everywhere. */
  forget(cell: string): void {
    this.#kept.delete(cell);
    if (this.#inKernel.delete(cell)) this.#kernel?.send({ t: 'forget', cell });
  }

  async execute(job: Job, listener: RunListener): Promise<Outcome> {
    if (this.#active) throw new Error('internal: one run at a time');
    const run = this.#runs++;
    let finish: (outcome: Outcome) => void = () => undefined;
    const ended = new Promise<Outcome>((resolve) => (finish = resolve));
    this.#active = { run, job, listener, finish, ended };
    try {
      const kernel = await within(Promise.race([this.#ensureKernel(), ended]), 60_000);
      if (kernel === null) throw new Error('the kernel did not start');
      if ('kind' in kernel) return kernel;
      this.#events.onKernel('busy', null);
      for (const need of job.needs) {
        const fault = await Promise.race([this.#restore(kernel, need), ended]);
        if (fault)
          return 'kind' in fault && fault.kind !== 'error'
            ? fault
            : { kind: 'error', ms: 0, error: fault as ErrorView };
      }
      const { needs: _, readsSignal: __, ...request } = job;
      // From here on the kernel's own values of this cell are the coming ones.
      if (!job.check) {
        this.#kept.delete(job.cell);
        this.#inKernel.delete(job.cell);
        this.#snapshotOf.set(run, job.cell);
      }
      kernel.send({ t: 'run', request: { ...request, run } });
      const outcome = await ended;
      if (outcome.kind === 'done' && !job.check && this.#kernel === kernel)
        this.#inKernel.add(job.cell);
      if (this.#isTainted && this.#kernel === kernel) await this.#retire(run);
      return outcome;
    } finally {
      this.#active = null;
      if (this.#kernel) this.#events.onKernel('ready', null);
    }
  }

  /** Asks the running cell to end, without ending its kernel. */
  abort(): void {
    if (this.#active) this.#kernel?.send({ t: 'abort', run: this.#active.run });
  }

  /**
   * Ends what runs. A kernel that does not answer in 40 ms, or whose cell never looks at `signal`, is replaced at once;
   * a cell that reads `signal` has 250 ms to end by itself.
   */
  async stop(): Promise<void> {
    const active = this.#active;
    if (!active) return;
    const kernel = this.#kernel;
    if (kernel && active.job.readsSignal) {
      kernel.send({ t: 'abort', run: active.run });
      const id = this.#pings++;
      const pong = new Promise<true>((resolve) => this.#pongs.set(id, () => resolve(true)));
      kernel.send({ t: 'ping', id });
      const isAlive = await within(pong, pongWithinMs);
      this.#pongs.delete(id);
      if (isAlive && (await within(active.ended, endWithinMs))) return;
      if (this.#active !== active) return;
    }
    this.replace();
    await active.ended;
  }

  /** A new kernel in place of the present one. Values come back from snapshots when they are needed. */
  replace(): void {
    this.#isAfterGpuStop = this.#usesGpu && this.#active !== null;
    this.#kernel?.terminate();
    this.#kernel = null;
    this.#usesGpu = false;
    this.#isTainted = false;
    const lost = [...this.#inKernel];
    this.#inKernel.clear();
    this.#snapshotOf.clear();
    for (const resolve of this.#restores.values()) resolve(null);
    this.#restores.clear();
    this.#active?.finish({ kind: 'stopped' });
    this.#events.onGone(lost);
    void this.#ensureKernel().catch(() => undefined);
  }

  /** Drops every value and starts from an empty kernel. */
  clear(): void {
    this.#kept.clear();
    this.replace();
  }

  dispose(): void {
    this.#kernel?.terminate();
    this.#kernel = null;
    this.#pool.close();
  }

  async #ensureKernel(): Promise<Kernel> {
    if (this.#kernel) {
      await this.#kernel.ready;
      return this.#kernel;
    }
    const kernel = this.#pool.take();
    this.#kernel = kernel;
    this.#events.onKernel('starting', null);
    kernel.onEvent = (event) => {
      if (kernel === this.#kernel) this.#receive(event);
    };
    kernel.onDeath = (reason) => {
      if (kernel === this.#kernel) this.#died(reason);
    };
    try {
      await kernel.ready;
    } catch (error) {
      if (this.#kernel === kernel) {
        this.#kernel = null;
        this.#events.onKernel('failed', error instanceof Error ? error.message : String(error));
      }
      throw error;
    }
    if (this.#kernel !== kernel) return this.#ensureKernel();
    this.#configureKernel(kernel);
    kernel.send({ t: 'inputs', values: this.#inputs });
    this.#events.onKernel(this.#active ? 'busy' : 'ready', null);
    setTimeout(() => this.#kernel && this.#pool.prepare(), standbyAfterMs);
    return kernel;
  }

  /** The kernel's process or worker died by itself. */
  #died(reason: string): void {
    if (!this.#kernel) return;
    this.#active?.finish({ kind: 'error', ms: 0, error: endedKernel(reason) });
    this.#events.onKernel('failed', reason);
    this.replace();
  }

  #configureKernel(kernel: Kernel): void {
    kernel.send({
      t: 'configure',
      backend: this.#backend,
      lesson: this.#lesson,
      isAfterGpuStop: this.#isAfterGpuStop,
    });
  }

  /** Brings one cell's values back into the kernel; gives the error that prevented it, or null. */
  async #restore(kernel: Kernel, need: Job['needs'][number]): Promise<ErrorView | null> {
    if (this.#inKernel.has(need.cell)) return null;
    const kept = this.#kept.get(need.cell);
    if (!kept) return null;
    const values = Object.fromEntries(
      Object.entries(kept.values).filter(([name]) => !need.remakes.includes(name)),
    );
    const answered = new Promise<ErrorView | null>((resolve) =>
      this.#restores.set(need.cell, resolve),
    );
    kernel.send({ t: 'restore', cell: need.cell, values, remake: need.remake });
    const fault = await answered;
    this.#restores.delete(need.cell);
    if (!fault) this.#inKernel.add(need.cell);
    return fault;
  }

  #receive(event: ClientEvent): void {
    const active = this.#active;
    const isOurs = 'run' in event && active?.run === event.run;
    switch (event.t) {
      case 'view':
        if (isOurs) active.listener.onView(event.index, event.view);
        return;
      case 'input':
        if (isOurs) active.listener.onInput(event.input);
        return;
      case 'progress':
        if (isOurs) active.listener.onProgress(event);
        return;
      case 'done':
      case 'error': {
        if (!isOurs) return;
        this.#isTainted = event.isTainted;
        if (event.t === 'done') active.finish({ kind: 'done', ...event });
        else if (event.error.code === 'aborted') active.finish({ kind: 'stopped' });
        else active.finish({ kind: 'error', ms: event.ms, error: event.error });
        return;
      }
      case 'snapshot': {
        const cell = this.#snapshotOf.get(event.run);
        this.#snapshotOf.delete(event.run);
        if (cell !== undefined) this.#kept.set(cell, { values: event.values, gone: event.gone });
        this.#onSnapshot?.();
        return;
      }
      case 'late-error':
        this.#events.onLateError(event.cell, event.error);
        return;
      case 'restored':
        this.#restores.get(event.cell)?.(event.error);
        return;
      case 'pong':
        this.#pongs.get(event.id)?.();
        return;
      case 'backend':
        this.#usesGpu = event.state.active === 'webgpu';
        this.#events.onBackend(event.state);
        return;
      case 'gpu-busy':
        this.#events.onGpuBusy(event.isBusy);
        return;
      case 'device-lost':
        this.#events.onDeviceLost(event.reason);
        return;
    }
  }

  /** A cell has overwritten built-ins: wait for the snapshot of its run, then take a clean kernel. */
  async #retire(run: number): Promise<void> {
    if (this.#snapshotOf.has(run))
      await within(new Promise<void>((resolve) => (this.#onSnapshot = resolve)), 200);
    this.#onSnapshot = null;
    this.#active = null;
    this.replace();
  }
}

/** Why a run came to nothing although its cell did not fail: its kernel ended, or had to be. */
function endedKernel(reason: string): ErrorView {
  const isFlood = reason === 'flood';
  return {
    kind: 'error',
    name: 'KitError',
    message: isFlood ? 'the cell flooded the page with messages' : reason,
    code: isFlood ? 'kernel-flood' : 'kernel-ended',
    details: { reason },
    line: null,
    column: null,
    stack: [],
  };
}
