import { relativeError } from './attentionReference.ts';
import type { Task } from './attentionTasks.ts';

/** One system at one task, ready to compute: its operands are on the GPU. Runs in the measured page. */
export interface Contender {
  /** Computes once, or has it queued; what it makes is kept until `clear`. */
  submit(): void | Promise<void>;
  /** Resolves when the GPU has done all that was submitted. */
  finish(): Promise<void>;
  /** The numbers of the last `submit`, which was not cleared yet. */
  read(): Promise<Float32Array>;
  /** Frees what was made and restores what was changed; never timed. */
  clear(): void | Promise<void>;
}

/** What was found before timing. */
export interface Prepared {
  /** Against double precision; see `relativeError`. */
  readonly error: number;
  /** The first run, with compiling unless something before had it compiled. */
  readonly firstMs: number;
  /** Of the last warm-up; null for a wrong system, which is not timed. */
  readonly warmMs: number | null;
}

/** A result further off than this is wrong, whoever computed it: fp32 has a thousand times less to excuse. */
export const WRONG_FROM = 1e-3;
/** A sample lasts at least so long, so that neither the clock's step nor the waiting for the GPU is what is measured. */
const SAMPLE_MS = 20;
const MAX_RUNS = 200;
const MAX_WARM_UPS = 6;

/** Checks a contender's result and runs it until its times are steady: the last three within 10 %. */
export async function prepareContender(contender: Contender, task: Task): Promise<Prepared> {
  const start = performance.now();
  await contender.submit();
  await contender.finish();
  const firstMs = performance.now() - start;
  const error = relativeError(task.checked(await contender.read()), task.wanted());
  await contender.clear();
  if (error > WRONG_FROM) return { error, firstMs, warmMs: null };
  const times: number[] = [];
  while (times.length < MAX_WARM_UPS) {
    const last = times.slice(-3);
    if (last.length === 3 && Math.max(...last) <= 1.1 * Math.min(...last)) break;
    times.push(await timeContender(contender, 1));
  }
  return { error, firstMs, warmMs: times.at(-1) ?? firstMs };
}

/** How often a contender runs in one sample. */
export function runsPerSample(warmMs: number): number {
  return Math.min(MAX_RUNS, Math.max(1, Math.ceil(SAMPLE_MS / Math.max(warmMs, 0.001))));
}

/** Milliseconds per run, over `runs` in a row, from an idle GPU to an idle GPU. */
export async function timeContender(contender: Contender, runs: number): Promise<number> {
  await contender.finish();
  const start = performance.now();
  for (let run = 0; run < runs; run += 1) await contender.submit();
  await contender.finish();
  const ms = (performance.now() - start) / runs;
  await contender.clear();
  return ms;
}
