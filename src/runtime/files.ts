import type { KernelFile } from './protocol.ts';

export interface FileEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}
export interface Manifest {
  readonly files: Readonly<Record<string, FileEntry & { readonly needs: readonly string[] }>>;
  readonly assets: Readonly<Record<string, FileEntry>>;
}

/** What stands in the way of a file; `code` is one of `kit/errors`. */
export class FileFault extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>>) {
    super(`${code}: ${JSON.stringify(details)}`);
    this.code = code;
    this.details = details;
  }
}

export type OnLoading = (what: string, doneBytes: number, totalBytes: number) => void;

/** One file of the site, no longer than the manifest says and with the very bytes that it names. */
export async function fetchChecked(
  root: string,
  name: string,
  entry: FileEntry,
  onLoading: OnLoading,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(new URL(entry.path, root)).catch((error: unknown) => {
    throw new FileFault('asset-missing', { name, status: 0, reason: String(error) });
  });
  if (!response.ok || !response.body)
    throw new FileFault('asset-missing', { name, status: response.status });
  const bytes = new Uint8Array(entry.sizeBytes);
  let at = 0;
  const reader = response.body.getReader();
  onLoading(name, 0, entry.sizeBytes);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.byteLength > entry.sizeBytes) {
      await reader.cancel();
      throw new FileFault('asset-too-large', {
        name,
        sizeBytes: at + value.byteLength,
        maxBytes: entry.sizeBytes,
      });
    }
    bytes.set(value, at);
    at += value.byteLength;
    onLoading(name, at, entry.sizeBytes);
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const got = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (at !== entry.sizeBytes || got !== entry.sha256)
    throw new FileFault('asset-corrupt', { name, expected: entry.sha256, got });
  return bytes;
}

/** Kernel files by id, each fetched once per page and checked; asking again after a failure tries again. */
export class FileShelf {
  readonly #root: string;
  readonly #manifest: Manifest;
  readonly #onLoading: OnLoading;
  readonly #texts = new Map<string, Promise<string>>();

  constructor(root: string, manifest: Manifest, onLoading: OnLoading) {
    this.#root = root;
    this.#manifest = manifest;
    this.#onLoading = onLoading;
  }

  /** The text of one file. */
  text(id: string): Promise<string> {
    const kept = this.#texts.get(id);
    if (kept) return kept;
    const entry = this.#manifest.files[id];
    if (!entry)
      return Promise.reject(
        new FileFault('import-unknown', { specifier: id, known: this.known() }),
      );
    const text = fetchChecked(this.#root, id, entry, this.#onLoading).then((bytes) =>
      new TextDecoder().decode(bytes),
    );
    this.#texts.set(id, text);
    text.catch(() => this.#texts.delete(id));
    return text;
  }

  /** `ids` and everything they require, each after what it requires, without those in `loaded`. */
  async withNeeds(ids: readonly string[], loaded: ReadonlySet<string>): Promise<KernelFile[]> {
    const ordered: string[] = [];
    const visit = (id: string) => {
      if (loaded.has(id) || ordered.includes(id)) return;
      for (const need of this.#manifest.files[id]?.needs ?? []) visit(need);
      ordered.push(id);
    };
    for (const id of ids) visit(id);
    return Promise.all(ordered.map(async (id) => ({ id, text: await this.text(id) })));
  }

  /** The kit modules that a cell may import. */
  known(): string[] {
    const kit = Object.keys(this.#manifest.files).filter((id) => /^kit\/[^/]+$/.test(id));
    return [...kit, 'kit/errors', 'kit/host', 'kit/input', 'kit/random', 'kit/show'].sort();
  }
}
