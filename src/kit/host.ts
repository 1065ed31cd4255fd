/**
 * The one seam between the kit and the outside. In a tab the kernel connects it to the page, which answers after a
 * whitelist, size and sha256 check; Node tests connect an in-memory one. The kit never touches fetch, storage or the
 * clock itself.
 */

/** Values kept for later visits, by key. */
export interface Store {
  /** The value kept under `key`, or undefined. Values are structured-clonable. */
  get(key: string): Promise<unknown>;
  /** Keeps `value`; one value ≤ 4 MB, all of them ≤ 64 MB. @throws KitError `store-refused`, `store-too-large` */
  set(key: string, value: unknown): Promise<void>;
  /** Forgets the value; nothing happens where there is none. */
  delete(key: string): Promise<void>;
  /** All keys. */
  keys(): Promise<string[]>;
}
/** One message of a chat, as `generate` takes them. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
/** What the outside does for the kit. */
export interface Host {
  /**
   * The bytes of a file under `public/models` or `public/data`, by its path there (`models/use-lite/weights.bin`).
   * Checked against the size and sha256 recorded at build time.
   * @throws KitError `asset-unknown`, `asset-missing`, `asset-corrupt`, `asset-too-large`
   */
  asset(name: string): Promise<Uint8Array>;
  readonly store: Store;
  /** Offers the reader a file to save; the page asks for consent after the first one of a run. */
  download(name: string, data: Blob): Promise<void>;
  /** A chat reply from the endpoint that the reader has set up. @throws KitError `generate-unavailable` when none is */
  generate(messages: readonly ChatMessage[]): Promise<string>;
  /** Milliseconds on a monotonic clock of unspecified origin. */
  now(): number;
}

let connected: Host | null = null;

/** Connects the kit to its surroundings. Called once by the kernel, and by tests. */
export function connectHost(host: Host): void {
  connected = host;
}

/** The connected host. Throws an internal error when nothing is connected. */
export function host(): Host {
  if (!connected) throw new Error('internal: kit/host is not connected');
  return connected;
}
