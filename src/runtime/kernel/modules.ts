import type { KernelFile } from '../protocol.ts';
import { KitError } from '../../kit/errors.ts';

export type Exports = Readonly<Record<string, unknown>>;

/** Asks the page for files; resolves when the page has sent them. */
export type FetchFiles = (ids: readonly string[]) => Promise<readonly KernelFile[]>;

/**
 * The kernel's modules: those of the core are there from the start, every other file is fetched from the page as
 * CommonJS text and evaluated once, when a cell first needs it. The page sends a file after the files it requires.
 */
export class Modules {
  readonly #exports = new Map<string, Exports>();
  readonly #pending = new Map<string, Promise<void>>();
  readonly #fetchFiles: FetchFiles;

  constructor(builtIn: Readonly<Record<string, Exports>>, fetchFiles: FetchFiles) {
    for (const [id, exports] of Object.entries(builtIn)) this.#exports.set(id, exports);
    this.#fetchFiles = fetchFiles;
  }

  /** The exports of `id`, or undefined when it was not loaded. */
  get(id: string): Exports | undefined {
    return this.#exports.get(id);
  }

  /** Loads `ids` and what they require. */
  async load(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#exports.has(id) && !this.#pending.has(id));
    if (missing.length > 0) {
      const loading = this.#fetchFiles(missing).then((files) => {
        for (const file of files) this.#evaluate(file);
      });
      for (const id of missing) {
        this.#pending.set(id, loading);
        const forget = () => this.#pending.delete(id);
        loading.then(forget, forget);
      }
    }
    await Promise.all(ids.map((id) => this.#pending.get(id)));
    for (const id of ids) {
      if (!this.#exports.has(id))
        throw new KitError('import-unknown', { specifier: id, known: this.known() });
    }
  }

  known(): string[] {
    return [...this.#exports.keys()].filter((id) => id.startsWith('kit/')).sort();
  }

  #evaluate(file: KernelFile): void {
    if (this.#exports.has(file.id)) return;
    const module: { exports: Record<string, unknown> } = { exports: {} };
    const require = (id: string): Exports => {
      const found = this.#exports.get(id);
      if (!found)
        throw new Error(`internal: ${file.id} requires ${id}, which was not sent before it`);
      return found;
    };
    const body = `${file.text}\n//# sourceURL=${file.id}.js`;
    new Function('module', 'exports', 'require', body)(module, module.exports, require);
    this.#exports.set(file.id, module.exports);
  }
}
