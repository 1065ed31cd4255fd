import type { ErrorView, View } from '../kit/show/types.ts';
import type { Input, InputValue } from '../kit/input/types.ts';

/** How a cell may start by itself: `auto` and `click` are the author's word, `cost` lets the last measured cost decide. */
export type RunMode = 'auto' | 'click' | 'cost';

/** A cell as the page receives it from the lesson. */
export interface CellSpec {
  readonly id: string;
  readonly source: string;
  readonly run: RunMode;
  /** A figure's code is never shown or edited; an exercise swaps in the learner's code once it passes. */
  readonly kind: 'cell' | 'figure' | 'exercise';
  /** Exercises only: our version and the check that runs after the learner's. */
  readonly solution?: string;
  readonly check?: string;
}

export type CellStatus = 'idle' | 'queued' | 'running' | 'done' | 'error' | 'stopped';

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Null until an honest estimate exists. */
  readonly leftMs: number | null;
}

/** One finding of an exercise's check. `message` is the id of a message in the prose. */
export interface CheckFinding {
  readonly passed: boolean;
  readonly message: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface CellState {
  readonly id: string;
  readonly kind: CellSpec['kind'];
  /** What the editor holds. */
  readonly source: string;
  /** The lesson's own text; differs from `source` when edited. */
  readonly original: string;
  /** Made by the reader: may be removed. */
  readonly isOwn: boolean;
  readonly status: CellStatus;
  /** Its output no longer follows from its code and inputs. */
  readonly isStale: boolean;
  /** Names whose change made it stale; empty when its own text changed. */
  readonly staleBecause: readonly string[];
  /** Its values could not be kept across a Stop; it re-runs when needed. */
  readonly isGone: boolean;
  readonly views: readonly View[];
  /** True when `views` came with the lesson instead of from a run on this machine. */
  readonly isStored: boolean;
  readonly inputs: readonly Input[];
  readonly error: ErrorView | null;
  /** Static faults found without running: syntax, clash of names, cycle, unknown import. */
  readonly problem: ErrorView | null;
  readonly progress: Progress | null;
  readonly durationMs: number | null;
  readonly tensors: {
    readonly count: number;
    readonly bytes: number;
    readonly grew: number;
  } | null;
  readonly defines: readonly string[];
  readonly uses: readonly string[];
  /** `heavy` cells wait for a click. */
  readonly cost: 'cheap' | 'heavy' | 'unknown';
  readonly findings: readonly CheckFinding[] | null;
}

export type Backend = 'webgpu' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | Backend;

/** What computes, and why. */
export interface BackendState {
  readonly choice: BackendChoice;
  /** Null until a cell first needed tensors. */
  readonly active: Backend | null;
  readonly adapter: string | null;
  readonly isSoftware: boolean;
  /** Why a slower backend than asked for computes: a code for the page to explain. */
  readonly fallback:
    'no-webgpu' | 'no-adapter' | 'software-adapter' | 'no-wasm' | 'device-failed' | null;
  readonly features: readonly string[];
  readonly bytes: number;
  readonly tensors: number;
}

export type Notice =
  | { readonly kind: 'device-lost'; readonly reason: string }
  | { readonly kind: 'gpu-busy' }
  | { readonly kind: 'watchdog'; readonly cell: string }
  | { readonly kind: 'crashed' }
  | { readonly kind: 'framed'; readonly origin: string }
  | { readonly kind: 'download'; readonly name: string; readonly sizeBytes: number }
  | { readonly kind: 'kernel-failed'; readonly reason: string };

export interface NotebookState {
  readonly cells: Readonly<Record<string, CellState>>;
  readonly order: readonly string[];
  readonly kernel: 'none' | 'starting' | 'ready' | 'busy' | 'failed';
  readonly backend: BackendState;
  readonly notices: readonly Notice[];
  /** Loading of kernel files or assets, for a line such as "Loading the GPU library, 212 of 540 KB". */
  readonly loading: {
    readonly what: string;
    readonly doneBytes: number;
    readonly totalBytes: number;
  } | null;
}

/** What a reader left behind on an earlier visit. */
export interface KeptWork {
  /** Edited texts by cell. */
  readonly edits: Readonly<Record<string, string>>;
  readonly own: readonly {
    readonly id: string;
    readonly after: string | null;
    readonly source: string;
  }[];
  /** The texts that passed an exercise's check. */
  readonly passed: Readonly<Record<string, string>>;
}

/** The notebook engine: state and actions, no React. */
export interface Notebook {
  subscribe(listener: () => void): () => void;
  getState(): NotebookState;
  edit(id: string, source: string): void;
  reset(id: string): void;
  resetAll(): void;
  addCell(after: string | null, source?: string): string;
  removeCell(id: string): void;
  run(id: string): Promise<void>;
  runTo(id: string): Promise<void>;
  runAll(): Promise<void>;
  runAllFromClean(): Promise<void>;
  /** Runs the exercise's own text and its check; `findings` then tells. */
  check(id: string): Promise<void>;
  stop(): Promise<void>;
  setInput(id: string, value: InputValue): void;
  chooseBackend(choice: BackendChoice): Promise<void>;
  /** After device loss: a new device, same cells. */
  rebuild(): Promise<void>;
  answer(notice: Notice, isYes: boolean): void;
  /** Another language's `lesson` object; cells that read it become stale. */
  setLesson(lesson: unknown): void;
  /** Starts the kernel ahead of the first run, without running anything. */
  warm(): void;
  /** Puts kept work back into its cells. Unlike an edit it runs nothing: opening a page is no wish to run. */
  restore(kept: KeptWork): void;
  dispose(): void;
}
