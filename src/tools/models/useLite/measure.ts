import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { rolldown } from 'rolldown';
import { parameterNames, type ParameterValues } from '../../../kit/encoder/index.ts';
import { projectRoot } from '../../command.mjs';
import { findBrowser } from '../../findBrowser.mjs';
import type { MeasureAnswer, MeasureQuestion } from './measurePage.ts';

/** Answers one question after the other, in one browser. */
export interface Laboratory {
  readonly browser: string;
  ask(question: MeasureQuestion): Promise<MeasureAnswer>;
  close(): Promise<void>;
}

const origin = 'http://localhost/';
const flags = [
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Opens a browser in which the encoder can be measured; null when there is none. `files` are what it may load, by path. */
export async function openLaboratory(
  files: ReadonlyMap<string, Uint8Array>,
  values: ParameterValues,
): Promise<Laboratory | null> {
  const found = await findBrowser();
  if (!found) return null;
  const served = new Map<string, string | Uint8Array>([
    ...(await bundlePage()),
    ...files,
    [
      'fp32.bin',
      new Uint8Array(Buffer.concat(parameterNames.map((name) => bytesOf(values[name])))),
    ],
    ['', '<!doctype html><title>measure</title><script type="module" src="/page.js"></script>'],
  ]);
  const browser = await chromium.launch({ executablePath: found.path, args: flags });
  const page = await browser.newPage();
  await serve(page, served);
  await page.goto(origin);
  await page.waitForFunction('typeof answer === "function"');
  return {
    browser: `Chromium ${found.version}`,
    ask: (question) => page.evaluate(`answer(${JSON.stringify(question)})`),
    close: () => browser.close(),
  };
}

/** Answers every request of the page itself: nothing leaves the machine, and localhost counts as secure, as WebGPU wants. */
async function serve(page: Page, served: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const wasmFolder = dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'),
  );
  await page.route('**', async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const body = path.startsWith('wasm/')
      ? await readFile(join(wasmFolder, path.slice(5)))
      : served.get(path);
    if (body === undefined) return route.fulfill({ status: 404 });
    const contentType =
      path === ''
        ? 'text/html'
        : path.endsWith('.js')
          ? 'text/javascript'
          : 'application/octet-stream';
    return route.fulfill({
      body: typeof body === 'string' ? body : Buffer.from(body),
      contentType,
    });
  });
}

/** The page's script, and the wasm backend as a file of its own that shares tfjs with it. */
async function bundlePage(): Promise<Map<string, string>> {
  const bundle = await rolldown({
    input: {
      page: join(projectRoot, 'src/tools/models/useLite/measurePage.ts'),
      wasm: join(projectRoot, 'src/kit/tensor/wasm.ts'),
    },
    platform: 'browser',
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
    transform: { define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' } },
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
    });
    return new Map(
      output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code]] : [])),
    );
  } finally {
    await bundle.close();
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
