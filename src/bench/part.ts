import type { Browser } from 'playwright';
import type { Recorder, RowPlan } from './measure.ts';

/** What a part gets to measure with. */
export interface Bench {
  /** The built site, served at the root of this address. */
  readonly site: string;
  /** The folder that holds it. */
  readonly dist: string;
  /** A fresh browser: no caches, no compiled code, WebGPU on. The caller closes it. */
  launch(): Promise<Browser>;
  readonly record: Recorder;
  /** Aborted when the part's time is up. */
  readonly signal: AbortSignal;
  /** Says what is being done. */
  say(text: string): void;
}

/** One named part of the benchmark. */
export interface Part {
  readonly name: string;
  readonly about: string;
  readonly rows: readonly RowPlan[];
  /** At most 15: a part that takes longer is not run often enough to be of use. */
  readonly limitMinutes: number;
  /** It brings pages of its own: the site is not built for it. */
  readonly needsNoSite?: boolean;
  run(bench: Bench): Promise<void>;
}
