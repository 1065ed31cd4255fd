import { host, type Store } from '../host.ts';
import { backendState, dispose, finishWork, randomNormal } from '../tensor/index.ts';
import type { Tensor4D } from '../tensor/index.ts';
import { fusedAttention } from './fused.ts';
import { kernelVariants, type FusedPath, type KernelVariant } from './fusedPrograms.ts';

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

  const [q, k, v] = operands({ headDim, valueDim, queries: TOKENS });
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

/** The largest difference from the plain kernel with which a variant may be chosen, for operands of variance 1. */
const TOLERANCE: Readonly<Record<KernelVariant, number>> = {
  plain: 0,
  subgroups: 1e-5,
  f16: 5e-3,
};

/**
 * How the kernels of a way are best written for the present adapter: the fastest of those whose results equal the plain ones.
 * What needs a feature that the device does not have takes no part, nor what rounds (`f16`) unless `allowHalf` (default
 * false). Kept in the store per adapter; on a software adapter nothing is measured and `plain` is the answer.
 * @throws KitError `backend-unavailable` without WebGPU
 */
export async function tuneVariant(
  path: FusedPath,
  { headDim, valueDim = headDim }: { readonly headDim: number; readonly valueDim?: number },
  {
    now = () => host().now(),
    store = host().store,
    allowHalf = false,
  }: TuneOptions & { readonly allowHalf?: boolean } = {},
): Promise<KernelVariant> {
  const { adapter, isSoftware } = backendState();
  const [plain, other] = kernelVariants(path, { allowHalf });
  if (isSoftware || !plain || !other) return 'plain';
  const key = `attention variant/${adapter}/${path}/${headDim}x${valueDim}/${other}`;
  const known = await store.get(key);
  const kept = [plain, other].find((variant) => variant === known);
  if (kept) return kept;

  const [q, k, v] = operands({ headDim, valueDim, queries: path === 'flash_decode' ? 1 : TOKENS });
  const attend = (variant: KernelVariant) =>
    fusedAttention(q, k, v, { isCausal: true }, { path, variant });
  const run = async (variant: KernelVariant) => {
    dispose(await attend(variant));
    await finishWork();
  };
  const outputOf = async (variant: KernelVariant) => {
    const output = await attend(variant);
    const numbers = await output.data();
    output.dispose();
    return numbers;
  };
  try {
    const best = await bestOf([plain, other], { outputOf, run, tolerance: TOLERANCE[other], now });
    await store.set(key, best);
    return best;
  } finally {
    dispose([q, k, v]);
  }
}

/** The second of two if its result equals that of the first and its median time is shorter; else the first. */
export async function bestOf<Name extends string>(
  [plain, other]: readonly [Name, Name],
  {
    outputOf,
    run,
    tolerance,
    now,
  }: {
    readonly outputOf: (name: Name) => Promise<ArrayLike<number>>;
    readonly run: (name: Name) => Promise<void>;
    readonly tolerance: number;
    readonly now: () => number;
  },
): Promise<Name> {
  const isRight = isWithin(await outputOf(other), await outputOf(plain), tolerance);
  return isRight ? fasterOf([plain, other], run, now) : plain;
}

/** Whether every number lies within `tolerance` of its counterpart; NaN lies within nothing. */
function isWithin(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): boolean {
  if (got.length !== wanted.length) return false;
  for (let i = 0; i < got.length; i++) {
    if (!(Math.abs((got[i] ?? NaN) - (wanted[i] ?? NaN)) <= tolerance)) return false;
  }
  return true;
}

/** Heads to be timed: `queries` at the end of 512 keys. */
function operands({
  headDim,
  valueDim,
  queries,
}: {
  readonly headDim: number;
  readonly valueDim: number;
  readonly queries: number;
}): [Tensor4D, Tensor4D, Tensor4D] {
  return [
    randomNormal([1, 4, queries, headDim], { seed: 'tune q' }),
    randomNormal([1, 4, TOKENS, headDim], { seed: 'tune k' }),
    randomNormal([1, 4, TOKENS, valueDim], { seed: 'tune v' }),
  ];
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
