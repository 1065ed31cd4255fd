import type { Job } from './session.ts';

/** What the watchdog does to the page and the run. */
export interface WatchdogActions {
  /** The cell has gone on long without a sign. */
  readonly warn: () => void;
  /** It has given one, or ended. */
  readonly calm: () => void;
  /** Its time is over. */
  readonly end: () => void;
}

/**
 * Watches one run: `end` after `limitMs` without `progress()`, `warn` at two thirds of that. A cell that measures is
 * left alone, since it is meant to be busy.
 */
export function watch(
  job: Job,
  limitMs: number,
  { warn, calm, end }: WatchdogActions,
): { reset(): void; end(): void } {
  const measures = [job.code, job.check].some((code) =>
    code?.imports.some((use) => use.specifier === 'kit/bench'),
  );
  let timers: ReturnType<typeof setTimeout>[] = [];
  const clear = (): void => {
    timers.forEach(clearTimeout);
    calm();
  };
  const reset = (): void => {
    clear();
    if (measures) return;
    const over = (): void => {
      calm();
      end();
    };
    timers = [setTimeout(warn, (limitMs * 2) / 3), setTimeout(over, limitMs)];
  };
  reset();
  return { reset, end: clear };
}
