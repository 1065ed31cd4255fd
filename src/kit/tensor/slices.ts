import { KitError } from '../errors.ts';
import { host } from '../host.ts';
import { backendState, finishWork, withBackend } from './backend.ts';
import { tensorFrom, type TensorOf } from './create.ts';
import { compileProgram, type CompiledProgram } from './programs.ts';
import { RecordedPlan } from './recordedPlan.ts';
import type { Tensor } from './tfjs.ts';
import { checkLoops, placedError, type Wgsl } from './wgsl.ts';

/** What a program does in all, however many dispatches that takes. */
export interface SlicedWork<S extends readonly number[]> {
  /** float32, at bindings 0, 1, … */
  readonly inputs: readonly Tensor[];
  /** Shape of the one output, at the binding after the inputs; zeros where the program writes nothing. */
  readonly output: S;
  /** Workgroups along x. */
  readonly groups: number;
  /** What the longest loop of the program runs to. */
  readonly loopBound: number;
  /** Longest time for one dispatch, milliseconds. Default 100. */
  readonly sliceMs?: number;
  /** Ends the work between two dispatches. */
  readonly signal?: AbortSignal;
  /** A monotonic clock in milliseconds; default: the host's. */
  readonly now?: () => number;
}

/** What came out, and how. */
export interface SlicedRun<S extends readonly number[]> {
  readonly output: TensorOf<S>;
  /** The GPU as it names itself. */
  readonly adapter: string | null;
  /** A CPU pretended to be the GPU: the times say nothing about a real one. */
  readonly isSoftware: boolean;
  /** Dispatches, the first short ones included. */
  readonly slices: number;
  readonly longestMs: number;
  readonly totalMs: number;
}

/** Iterations of the very first dispatch, and how much longer each following one may be. */
const FIRST_BOUND = 64;
const GROWTH = 4;
/** No dispatch counts further along x. */
const MAX_GROUPS = 65_535;

/**
 * The program again, once the compiler has accepted it: in the cell that writes it, so that what is wrong is marked there.
 * Without WebGPU nobody compiles, and only the loops are looked at. `inputs` counts the tensors that it reads.
 * @throws KitError `shader-failed`, and `bad-argument` for a loop without an end, both at the line as written
 */
export async function checkWgsl(code: Wgsl, inputs: number): Promise<Wgsl> {
  checkLoops(code);
  await withBackend('webgpu', () => compileWgsl(code, inputs));
  return code;
}

/**
 * Runs a program that a reader has written, on WebGPU whatever else computes, in dispatches short enough for the rest of the
 * machine: first one workgroup with short loops, then with longer ones, then more and more workgroups, each step measured.
 * The binding after the output is a uniform `struct { firstGroup: u32, loopBound: u32 }`: the program adds `firstGroup` to
 * its workgroup's number, and its longest loop ends at `loopBound`.
 *
 * @throws KitError `backend-unavailable` without WebGPU; `shader-failed`, and `bad-argument` for a loop without an end, both at the
 * line as written; `bad-argument` when one workgroup alone would take longer than `sliceMs`; the signal's reason
 */
export async function runInSlices<const S extends readonly number[]>(
  code: Wgsl,
  work: SlicedWork<S>,
): Promise<SlicedRun<S>> {
  checkLoops(code);
  for (const name of ['groups', 'loopBound'] as const) checkCount(name, work[name]);
  const given = await Promise.all(work.inputs.map((input) => input.data()));
  const outcome = await withBackend('webgpu', () => slicedOnGpu(code, work, given));
  if ('missing' in outcome) {
    const reason = outcome.missing;
    throw new KitError('backend-unavailable', { backend: 'webgpu', reason });
  }
  const { values, ...run } = outcome.result;
  return { output: tensorFrom(values, work.output), ...run };
}

async function slicedOnGpu<S extends readonly number[]>(
  code: Wgsl,
  {
    inputs,
    output,
    groups,
    loopBound,
    sliceMs = 100,
    signal,
    now = () => host().now(),
  }: SlicedWork<S>,
  given: readonly ArrayLike<number>[],
): Promise<Omit<SlicedRun<S>, 'output'> & { readonly values: Float32Array }> {
  const compiled = await compileWgsl(code, inputs.length);
  const memory = new RecordedPlan();
  const times: number[] = [];
  try {
    const read = given.map((values) => {
      const buffer = memory.buffer(values.length);
      memory.write(buffer, Float32Array.from(values));
      return buffer;
    });
    const written = memory.buffer(output.reduce((size, length) => size * length, 1));
    const dispatch = async (firstGroup: number, count: number, bound: number) => {
      signal?.throwIfAborted();
      const plan = new RecordedPlan();
      try {
        const uniforms = Uint32Array.of(firstGroup, bound);
        plan.add(compiled, { inputs: read, outputs: [written], uniforms, workgroups: [count] });
        const start = now();
        plan.run();
        await finishWork();
        times.push(now() - start);
      } finally {
        plan.dispose();
      }
    };
    for (let bound = FIRST_BOUND; bound < loopBound; bound *= GROWTH) {
      await dispatch(0, 1, bound);
      checkOneGroup((times.at(-1) ?? 0) * Math.min(GROWTH, loopBound / bound), loopBound, sliceMs);
    }
    for (let done = 0, count = 1; done < groups;) {
      await dispatch(done, count, loopBound);
      done += count;
      count = nextCount(count, times.at(-1) ?? 0, groups - done, sliceMs);
    }
    return {
      values: await memory.read(written),
      adapter: backendState().adapter,
      isSoftware: backendState().isSoftware,
      slices: times.length,
      longestMs: Math.max(...times),
      totalMs: times.reduce((sum, ms) => sum + ms, 0),
    };
  } finally {
    memory.dispose();
  }
}

/** One output after the inputs, and the uniform struct. */
async function compileWgsl(code: Wgsl, inputs: number): Promise<CompiledProgram> {
  const program = { name: 'wgsl', code: code.text, inputs, outputs: 1, hasUniforms: true };
  try {
    return await compileProgram(program);
  } catch (error) {
    if (!(error instanceof KitError) || error.code !== 'shader-failed') throw error;
    throw placedError(error, code, (error as KitError<'shader-failed'>).details.line);
  }
}

/** Workgroups of the next dispatch, after `count` of them took `tookMs`: half of what would fill the slice, at most four times as many. */
export function nextCount(count: number, tookMs: number, left: number, sliceMs: number): number {
  const fitting = Math.floor((count * sliceMs) / 2 / Math.max(tookMs, 0.001));
  return Math.max(1, Math.min(fitting, count * GROWTH, left, MAX_GROUPS));
}

/** @throws KitError `bad-argument` when the next dispatch of a single workgroup would last too long */
function checkOneGroup(expectedMs: number, loopBound: number, sliceMs: number): void {
  if (expectedMs <= sliceMs) return;
  throw new KitError('bad-argument', {
    fn: 'runInSlices',
    name: 'loopBound',
    expected: `≤ ${sliceMs} ms (≈ ${Math.ceil(expectedMs)} ms)`,
    got: loopBound,
  });
}

function checkCount(name: 'groups' | 'loopBound', value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new KitError('bad-argument', {
    fn: 'runInSlices',
    name,
    expected: '1, 2, 3, …',
    got: value,
  });
}
