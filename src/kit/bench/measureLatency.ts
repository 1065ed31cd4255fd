import { host } from '../host.ts';
import { COLUMNS } from '../show/index.ts';
import {
  activeBackend,
  backendState,
  finishWork,
  tidyAsync,
  withBackend,
  type Backend,
} from '../tensor/index.ts';
import { latencyColumns, problemWords } from './columns.ts';

/** How a measurement is made. */
export interface LatencyOptions {
  /** Where to compute; default: what computes now. */
  readonly backend?: Backend;
  /** When to stop, milliseconds after the first run; no run is begun that would pass it. Default 2,000. */
  readonly budgetMs?: number;
  /** Name in the table; default: the function's own. */
  readonly label?: string;
  /** Ends the measurement between two runs. */
  readonly signal?: AbortSignal;
  /** A monotonic clock in milliseconds; default: the host's. */
  readonly now?: () => number;
}

/** What was measured; a row for `table`. */
export type LatencyRow = {
  readonly method: string;
  readonly backend: Backend | null;
  /** The GPU as it names itself; null where none computes. */
  readonly adapter: string | null;
  /** A CPU pretended to be the GPU: says nothing about a real one. */
  readonly isSoftware: boolean;
  /** Samples behind the statistics. */
  readonly n: number;
  /** Runs timed together in one sample, so that the clock's step does not matter; times are per run. */
  readonly runsPerSample: number;
  readonly medianMs: number | null;
  readonly minMs: number | null;
  /** Null below 40 samples, where it would be a guess. */
  readonly p95Ms: number | null;
  /** With compiling and moving the inputs; never part of the statistics. */
  readonly firstRunMs: number | null;
  /**
   * Why there is no measurement: `no-webgpu`, `no-adapter`, `device-failed`, `no-wasm`; or `over-budget` when one run takes
   * longer than all the time there is.
   */
  readonly problem: LatencyProblem | null;
  /** The same in words. */
  readonly why: (typeof problemWords)[LatencyProblem] | null;
};

/** Why there is no measurement. */
export type LatencyProblem = keyof typeof problemWords;

/** Browsers without isolation let the clock step by 0.1 ms; a sample of 20 steps is right to 5 %. */
const MIN_SAMPLE_MS = 2;
const MAX_SAMPLES = 500;
const MAX_WARM_UPS = 10;
/** Longest time without letting messages in, such as the one that stops us. */
const BREATHE_EVERY_MS = 50;

/**
 * Measures how long `run` takes on this machine. The first run is timed apart; warm-ups follow until the last three agree
 * within 10 %; each sample ends when the device has finished, and what it made is freed outside the clock.
 * @throws the signal's reason when it is aborted
 */
export async function measureLatency(
  run: () => unknown,
  options: LatencyOptions = {},
): Promise<LatencyRow> {
  const method = options.label ?? (run.name || 'run');
  const backend = options.backend ?? activeBackend();
  if (backend === null) return row({ method, backend, problem: 'no-backend' });
  const outcome = await withBackend(backend, async () => {
    const { adapter, isSoftware } = backendState();
    return { adapter, isSoftware, ...(await sample(run, options)) };
  });
  if ('missing' in outcome) return row({ method, backend, problem: outcome.missing });
  return row({ method, backend, ...outcome.result });
}

async function sample(run: () => unknown, options: LatencyOptions): Promise<Partial<LatencyRow>> {
  const { budgetMs = 2_000, signal, now = () => host().now() } = options;
  let breathed = now();
  /** Milliseconds per run, over `runs` of them in a row. */
  const time = async (runs: number): Promise<number> => {
    signal?.throwIfAborted();
    let took = 0;
    await tidyAsync(async () => {
      const start = now();
      for (let i = 0; i < runs; i++) await run();
      await finishWork();
      took = (now() - start) / runs;
    });
    if (now() - breathed > BREATHE_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      breathed = now();
    }
    return took;
  };

  const firstRunMs = await time(1);
  const began = now();
  const hasTimeFor = (ms: number) => now() - began + ms <= budgetMs;
  const warm: number[] = [];
  while (warm.length < MAX_WARM_UPS && !isSteady(warm) && hasTimeFor(warm.at(-1) ?? firstRunMs)) {
    warm.push(await time(1));
  }
  // the fastest: one slow warm-up would make the samples too short for the clock
  const oneMs = Math.min(...warm, firstRunMs);
  const runsPerSample = Math.max(1, Math.ceil(MIN_SAMPLE_MS / Math.max(oneMs, 0.001)));
  const samples: number[] = [];
  while (samples.length < MAX_SAMPLES && hasTimeFor((samples.at(-1) ?? oneMs) * runsPerSample)) {
    samples.push(await time(runsPerSample));
  }
  if (samples.length === 0) return { firstRunMs, problem: 'over-budget' };
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    firstRunMs,
    runsPerSample,
    n: sorted.length,
    medianMs: quantile(sorted, 0.5),
    minMs: sorted[0] ?? null,
    p95Ms: sorted.length >= 40 ? quantile(sorted, 0.95) : null,
  };
}

function isSteady(times: readonly number[]): boolean {
  const last = times.slice(-3);
  return last.length === 3 && Math.max(...last) <= 1.1 * Math.min(...last);
}

/** The value below which a share `p` lies, with linear interpolation. Of sorted values, at least one. */
function quantile(sorted: readonly number[], p: number): number {
  const place = p * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

function row(measured: Partial<LatencyRow> & Pick<LatencyRow, 'method' | 'backend'>): LatencyRow {
  const whole: LatencyRow = {
    adapter: null,
    isSoftware: false,
    n: 0,
    runsPerSample: 1,
    medianMs: null,
    minMs: null,
    p95Ms: null,
    firstRunMs: null,
    problem: null,
    why: measured.problem ? problemWords[measured.problem] : null,
    ...measured,
  };
  // not enumerable: the row stays plain data, and `table([row])` still finds its labels
  return Object.defineProperty(whole, COLUMNS, { value: latencyColumns });
}
