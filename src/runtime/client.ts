import type { HostMethod, FromKernel, KernelFile, ToKernel } from './protocol.ts';
import { readFromKernel } from './protocol.ts';
import { makeNonce, type SandboxFrame } from './frame.ts';

/** Answers a kernel's call to `kit/host`; a refusal carries a code of `kit/errors`. */
export type HostServices = (
  method: HostMethod,
  args: readonly unknown[],
) => Promise<
  | { readonly ok: true; readonly value: unknown; readonly transfer?: Transferable[] }
  | {
      readonly ok: false;
      readonly code: string;
      readonly details: Readonly<Record<string, unknown>>;
    }
>;

/** The texts of kernel files, each after the files it requires, and only those not in `loaded`. */
export type LoadFiles = (
  ids: readonly string[],
  loaded: ReadonlySet<string>,
) => Promise<readonly KernelFile[]>;

export interface ClientOptions {
  readonly loadCore: () => Promise<string>;
  readonly loadFiles: LoadFiles;
  readonly services: HostServices;
}

export type ClientEvent = Exclude<FromKernel, { t: 'ready' | 'need' | 'call' }>;

/** What the notebook needs of a kernel; tests give it a fake one. */
export interface Kernel {
  readonly ready: Promise<void>;
  onEvent: (event: ClientEvent) => void;
  /** Its worker or its process ended without being asked to. */
  onDeath: (reason: string) => void;
  send(message: KernelCommand): void;
  terminate(): void;
}

type WithoutNonce<T> = T extends unknown ? Omit<T, 'nonce'> : never;
export type KernelCommand = WithoutNonce<Exclude<ToKernel, { t: 'files' | 'answer' }>>;

/** What nobody honest sends in a second: a slider dragged over a dozen cells stays far below it. */
const floodPerSecond = 5_000;
/** Questions that wait for their answers at the same time. */
const maxWaitingCalls = 500;

/** One kernel as the page sees it: boots it, feeds it files, answers its calls, passes on the rest. */
export class KernelClient implements Kernel {
  readonly ready: Promise<void>;
  onEvent: (event: ClientEvent) => void = () => undefined;
  onDeath: (reason: string) => void = () => undefined;
  readonly #id: number;
  readonly #frame: SandboxFrame;
  readonly #options: ClientOptions;
  readonly #nonce = makeNonce();
  readonly #loaded = new Set<string>();
  #port: MessagePort | null = null;
  #isReady: () => void = () => undefined;
  #isOver = false;
  #secondBegan = 0;
  #thisSecond = 0;
  #waitingCalls = 0;

  constructor(id: number, frame: SandboxFrame, options: ClientOptions) {
    this.#id = id;
    this.#frame = frame;
    this.#options = options;
    this.ready = this.#boot();
  }

  send(message: KernelCommand): void {
    this.#post({ ...message, nonce: this.#nonce } as ToKernel);
  }

  terminate(): void {
    this.#isOver = true;
    this.#frame.terminate(this.#id);
    this.#port?.close();
    this.#port = null;
  }

  async #boot(): Promise<void> {
    const [core, port] = await Promise.all([this.#options.loadCore(), this.#frame.spawn(this.#id)]);
    if (this.#isOver) {
      port.close();
      return;
    }
    this.#port = port;
    const answered = new Promise<void>((resolve) => (this.#isReady = resolve));
    port.onmessage = (event: MessageEvent) => {
      if (this.#isFlood()) return this.#drown();
      const message = readFromKernel(event.data, this.#nonce);
      if (message) this.#receive(message);
    };
    // Fires when the other end is gone: the frame's process ran out of memory, say.
    port.addEventListener('close', () => {
      if (!this.#isOver) this.onDeath('the worker ended');
    });
    port.postMessage({ core, nonce: this.#nonce });
    await answered;
  }

  /** Whether the kernel sends more than the page can read without neglecting its reader. */
  #isFlood(): boolean {
    const now = performance.now();
    if (now - this.#secondBegan > 1000) {
      this.#secondBegan = now;
      this.#thisSecond = 0;
    }
    return ++this.#thisSecond > floodPerSecond || this.#waitingCalls > maxWaitingCalls;
  }

  /** Closes the port first: what is still on its way would keep the page busy for minutes. */
  #drown(): void {
    if (this.#isOver) return;
    this.terminate();
    this.onDeath('flood');
  }

  #receive(message: FromKernel): void {
    switch (message.t) {
      case 'ready':
        this.#isReady();
        return;
      case 'need':
        void this.#feed(message.id, message.ids);
        return;
      case 'call':
        void this.#answer(message.id, message.method, message.args);
        return;
      default:
        this.onEvent(message);
    }
  }

  async #feed(id: number, ids: readonly string[]): Promise<void> {
    try {
      const files = await this.#options.loadFiles(ids, this.#loaded);
      for (const file of files) this.#loaded.add(file.id);
      this.#post({ t: 'files', nonce: this.#nonce, id, files, failed: null });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#post({
        t: 'files',
        nonce: this.#nonce,
        id,
        files: [],
        failed: { id: ids.join(', '), reason },
      });
    }
  }

  async #answer(id: number, method: HostMethod, args: readonly unknown[]): Promise<void> {
    this.#waitingCalls++;
    const answer = await this.#options.services(method, args);
    this.#waitingCalls--;
    if (answer.ok)
      this.#post(
        { t: 'answer', nonce: this.#nonce, id, ok: true, value: answer.value },
        answer.transfer,
      );
    else
      this.#post({
        t: 'answer',
        nonce: this.#nonce,
        id,
        ok: false,
        code: answer.code,
        details: answer.details,
      });
  }

  #post(message: ToKernel, transfer: Transferable[] = []): void {
    this.#port?.postMessage(message, transfer);
  }
}
