import { connectHost, type ChatMessage, type Host } from '../../kit/host.ts';
import { KitError, type KitErrorCode, type KitErrorDetails } from '../../kit/errors.ts';
import type { HostMethod } from '../protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Connects `kit/host` to the page: each call travels over the protocol and waits for its answer. */
export class HostBridge {
  readonly #send: (id: number, method: HostMethod, args: readonly unknown[]) => void;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  constructor(send: (id: number, method: HostMethod, args: readonly unknown[]) => void) {
    this.#send = send;
    const started = performance.now.bind(performance);
    const call = (method: HostMethod, ...args: unknown[]) => this.#call(method, args);
    const host: Host = {
      asset: (name) => call('asset', name) as Promise<Uint8Array>,
      store: {
        get: (key) => call('storeGet', key),
        set: async (key, value) => void (await call('storeSet', key, value)),
        delete: async (key) => void (await call('storeDelete', key)),
        keys: () => call('storeKeys') as Promise<string[]>,
      },
      download: async (name, data) => void (await call('download', name, data)),
      generate: (messages: readonly ChatMessage[]) => call('generate', messages) as Promise<string>,
      now: started,
    };
    connectHost(host);
  }

  answer(id: number, value: unknown): void {
    this.#waiting.get(id)?.resolve(value);
    this.#waiting.delete(id);
  }

  refuse(id: number, code: string, details: Readonly<Record<string, unknown>>): void {
    const typed = code as KitErrorCode;
    this.#waiting
      .get(id)
      ?.reject(new KitError(typed, details as unknown as KitErrorDetails[KitErrorCode]));
    this.#waiting.delete(id);
  }

  #call(method: HostMethod, args: readonly unknown[]): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send(id, method, args);
    });
  }
}
