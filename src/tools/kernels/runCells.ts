import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { projectRoot } from '../command.mjs';

/**
 * Runs the cells that the browser test runs on every own kernel, here in Node, on the GPU that Dawn finds: other sizes of
 * subgroups, and f16. Prints one line per cell, and how many passed and failed at the end.
 */
interface KernelCell {
  readonly name: string;
  readonly code: string;
  /** What the device must have, or the cell is skipped. */
  readonly needs?: 'subgroups' | 'shader-f16';
}

const { values } = parseArgs({
  options: { dawn: { type: 'string' }, cells: { type: 'string' }, only: { type: 'string' } },
});
if (!values.dawn || !values.cells) throw new Error('--dawn and --cells name the files to load');

interface Dawn {
  create(options: readonly string[]): GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}
const { create, globals } = (await import(pathToFileURL(values.dawn).href)) as Dawn;
const gpu = create([]);
// tfjs looks for it there; and an instance that nothing holds would be freed while its devices live
Object.assign(globalThis, globals, { heldGpu: gpu });
Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' } });

const { host, rooms, tensor } = await bundledKit();
const memory = new Map<string, unknown>();
const absent = () => Promise.reject(new Error('not here'));
host.connectHost({
  asset: async (name) => new Uint8Array(await readFile(join(projectRoot, 'public', name))),
  store: {
    get: async (key) => memory.get(key),
    set: async (key, value) => void memory.set(key, value),
    delete: async (key) => void memory.delete(key),
    keys: async () => [...memory.keys()],
  },
  download: absent,
  generate: absent,
  now: () => performance.now(),
});

const state = await tensor.setUpBackend({ choice: 'webgpu', gpu });
if (state.active !== 'webgpu') {
  console.log(JSON.stringify({ missing: state.fallback }));
  process.exit(0);
}
const adapter = await gpu.requestAdapter();
const sizes = [adapter?.info.subgroupMinSize, adapter?.info.subgroupMaxSize].join('–');
console.log(
  `  ${state.adapter}: ${state.features.join(', ') || 'no optional feature'}; subgroups of ${sizes}`,
);

const { oracleCell, kernelCells, featureCells, within } = (await import(
  pathToFileURL(values.cells).href
)) as {
  readonly oracleCell: string;
  readonly kernelCells: readonly KernelCell[];
  readonly featureCells: readonly KernelCell[];
  /** The largest difference that counts as equal. */
  readonly within: number;
};
await timeCompiling();
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const cell of [...kernelCells, ...featureCells]) {
  if (values.only && !cell.name.includes(values.only)) continue;
  if (cell.needs && !state.features.includes(cell.needs)) {
    counts.skipped++;
    console.log(`  - ${cell.name}: skipped, the adapter has no ${cell.needs}`);
    continue;
  }
  const start = performance.now();
  const fault = await faultOf(cell);
  counts[fault === null ? 'passed' : 'failed']++;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`  ${fault === null ? '✓' : '✗'} ${cell.name} (${seconds} s)${fault ?? ''}`);
}
console.log(JSON.stringify(counts));
// Dawn keeps threads of its own
process.exit(0);

/** How long Dawn takes to compile all kernels of a layer at once; a driver may leave work of its own to their first run. */
async function timeCompiling(): Promise<void> {
  const sizes = [64, 64] as const;
  const programs = [
    tensor.flashRowsProgram(...sizes),
    tensor.flashTileProgram(...sizes),
    tensor.flashDecodeProgram(...sizes),
    tensor.flashMergeProgram(64),
    tensor.rowSoftmaxProgram(),
    tensor.matMulProgram({ transposeA: false, transposeB: true }),
    tensor.matMulProgram({ transposeA: false, transposeB: false }),
    tensor.rotaryProgram(),
  ];
  const start = performance.now();
  await Promise.all(programs.map(tensor.compileProgram));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`  ${programs.length} kernels for heads of 64 compiled by Dawn in ${seconds} s`);
}

/** The kit in one file: Node cannot load tfjs's own files, which leave out the endings of their imports. */
async function bundledKit(): Promise<typeof import('./kitDoor.ts')> {
  const file = join(projectRoot, '.cache', 'kernels', 'kit.cjs');
  const bundle = await rolldown({
    input: join(projectRoot, 'src', 'tools', 'kernels', 'kitDoor.ts'),
    // tfjs's files for Node are other ones, in which its pieces cannot be had one by one
    platform: 'browser',
    external: [/^(util|crypto|node-fetch|string_decoder|fs|path|worker_threads|perf_hooks|os)$/],
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'cjs', codeSplitting: false });
  await bundle.close();
  return createRequire(import.meta.url)(file) as typeof import('./kitDoor.ts');
}

/** What is wrong with a cell's answer; null when nothing is. */
async function faultOf(cell: KernelCell): Promise<string | null> {
  const told: string[] = [];
  try {
    const answer = await run(cell.code, (text) => told.push(text));
    const [, worst, loud] = /worst ([\d.e+-]+|NaN), loud ([\d.e+-]+|NaN) \/end/.exec(answer) ?? [];
    if (Number(worst) < within && Number(loud) < 100 * within) return null;
    return `\n${told.join('\n')}\n${answer}`;
  } catch (error) {
    return `\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** Runs a cell behind the oracle's, as a lesson would: imports become what they name. */
async function run(code: string, tell: (text: string) => void): Promise<string> {
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...given: unknown[]) => Promise<unknown>;
  const inNode = (cell: string) =>
    cell.replace(/^import (\{[^}]*\}) from '([^']+)';$/gm, "const $1 = await use('$2');");
  const ended = inNode(code).replace(/await compared\(\);$/, 'return await compared();');
  const body = `${inNode(oracleCell)}\n{\n${ended}\n}`;
  const use = (name: string) => rooms[name];
  const cell = new AsyncFunction('use', 'progress', 'console', body);
  return String(await cell(use, () => undefined, { log: tell }));
}
