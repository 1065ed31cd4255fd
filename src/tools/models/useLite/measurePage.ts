/** The page in which a browser measures the encoder. It is bundled by `measure.ts` and served to that browser alone. */
import {
  loadUseLiteModel,
  parameterNames,
  parameterShapes,
  UseLite,
  type ParameterValues,
} from '../../../kit/encoder/index.ts';
import { connectHost } from '../../../kit/host.ts';
import {
  connectLoader,
  memory,
  setUpBackend,
  type Backend,
  type BackendLoader,
} from '../../../kit/tensor/index.ts';

/** One run: which backend computes, on which weights, for which texts. */
export interface MeasureQuestion {
  readonly backend: Backend;
  readonly weights: 'fp32' | 'int8';
  readonly texts: readonly string[];
}

/** What a run gave. */
export interface MeasureAnswer {
  /** What really computed, and on which adapter. */
  readonly backend: Backend | null;
  readonly adapter: string | null;
  /** Row-major [N, 512]. */
  readonly vectors: readonly number[];
  /** Tensors alive after everything was disposed of. */
  readonly tensorsLeft: number;
}

const bytesOf = async (path: string) => new Uint8Array(await (await fetch(path)).arrayBuffer());
// by a name that the bundler cannot see: a file of its own, as in the kernel
const wasmModule: string = '/wasm.js';

connectLoader({
  wasmBackend: () => import(wasmModule) as ReturnType<BackendLoader['wasmBackend']>,
  wasmFile: (name) => bytesOf(`/wasm/${name}`),
});
connectHost({
  asset: (name) => bytesOf(`/${name}`),
  store: { get: refuse, set: refuse, delete: refuse, keys: refuse },
  download: refuse,
  generate: refuse,
  now: () => performance.now(),
});

function refuse(): Promise<never> {
  return Promise.reject(new Error('not part of this measurement'));
}

/** The original's numbers, as float32 one array after the other. */
async function originalNumbers(): Promise<ParameterValues> {
  const { buffer } = await bytesOf('/fp32.bin');
  let offset = 0;
  const arrays = parameterNames.map((name) => {
    const size = parameterShapes[name].reduce<number>((product, length) => product * length, 1);
    const values = new Float32Array(buffer, offset, size);
    offset += values.byteLength;
    return [name, values];
  });
  return Object.fromEntries(arrays) as ParameterValues;
}

async function answer({ backend, weights, texts }: MeasureQuestion): Promise<MeasureAnswer> {
  const state = await setUpBackend({ choice: backend });
  const model = await loadUseLiteModel();
  const encoder = new UseLite(
    weights === 'int8' ? model : { ...model, values: await originalNumbers() },
  );
  const { vectors } = encoder.encode(texts, { allowOtherLanguages: true });
  const numbers = [...(await vectors.data())];
  vectors.dispose();
  encoder.dispose();
  return {
    backend: state.active,
    adapter: state.adapter,
    vectors: numbers,
    tensorsLeft: memory().tensors,
  };
}

Object.assign(globalThis, { answer });
