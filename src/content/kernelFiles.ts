import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';

/** One file of the kernel: CommonJS text whose `require` names other files. */
export interface KernelFileBuild {
  readonly id: string;
  readonly text: string;
  /** Ids of the files it requires, directly. */
  readonly needs: readonly string[];
}

/** Kit rooms that are small and always there: they are part of the core. */
const inCore = ['errors', 'host', 'random'];
const coreFolders = ['show', 'input'];

/** What each kernel file is made from: id → path. Every kit folder with a public door is one file. */
export function kernelEntries(root: string): Map<string, string> {
  const kit = resolve(root, 'src/kit');
  const entries = new Map<string, string>([
    ['core', resolve(root, 'src/runtime/kernel/kernel.ts')],
  ]);
  for (const name of readdirSync(kit).sort()) {
    const door = join(kit, name, 'index.ts');
    if (!coreFolders.includes(name) && existsSync(door)) entries.set(`kit/${name}`, door);
  }
  entries.set('kit/tensor/tfjs', join(kit, 'tensor/tfjs.ts'));
  entries.set('kit/tensor/wasm', join(kit, 'tensor/wasm.ts'));
  entries.set('@tensorflow/tfjs', join(kit, 'tensor/union.ts'));
  return entries;
}

/** Modules that are reached by `require` instead of being bundled again: path → id. */
function sharedModules(root: string): Map<string, string> {
  const kit = resolve(root, 'src/kit');
  const shared = new Map<string, string>();
  for (const [id, path] of kernelEntries(root)) if (id !== 'core') shared.set(path, id);
  for (const name of inCore) shared.set(join(kit, `${name}.ts`), `kit/${name}`);
  for (const name of coreFolders) shared.set(join(kit, name, 'index.ts'), `kit/${name}`);
  return shared;
}

function sharing(root: string, entry: string, isCore: boolean): Plugin {
  const shared = sharedModules(root);
  return {
    name: 'course:kernel-sharing',
    async resolveId(source, importer, options) {
      if (!importer) return null;
      // One instance of tfjs for all: what other files need of its core, they take from the tfjs file.
      const isTfjsFile = entry === resolve(root, 'src/kit/tensor/tfjs.ts');
      if (source === '@tensorflow/tfjs-core' && !isTfjsFile)
        return { id: 'kit/tensor/tfjs', external: true };
      if (!source.startsWith('.') && !source.startsWith('kit/')) return null;
      const found = source.startsWith('kit/')
        ? {
            id: resolve(
              root,
              'src',
              inCore.includes(source.slice(4)) ? `${source}.ts` : `${source}/index.ts`,
            ),
          }
        : await this.resolve(source, importer, { ...options, skipSelf: true });
      const id = found ? shared.get(found.id) : undefined;
      const path = found?.id ?? '';
      const isOwn = path === entry || (isCore && !path.includes(`${sep}kit${sep}tensor${sep}`));
      if (id !== undefined && !isOwn) return { id, external: true };
      return found && source.startsWith('kit/') ? { id: found.id } : null;
    },
  };
}

/** Builds one kernel file. Deterministic: the same sources give the same text. */
export async function buildKernelFile(root: string, id: string): Promise<KernelFileBuild> {
  const entry = kernelEntries(root).get(id);
  if (entry === undefined) throw new Error(`unknown kernel file ${id}`);
  const bundle = await rolldown({
    input: entry,
    cwd: root,
    platform: 'browser',
    treeshake: true,
    plugins: [sharing(root, entry, id === 'core')],
    transform: { define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' } },
    // tfjs carries Node-only branches that never run here.
    external: [
      'util',
      'crypto',
      'node-fetch',
      'string_decoder',
      'fs',
      'path',
      'worker_threads',
      'perf_hooks',
      'os',
    ],
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({
      format: 'cjs',
      exports: 'named',
      minify: true,
      codeSplitting: false,
    });
    const chunk = output[0];
    const needs = chunk.imports.filter(
      (name) => name.startsWith('kit/') || name.startsWith('@tensorflow/'),
    );
    const builtIn = [...inCore, ...coreFolders].map((name) => `kit/${name}`);
    return { id, text: chunk.code, needs: needs.filter((name) => !builtIn.includes(name)) };
  } finally {
    await bundle.close();
  }
}

/** The script of `sandbox.html` as one classic script. */
export async function buildSandboxScript(root: string): Promise<string> {
  const bundle = await rolldown({
    input: resolve(root, 'src/runtime/sandbox.ts'),
    cwd: root,
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({ format: 'iife', minify: true });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}

/** `sandbox.html`: its own policy, one inlined classic script (an opaque origin cannot load module scripts). */
export async function buildSandboxPage(root: string): Promise<string> {
  const script = (await buildSandboxScript(root)).replaceAll('</script', '<\\/script');
  const policy =
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; worker-src data: blob:";
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<title>Sandbox</title>',
    `<body><script>${script}</script></body>`,
    '</html>',
    '',
  ].join('\n');
}

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A file that the kernel may ask for through `host.asset`. */
export interface AssetEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Everything under `public/models` and `public/data`, by its path below `public`. */
export function listAssets(root: string): Record<string, AssetEntry> {
  const publicDir = resolve(root, 'public');
  const assets: Record<string, AssetEntry> = {};
  const walk = (dir: string) => {
    if (!existsSync(dir)) return;
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else {
        const name = relative(publicDir, path).split(sep).join('/');
        assets[name] = {
          path: name,
          sizeBytes: statSync(path).size,
          sha256: sha256(readFileSync(path)),
        };
      }
    }
  };
  walk(join(publicDir, 'models'));
  walk(join(publicDir, 'data'));
  return assets;
}

/** tfjs's wasm binaries, which the kernel asks for under `wasm/`. */
export function wasmBinaries(
  root: string,
): { readonly name: string; readonly bytes: Uint8Array }[] {
  const dir = resolve(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  return ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((file) => ({
    name: `wasm/${file}`,
    bytes: new Uint8Array(readFileSync(join(dir, file))),
  }));
}
