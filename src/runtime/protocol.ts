import type { ErrorView, View } from '../kit/show/types.ts';
import type { Input, InputValue } from '../kit/input/types.ts';
import type { ImportUse } from './analysis.ts';
import type { Backend, BackendChoice, BackendState, CheckFinding } from './state.ts';

/**
 * The messages between the page and a kernel. They travel over a `MessagePort` whose two ends are held by this page's
 * code and by the kernel's closure; each message also carries the nonce of its boot. What comes from the kernel is
 * untrusted (cells run beside it), so the page reads it through `readFromKernel` only.
 */

/** The text of one kernel file and where its exports go. */
export interface KernelFile {
  /** What other files call it in `require(…)`: `kit/tensor`, `tfjs` … */
  readonly id: string;
  readonly text: string;
}

/** A piece of cell code ready to evaluate (calling convention: `parse.ts`). */
export interface Runnable {
  readonly js: string;
  /** Names that the code takes from other cells. */
  readonly params: readonly string[];
  readonly imports: readonly ImportUse[];
}

export interface RunRequest {
  readonly run: number;
  readonly cell: string;
  readonly code: Runnable;
  readonly defines: readonly string[];
  /** An exercise's check: `code` is tried, nothing it defines is kept, and findings come back. */
  readonly check: Runnable | null;
  /** Whether the cell defines functions or classes, which may hold tensors that nobody can see. */
  readonly hasClosures: boolean;
}

/** A value that survived its kernel. */
export type Snapshot =
  | { readonly k: 'value'; readonly id?: number; readonly v: unknown }
  | { readonly k: 'array'; readonly id: number; readonly items: readonly Snapshot[] }
  | {
      readonly k: 'object';
      readonly id: number;
      readonly entries: readonly (readonly [string, Snapshot])[];
    }
  | {
      readonly k: 'map';
      readonly id: number;
      readonly entries: readonly (readonly [Snapshot, Snapshot])[];
    }
  | { readonly k: 'set'; readonly id: number; readonly items: readonly Snapshot[] }
  | {
      readonly k: 'tensor';
      readonly id: number;
      readonly shape: readonly number[];
      readonly dtype: string;
      readonly values: ArrayBufferView;
    }
  | { readonly k: 'again'; readonly id: number };

export type ToKernel = { readonly nonce: string } & (
  | {
      readonly t: 'files';
      readonly id: number;
      readonly files: readonly KernelFile[];
      readonly failed: { readonly id: string; readonly reason: string } | null;
    }
  | {
      readonly t: 'configure';
      readonly backend: BackendChoice;
      readonly lesson: unknown;
      readonly isAfterGpuStop: boolean;
    }
  | { readonly t: 'inputs'; readonly values: Readonly<Record<string, InputValue>> }
  | { readonly t: 'run'; readonly request: RunRequest }
  | {
      readonly t: 'restore';
      readonly cell: string;
      readonly values: Readonly<Record<string, Snapshot>>;
      readonly remake: Runnable | null;
    }
  | { readonly t: 'forget'; readonly cell: string }
  | { readonly t: 'abort'; readonly run: number }
  | { readonly t: 'ping'; readonly id: number }
  | { readonly t: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly t: 'answer';
      readonly id: number;
      readonly ok: false;
      readonly code: string;
      readonly details: Readonly<Record<string, unknown>>;
    }
);

export interface TensorCount {
  readonly count: number;
  readonly bytes: number;
}

export type FromKernel =
  | { readonly t: 'ready' }
  | { readonly t: 'need'; readonly id: number; readonly ids: readonly string[] }
  | { readonly t: 'view'; readonly run: number; readonly index: number; readonly view: View }
  | { readonly t: 'input'; readonly run: number; readonly input: Input }
  | {
      readonly t: 'progress';
      readonly run: number;
      readonly done: number;
      readonly total: number;
      readonly leftMs: number | null;
    }
  | {
      readonly t: 'done';
      readonly run: number;
      readonly ms: number;
      readonly views: number;
      readonly tensors: TensorCount;
      readonly findings: readonly CheckFinding[] | null;
      readonly isTainted: boolean;
    }
  | {
      readonly t: 'error';
      readonly run: number;
      readonly ms: number;
      readonly error: ErrorView;
      readonly isTainted: boolean;
    }
  | {
      readonly t: 'snapshot';
      readonly run: number;
      readonly values: Readonly<Record<string, Snapshot>>;
      /** Names that could not be cloned, or were too large. */
      readonly gone: readonly string[];
    }
  | { readonly t: 'late-error'; readonly cell: string; readonly error: ErrorView }
  | { readonly t: 'restored'; readonly cell: string; readonly error: ErrorView | null }
  | { readonly t: 'pong'; readonly id: number }
  | {
      readonly t: 'call';
      readonly id: number;
      readonly method: HostMethod;
      readonly args: readonly unknown[];
    }
  | { readonly t: 'backend'; readonly state: BackendReport }
  | { readonly t: 'gpu-busy'; readonly isBusy: boolean }
  | { readonly t: 'device-lost'; readonly reason: string };

export type BackendReport = Omit<BackendState, 'choice'>;

export const hostMethods = [
  'asset',
  'storeGet',
  'storeSet',
  'storeDelete',
  'storeKeys',
  'download',
  'generate',
] as const;
export type HostMethod = (typeof hostMethods)[number];

/** Caps that both sides know: the kernel keeps to them, the page drops what goes beyond. */
export const limits = {
  viewsPerRun: 100,
  logsPerRun: 200,
  logChars: 20_000,
  /** Of all views of one run together. */
  viewBytesPerRun: 24_000_000,
  /** Of one snapshot value: a tensor, a typed array, a text. */
  snapshotBytes: 4_000_000,
  snapshotNodes: 200_000,
  messageText: 20_000,
  inputsPerRun: 40,
  findingsPerRun: 100,
} as const;

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < 1e12;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= limits.messageText;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 1000 && value.every(isText);

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isChoice = (value: unknown): boolean => isText(value) || isNumber(value);

const inputChecks: { readonly [K in Input['kind']]: (input: Fields) => boolean } = {
  slider: (input) => [input.min, input.max, input.step, input.value].every(isNumber),
  select: (input) =>
    Array.isArray(input.options) &&
    input.options.length <= 1000 &&
    input.options.every(isChoice) &&
    isChoice(input.value),
  checkbox: (input) => typeof input.value === 'boolean',
  text: (input) => isText(input.value) && isCount(input.maxLength),
  file: (input) => isText(input.accept) && isCount(input.maxBytes),
};

const isInput = (input: unknown): input is Input =>
  isFields(input) &&
  isText(input.id) &&
  typeof input.kind === 'string' &&
  Object.hasOwn(inputChecks, input.kind) &&
  inputChecks[input.kind as Input['kind']](input);

const backends: readonly Backend[] = ['webgpu', 'wasm', 'cpu'];

const isError = (value: unknown): value is ErrorView =>
  isFields(value) &&
  value.kind === 'error' &&
  isText(value.name) &&
  isText(value.message) &&
  (value.code === null || isText(value.code)) &&
  isFields(value.details) &&
  (value.line === null || isCount(value.line)) &&
  (value.column === null || isCount(value.column)) &&
  isTexts(value.stack);

const isTensorCount = (value: unknown): value is TensorCount =>
  isFields(value) && isCount(value.count) && isCount(value.bytes);

const isFinding = (value: unknown): value is CheckFinding =>
  isFields(value) &&
  typeof value.passed === 'boolean' &&
  isText(value.message) &&
  isFields(value.values);

const isReport = (value: unknown): value is BackendReport =>
  isFields(value) &&
  (value.active === null || backends.includes(value.active as Backend)) &&
  (value.adapter === null || isText(value.adapter)) &&
  typeof value.isSoftware === 'boolean' &&
  (value.fallback === null || isText(value.fallback)) &&
  isTexts(value.features) &&
  isCount(value.bytes) &&
  isCount(value.tensors);

const checks: { readonly [K in FromKernel['t']]: (m: Fields) => boolean } = {
  ready: () => true,
  need: (m) => isCount(m.id) && isTexts(m.ids),
  view: (m) =>
    isCount(m.run) &&
    isCount(m.index) &&
    m.index <= limits.viewsPerRun + limits.logsPerRun + 2 &&
    isFields(m.view) &&
    isText(m.view.kind),
  input: (m) => isCount(m.run) && isInput(m.input),
  progress: (m) =>
    isCount(m.run) && isTime(m.done) && isTime(m.total) && (m.leftMs === null || isTime(m.leftMs)),
  done: (m) =>
    isCount(m.run) &&
    isTime(m.ms) &&
    isCount(m.views) &&
    isTensorCount(m.tensors) &&
    typeof m.isTainted === 'boolean' &&
    (m.findings === null ||
      (Array.isArray(m.findings) &&
        m.findings.length <= limits.findingsPerRun &&
        m.findings.every(isFinding))),
  error: (m) =>
    isCount(m.run) && isTime(m.ms) && isError(m.error) && typeof m.isTainted === 'boolean',
  snapshot: (m) => isCount(m.run) && isFields(m.values) && isTexts(m.gone),
  'late-error': (m) => isText(m.cell) && isError(m.error),
  restored: (m) => isText(m.cell) && (m.error === null || isError(m.error)),
  pong: (m) => isCount(m.id),
  call: (m) =>
    isCount(m.id) &&
    hostMethods.includes(m.method as HostMethod) &&
    Array.isArray(m.args) &&
    m.args.length <= 4,
  backend: (m) => isReport(m.state),
  'gpu-busy': (m) => typeof m.isBusy === 'boolean',
  'device-lost': (m) => isText(m.reason),
};

/**
 * The message in `data` if it is well formed and carries `nonce`, else null. Own properties only, so that nothing a
 * message inherits can speak for it.
 */
export function readFromKernel(data: unknown, nonce: string): FromKernel | null {
  if (!isFields(data) || !Object.hasOwn(data, 't') || !Object.hasOwn(data, 'nonce')) return null;
  if (data.nonce !== nonce || typeof data.t !== 'string' || !Object.hasOwn(checks, data.t))
    return null;
  return checks[data.t as FromKernel['t']](data) ? (data as FromKernel) : null;
}

/** What the page tells the sandbox frame. */
export type ToFrame =
  | { readonly t: 'spawn'; readonly nonce: string; readonly id: number }
  | { readonly t: 'terminate'; readonly nonce: string; readonly id: number }
  | { readonly t: 'ping'; readonly nonce: string; readonly id: number };

/** What the sandbox frame tells the page. */
export type FromFrame =
  | { readonly t: 'frame-ready'; readonly nonce: string }
  | {
      readonly t: 'spawned';
      readonly nonce: string;
      readonly id: number;
      readonly via: 'data' | 'blob';
    }
  | { readonly t: 'pong'; readonly nonce: string; readonly id: number }
  | { readonly t: 'died'; readonly nonce: string; readonly id: number; readonly reason: string };

/** The frame's message in `data`, or null. */
export function readFromFrame(data: unknown, nonce: string): FromFrame | null {
  if (!isFields(data) || data.nonce !== nonce) return null;
  if (data.t === 'frame-ready') return { t: 'frame-ready', nonce };
  if (!isCount(data.id)) return null;
  if (data.t === 'pong') return { t: 'pong', nonce, id: data.id };
  if (data.t === 'spawned' && (data.via === 'data' || data.via === 'blob'))
    return { t: 'spawned', nonce, id: data.id, via: data.via };
  if (data.t === 'died' && isText(data.reason))
    return { t: 'died', nonce, id: data.id, reason: data.reason };
  return null;
}
