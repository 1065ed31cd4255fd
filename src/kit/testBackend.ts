/** For tests in Node: backends without a browser. Never bundled. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { connectLoader, memory, setUpBackend, type Backend } from './tensor/index.ts';

/** Sets up a backend for a test, the wasm binary read from the installed package. */
export async function useTestBackend(choice: Exclude<Backend, 'webgpu'>): Promise<void> {
  connectLoader({ wasmBackend: () => import('./tensor/wasm.ts'), wasmFile: installedWasm });
  const state = await setUpBackend({ choice });
  expect(state).toMatchObject({ active: choice, fallback: null });
}

/** A tfjs wasm binary as installed. */
export async function installedWasm(name: string): Promise<Uint8Array> {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  return readFile(join(dirname(main), name));
}

/** Runs `test` and holds that it leaves no tensor behind. */
export async function expectNoLeak(test: () => void | Promise<void>): Promise<void> {
  const before = memory().tensors;
  await test();
  expect(memory().tensors - before, 'tensors left behind').toBe(0);
}
