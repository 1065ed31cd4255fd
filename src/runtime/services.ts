import type { HostServices } from './client.ts';
import { fetchChecked, FileFault, type Manifest, type OnLoading } from './files.ts';
import type { PageStore } from './store.ts';

export interface ServiceOptions {
  readonly root: string;
  readonly manifest: Manifest;
  readonly store: PageStore;
  readonly onLoading: OnLoading;
  /** Whether this file may be saved now: the first of a run is, later ones are asked for. */
  readonly allowDownload: (name: string, sizeBytes: number) => Promise<boolean>;
  /** Hands a file to the browser. */
  readonly save: (name: string, data: Blob) => void;
}

const maxDownloadBytes = 256_000_000;
const fileName = /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,120}$/u;
const storeKey = /^[\w./:-]{1,200}$/;

/**
 * The page's answers to `kit/host`. The caller is a kernel that a stranger's cell may have taken over, so every
 * argument is checked here: assets by the manifest's whitelist, size and hash, the store by key and size, downloads by
 * name, size and consent.
 */
export function createServices(options: ServiceOptions): HostServices {
  const refuse = (code: string, details: Readonly<Record<string, unknown>>) => ({
    ok: false as const,
    code,
    details,
  });
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');

  return async (method, args) => {
    try {
      switch (method) {
        case 'asset': {
          const name = text(args[0]);
          const entry = Object.hasOwn(options.manifest.assets, name)
            ? options.manifest.assets[name]
            : undefined;
          if (!entry) return refuse('asset-unknown', { name: name.slice(0, 200) });
          const bytes = await fetchChecked(options.root, name, entry, options.onLoading);
          return { ok: true, value: bytes, transfer: [bytes.buffer] };
        }
        case 'storeGet':
        case 'storeSet':
        case 'storeDelete': {
          const key = text(args[0]);
          if (!storeKey.test(key))
            return refuse('store-refused', { reason: `key ${JSON.stringify(key.slice(0, 80))}` });
          if (method === 'storeGet') return { ok: true, value: await options.store.get(key) };
          if (method === 'storeSet') await options.store.set(key, args[1]);
          else await options.store.delete(key);
          return { ok: true, value: null };
        }
        case 'storeKeys':
          return { ok: true, value: await options.store.keys() };
        case 'download': {
          const name = text(args[0]);
          const data = args[1];
          if (!fileName.test(name) || !(data instanceof Blob))
            return refuse('download-refused', { name: name.slice(0, 120), reason: 'name' });
          if (data.size > maxDownloadBytes)
            return refuse('download-refused', { name, reason: 'size' });
          if (!(await options.allowDownload(name, data.size)))
            return refuse('download-refused', { name, reason: 'reader' });
          options.save(name, data);
          return { ok: true, value: null };
        }
        case 'generate':
          return refuse('generate-unavailable', { reason: 'no endpoint is set up' });
      }
    } catch (error) {
      if (error instanceof FileFault) return refuse(error.code, error.details);
      return refuse('store-refused', {
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  };
}
