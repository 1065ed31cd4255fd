import { resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import {
  buildKernelFile,
  buildSandboxPage,
  kernelEntries,
  listAssets,
  sha256,
  wasmBinaries,
  type AssetEntry,
} from './kernelFiles.ts';

const virtualId = 'virtual:kernel-manifest';
const fileName = (id: string): string => id.replace('@', '').replaceAll('/', '-');

interface ManifestFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly needs: readonly string[];
}

/** What the page's code needs to know about kernel files and assets; see `src/runtime/manifest.d.ts`. */
interface Built {
  readonly files: Record<string, ManifestFile>;
  readonly assets: Record<string, AssetEntry>;
  /** Site path → content. */
  readonly content: Map<string, Uint8Array | string>;
}

async function buildAll(root: string): Promise<Built> {
  const files: Record<string, ManifestFile> = {};
  const assets: Record<string, AssetEntry> = { ...listAssets(root) };
  const content = new Map<string, Uint8Array | string>();
  for (const id of kernelEntries(root).keys()) {
    const { text, needs } = await buildKernelFile(root, id);
    const hash = sha256(text);
    const path = `assets/kernel/${fileName(id)}-${hash.slice(0, 8)}.js`;
    files[id] = { path, sizeBytes: Buffer.byteLength(text), sha256: hash, needs };
    content.set(path, text);
  }
  for (const { name, bytes } of wasmBinaries(root)) {
    const hash = sha256(bytes);
    const path = `assets/kernel/${name.slice('wasm/'.length, -'.wasm'.length)}-${hash.slice(0, 8)}.wasm`;
    assets[name] = { path, sizeBytes: bytes.byteLength, sha256: hash };
    content.set(path, bytes);
  }
  content.set('sandbox.html', await buildSandboxPage(root));
  return { files, assets, content };
}

/**
 * Makes the sandboxed kernel's files: the sandbox page, the core, tfjs, one file per kit folder, and the manifest with
 * sizes and hashes that the page checks them against. Built the same way for the site and for the development server.
 */
export function kernelPlugin(): Plugin {
  let root = process.cwd();
  let built: Promise<Built> | null = null;
  const build = () => (built ??= buildAll(root));

  return {
    name: 'course:kernel',
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id === virtualId ? `\0${virtualId}` : null),
    async load(id) {
      if (id !== `\0${virtualId}`) return null;
      const { files, assets } = await build();
      return `export const manifest = ${JSON.stringify({ files, assets })};`;
    },
    async generateBundle() {
      for (const [path, source] of (await build()).content) {
        this.emitFile({ type: 'asset', fileName: path, source });
      }
    },
    configureServer(server) {
      const sources = [resolve(root, 'src/kit'), resolve(root, 'src/runtime')];
      server.watcher.on('change', (path) => {
        if (sources.some((dir) => path.startsWith(dir + sep))) {
          built = null;
          const module = server.moduleGraph.getModuleById(`\0${virtualId}`);
          if (module) server.moduleGraph.invalidateModule(module);
        }
      });
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
        if (path !== 'sandbox.html' && !path.startsWith('assets/kernel/')) return next();
        build().then(({ content }) => {
          const found = content.get(path);
          if (found === undefined) return next();
          const type = path.endsWith('.html')
            ? 'text/html'
            : path.endsWith('.wasm')
              ? 'application/wasm'
              : 'text/javascript';
          response.setHeader('Content-Type', `${type}; charset=utf-8`);
          response.end(found);
        }, next);
      });
    },
  };
}
