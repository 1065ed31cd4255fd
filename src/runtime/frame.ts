import { readFromFrame, type ToFrame } from './protocol.ts';

/** A fresh, unguessable word for one boot. */
export function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const startWithinMs = 15_000;
const pulseMs = 1500;
/** A frame that has left this many pulses in a row unanswered is gone. */
const missedPulses = 3;

/**
 * The sandbox frame as the page sees it: an invisible iframe without our origin that starts and ends workers. Its
 * messages count only when they come from its own window and carry the nonce of this boot.
 */
export class SandboxFrame {
  readonly #address: string;
  readonly #nonce = makeNonce();
  readonly #onDeath: (id: number, reason: string) => void;
  #element: HTMLIFrameElement | null = null;
  #ready: Promise<void> | null = null;
  #isReady: (() => void) | null = null;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;

  constructor(address: string, onDeath: (id: number, reason: string) => void) {
    this.#address = address;
    this.#onDeath = onDeath;
  }

  /** Starts a worker and gives the port to it. The port's first message must carry the kernel's core. */
  async spawn(id: number): Promise<MessagePort> {
    await this.#open();
    const channel = new MessageChannel();
    this.#tell({ t: 'spawn', nonce: this.#nonce, id }, [channel.port2]);
    return channel.port1;
  }

  terminate(id: number): void {
    if (this.#element) this.#tell({ t: 'terminate', nonce: this.#nonce, id });
  }

  /** Removes the frame with all its workers. The next `spawn` makes a new one. */
  close(): void {
    clearInterval(this.#pulse);
    removeEventListener('message', this.#listen);
    this.#element?.remove();
    this.#element = null;
    this.#ready = null;
  }

  #open(): Promise<void> {
    this.#ready ??= new Promise((resolve, reject) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.setAttribute('aria-hidden', 'true');
      frame.tabIndex = -1;
      frame.title = '';
      frame.hidden = true;
      frame.src = `${this.#address}#${this.#nonce}`;
      const timer = setTimeout(() => {
        this.close();
        reject(new Error('the sandbox frame did not start'));
      }, startWithinMs);
      this.#isReady = () => {
        clearTimeout(timer);
        resolve();
      };
      addEventListener('message', this.#listen);
      this.#element = frame;
      document.body.append(frame);
    });
    return this.#ready;
  }

  readonly #listen = (event: MessageEvent): void => {
    if (!this.#element || event.source !== this.#element.contentWindow) return;
    const message = readFromFrame(event.data, this.#nonce);
    if (message?.t === 'frame-ready') {
      this.#isReady?.();
      this.#watch();
    }
    if (message?.t === 'pong') this.#unanswered = 0;
    if (message?.t === 'died') this.#onDeath(message.id, message.reason);
  };

  /**
   * Frames like this one have a process of their own, which a cell can bring down by taking all memory. No event tells
   * the page: workers, ports and the frame itself just fall silent. Cells never run on the frame's thread, so a frame
   * that is silent for seconds is gone.
   */
  #watch(): void {
    clearInterval(this.#pulse);
    this.#unanswered = 0;
    this.#pulse = setInterval(() => {
      if (this.#unanswered >= missedPulses) {
        clearInterval(this.#pulse);
        this.#onDeath(0, 'the process of the sandbox ended');
      } else {
        this.#unanswered++;
        this.#tell({ t: 'ping', nonce: this.#nonce, id: 0 });
      }
    }, pulseMs);
  }

  #tell(message: ToFrame, transfer: Transferable[] = []): void {
    // The frame's origin is opaque, so there is no origin to name; its window is the address.
    this.#element?.contentWindow?.postMessage(message, '*', transfer);
  }
}
