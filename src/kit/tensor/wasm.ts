/** The wasm backend, in a file of its own that is loaded only when it computes. */
import { backend, env, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Kept here: asking tfjs whether a backend is there (`findBackend`) makes it start that backend, with its own fetch. */
let isStarted = false;

/**
 * Makes wasm the active backend. The binary comes from `loadFile`, since the sandbox has no fetch. One thread: several need
 * a cross-origin isolated page, which a static host cannot promise.
 * @throws Error when the binary cannot be loaded or is not WebAssembly
 */
export async function startWasm(loadFile: (name: string) => Promise<Uint8Array>): Promise<void> {
  if (!isStarted) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const restore = isStarted ? () => undefined : await answerFetchWith(loadFile);
  try {
    if (!(await setBackend('wasm'))) throw new Error('the wasm backend did not start');
    if (!isStarted) moveBeforeLooking(backend() as BackendWasm);
    isStarted = true;
  } finally {
    restore();
  }
}

/**
 * Mends how tfjs looks at a tensor: it takes hold of the memory first and asks for the tensor second, which may have to move
 * here from another backend, which may make the memory grow, which leaves it holding what is no more.
 */
function moveBeforeLooking(wasm: BackendWasm): void {
  const look = wasm.typedArrayFromHeap.bind(wasm);
  wasm.typedArrayFromHeap = (info) => {
    wasm.dataIdMap.get(info.dataId);
    return look(info);
  };
}

/**
 * Lets tfjs's own loader find the bytes. They are loaded and checked first: tfjs never settles when its fetch fails.
 * Returns what puts the platform's fetch back.
 */
async function answerFetchWith(
  loadFile: (name: string) => Promise<Uint8Array>,
): Promise<() => void> {
  const hasSimd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const bytes = new Uint8Array(
    await loadFile(hasSimd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm'),
  );
  if (!WebAssembly.validate(bytes)) throw new Error('the wasm binary is not valid');
  setWasmPaths('', true);
  const { platform } = env();
  const original = platform.fetch;
  platform.fetch = () => Promise.resolve(new Response(bytes));
  return () => {
    platform.fetch = original;
  };
}
