import { host, type Store } from '../host.ts';
import { backendState, dispose, finishWork, randomNormal } from '../tensor/index.ts';
import { fusedAttention } from './fused.ts';

/** The kernels between which the adapter decides. */
export type TunedKernel = 'flash_rows' | 'flash_tile';

/** What tuning needs from outside. Default: the connected host's. */
export interface TuneOptions {
  readonly now?: () => number;
  readonly store?: Pick<Store, 'get' | 'set'>;
}

/** Rounds of the comparison; the median decides, so that one hiccup does not. */
const ROUNDS = 5;
/** Tokens of the attention that is timed: some milliseconds on a small GPU. */
const TOKENS = 512;

/**
 * The faster of the two kernels for heads of this size on the present adapter, found by running both in turns; kept in the
 * store per adapter, so that it is measured once. On a software adapter nothing is measured: both are slow, and `flash_rows`
 * compiles faster.
 * @throws KitError `backend-unavailable` without WebGPU
 */
export async function tuneAttention(
  { headDim, valueDim = headDim }: { readonly headDim: number; readonly valueDim?: number },
  { now = () => host().now(), store = host().store }: TuneOptions = {},
): Promise<TunedKernel> {
  const { adapter, isSoftware } = backendState();
  if (isSoftware) return 'flash_rows';
  const key = `attention kernel/${adapter}/${headDim}x${valueDim}`;
  const known = await store.get(key);
  if (known === 'flash_rows' || known === 'flash_tile') return known;

  const q = randomNormal([1, 4, TOKENS, headDim], { seed: 'tune q' });
  const k = randomNormal([1, 4, TOKENS, headDim], { seed: 'tune k' });
  const v = randomNormal([1, 4, TOKENS, valueDim], { seed: 'tune v' });
  const run = async (path: TunedKernel) => {
    dispose(await fusedAttention(q, k, v, { isCausal: true }, { path }));
    await finishWork();
  };
  try {
    const faster = await fasterOf(['flash_rows', 'flash_tile'], run, now);
    await store.set(key, faster);
    return faster;
  } finally {
    dispose([q, k, v]);
  }
}

/**
 * Of two, the one whose median time over interleaved rounds is shorter. Each runs once before, so that compiling does not
 * count; the order turns from round to round, so that neither always pays for what the other left behind.
 */
export async function fasterOf<Name extends string>(
  names: readonly [Name, Name],
  run: (name: Name) => Promise<void>,
  now: () => number,
): Promise<Name> {
  const [a, b] = names;
  const times: Record<Name, number[]> = { [a]: [], [b]: [] } as unknown as Record<Name, number[]>;
  for (const name of names) await run(name);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? [a, b] : [b, a]) {
      const start = now();
      await run(name);
      times[name].push(now() - start);
    }
  }
  const median = (values: readonly number[]) => [...values].sort((x, y) => x - y)[ROUNDS >> 1] ?? 0;
  return median(times[b]) < median(times[a]) ? b : a;
}
