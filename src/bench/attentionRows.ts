import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tools/command.mjs';
import type { Device, Goal, RowPlan } from './measure.ts';

/** Peers, in exact versions. */
export const attentionPeers = { '@jax-js/jax': '0.1.25', 'onnxruntime-web': '1.30.0' } as const;
const jax = `jax-js ${attentionPeers['@jax-js/jax']}`;
const ort = `onnxruntime-web ${attentionPeers['onnxruntime-web']}`;
const tfjs = `tfjs ${ownVersion('@tensorflow/tfjs-backend-webgpu')}`;
const course = 'course';

function ownVersion(name: string): string {
  const file: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const { dependencies } = file as { dependencies: Readonly<Record<string, string>> };
  return dependencies[name] ?? 'unknown';
}

/** Rounds of what is compared; of an A/A comparison that has to come within 5 %, not fewer. */
const ROUNDS = 20;
const LENGTH_ROUNDS = 10;
/** T of linear beside softmax attention. */
const LENGTHS = [128, 256, 512, 1024, 2048] as const;

/** The time of one system divided by that of another in the same round. */
export interface Ratio {
  readonly id: string;
  /** Of whose time. */
  readonly slow: string;
  readonly fast: string;
  readonly what: string;
  readonly goals?: RowPlan['goals'];
}

/** Systems at one task, measured in turns. */
export interface Group {
  readonly what: string;
  readonly rounds: number;
  /** Time for all rounds: what is left of it goes into more laps. */
  readonly budgetMs: number;
  readonly members: readonly {
    readonly id: string;
    readonly what: string;
    readonly system: string;
  }[];
  readonly ratios: readonly Ratio[];
}

const everywhere = (goal: Goal): Record<Device, Goal> => ({ software: goal, gpu: goal });
const atLeast = (least: number, stretch: number): Goal => ({ least, stretch });

const attention: Group = {
  what: 'attention',
  rounds: ROUNDS,
  budgetMs: 100_000,
  members: [
    { id: 'flash', what: 'attention', system: course },
    { id: 'flash-again', what: 'attention, the same once more', system: course },
    { id: 'flash-causal', what: 'causal attention', system: course },
    { id: 'tfjs', what: 'attention', system: tfjs },
    { id: 'tfjs-causal', what: 'causal attention', system: tfjs },
    { id: 'jax', what: 'attention', system: jax },
    { id: 'jax-causal', what: 'causal attention', system: jax },
    { id: 'ort', what: 'attention, graph of operations', system: ort },
    { id: 'ort-causal', what: 'causal attention, graph of operations', system: ort },
    { id: 'ortFused', what: 'attention, MultiHeadAttention', system: ort },
    {
      id: 'ortFused-causal',
      what: 'causal attention, MultiHeadAttention',
      system: ort,
    },
  ],
  ratios: [
    {
      id: 'a/a',
      slow: 'flash-again',
      fast: 'flash',
      what: 'the harness: flash / flash',
      goals: everywhere({ least: 0.95, most: 1.05 }),
    },
    {
      id: 'tfjs/flash',
      slow: 'tfjs',
      fast: 'flash',
      what: 'tfjs naive / flash',
      goals: everywhere(atLeast(1.5, 3)),
    },
    {
      id: 'tfjs/flash-causal',
      slow: 'tfjs-causal',
      fast: 'flash-causal',
      what: 'tfjs naive / flash, causal',
      goals: everywhere(atLeast(1.5, 3)),
    },
    {
      id: 'full/causal',
      slow: 'flash',
      fast: 'flash-causal',
      what: 'flash: full / causal',
      goals: { software: atLeast(1.5, 1.75), gpu: atLeast(1.5, 1.9) },
    },
    {
      id: 'jax/flash',
      slow: 'jax',
      fast: 'flash',
      what: 'jax-js / flash',
      goals: everywhere(atLeast(0.6, 1)),
    },
    {
      id: 'jax/flash-causal',
      slow: 'jax-causal',
      fast: 'flash-causal',
      what: 'jax-js / flash, causal',
      goals: everywhere(atLeast(1.1, 1.8)),
    },
    { id: 'ort/flash', slow: 'ort', fast: 'flash', what: 'onnxruntime graph / flash' },
    {
      id: 'ort/flash-causal',
      slow: 'ort-causal',
      fast: 'flash-causal',
      what: 'onnxruntime graph / flash, causal',
    },
    {
      id: 'ortFused/flash',
      slow: 'ortFused',
      fast: 'flash',
      what: 'onnxruntime MultiHeadAttention / flash',
    },
    {
      id: 'ortFused/flash-causal',
      slow: 'ortFused-causal',
      fast: 'flash-causal',
      what: 'onnxruntime MultiHeadAttention / flash, causal',
    },
  ],
};

const matMul: Group = {
  what: 'matrix products',
  rounds: ROUNDS,
  budgetMs: 100_000,
  members: [
    { id: 'matmul-own', what: 'matrix product', system: course },
    { id: 'matmul-tfjs', what: 'matrix product', system: tfjs },
    { id: 'matmul-jax', what: 'matrix product', system: jax },
    { id: 'matmul-ort', what: 'matrix product', system: ort },
  ],
  ratios: [
    {
      id: 'matmul-tfjs/own',
      slow: 'matmul-tfjs',
      fast: 'matmul-own',
      what: 'matrix product: tfjs / own',
      goals: { software: atLeast(1.5, 2.4), gpu: atLeast(1.2, 1.6) },
    },
    {
      id: 'matmul-jax/own',
      slow: 'matmul-jax',
      fast: 'matmul-own',
      what: 'matrix product: jax-js / own',
      goals: everywhere(atLeast(0.7, 1)),
    },
    {
      id: 'matmul-ort/own',
      slow: 'matmul-ort',
      fast: 'matmul-own',
      what: 'matrix product: onnxruntime / own',
    },
  ],
};

const decoding: Group = {
  what: 'decoding',
  rounds: ROUNDS,
  budgetMs: 60_000,
  members: [
    { id: 'decode-cached', what: 'token 256 of a layer, cached', system: course },
    { id: 'decode-recomputed', what: 'token 256 of a layer, all again', system: course },
  ],
  ratios: [
    {
      id: 'recomputed/cached',
      slow: 'decode-recomputed',
      fast: 'decode-cached',
      what: 'all again / cached',
      goals: everywhere(atLeast(8, 40)),
    },
  ],
};

const sharedHeads: Group = {
  what: 'decoding with shared heads',
  rounds: ROUNDS,
  budgetMs: 45_000,
  members: [
    { id: 'kv-mha', what: 'one query over 2,048 keys, 8 : 8 heads', system: course },
    { id: 'kv-gqa', what: 'one query over 2,048 keys, 8 : 2 heads', system: course },
    { id: 'kv-mqa', what: 'one query over 2,048 keys, 8 : 1 heads', system: course },
  ],
  ratios: [
    {
      id: 'mha/gqa',
      slow: 'kv-mha',
      fast: 'kv-gqa',
      what: 'decode time MHA / GQA',
      goals: { gpu: { least: 2 } },
    },
    {
      id: 'mha/mqa',
      slow: 'kv-mha',
      fast: 'kv-mqa',
      what: 'decode time MHA / MQA',
      goals: { gpu: { least: 3 } },
    },
  ],
};

const lengths: readonly Group[] = LENGTHS.flatMap((length) =>
  (['full', 'causal'] as const).map((variant) => {
    const name = `${variant}-${length}`;
    const words = `${variant === 'causal' ? 'causal, ' : ''}T = ${length}`;
    return {
      what: `linear beside softmax, ${words}`,
      rounds: LENGTH_ROUNDS,
      budgetMs: 15_000,
      members: [
        { id: `softmax-${name}`, what: `flash, ${words}`, system: course },
        { id: `linear-${name}`, what: `linear attention, ${words}`, system: course },
      ],
      ratios: [
        {
          id: `softmax/linear-${name}`,
          slow: `softmax-${name}`,
          fast: `linear-${name}`,
          what: `flash / linear, ${words}`,
        },
      ],
    };
  }),
);

/** What is timed, in this order. */
export const groups: readonly Group[] = [attention, matMul, decoding, sharedHeads, ...lengths];

/** The kernels whose errors are measured, with the optional features of the adapter and without. */
export const checkedKernels = ['rows', 'tile', 'decode', 'naive', 'matmul', 'linear'] as const;

/** How often encoding is measured. */
export const encodeRounds = 10;

const count = (id: string, what: string, unit: RowPlan['unit'], goal?: Goal): RowPlan => ({
  id,
  what,
  system: course,
  unit,
  rounds: 1,
  ...(goal ? { goals: everywhere(goal) } : {}),
});
const encode = (id: string, what: string, system: string): RowPlan => ({
  id,
  what,
  system,
  unit: 'µs',
  rounds: encodeRounds,
});

const costRows: readonly RowPlan[] = [
  { ...count('bytes-tfjs', 'attention: GPU bytes beside operands, output', 'bytes'), system: tfjs },
  count('bytes-flash', 'attention: GPU bytes beside operands, output', 'bytes'),
  count('bytes-tfjs/flash', 'GPU bytes: tfjs naive / flash', 'times', { least: 10 }),
  count('score-buffers', 'flash: buffers that would hold all scores', 'buffers', { most: 0 }),
  ...(['mha', 'gqa', 'mqa'] as const).flatMap((kind) => [
    count(`cache-${kind}`, `cache ${kind.toUpperCase()}: counted`, 'bytes'),
    count(`cache-${kind}-exact`, `cache ${kind.toUpperCase()}: calculated`, 'bytes'),
  ]),
  count('cache-mha/gqa', 'cache MHA : GQA with 8 : 2 heads', 'times', { least: 4, most: 4 }),
  count('cache-mha/mqa', 'cache MHA : MQA with 8 : 1 heads', 'times', { least: 8, most: 8 }),
  encode('encode-tfjs', 'encoding, per dispatch', tfjs),
  encode('encode-dispatch', 'encoding, per dispatch', course),
  encode('encode-plan', 'encoding a recorded plan, per dispatch', course),
  {
    ...encode('encode-tfjs/plan', 'encoding: tfjs / recorded plan', course),
    unit: 'times',
    goals: everywhere(atLeast(10, 40)),
  },
];

const errorRows: readonly RowPlan[] = ['', '-core'].flatMap((suffix) =>
  checkedKernels.map((name) =>
    count(
      `error-${name}${suffix}`,
      `error of ${name}${suffix ? ', optional features off' : ''}`,
      'error',
      { most: 1e-5 },
    ),
  ),
);

/** Everything that the part promises. */
export const attentionRows: readonly RowPlan[] = [
  ...groups.flatMap(({ members, ratios, rounds }): RowPlan[] => [
    ...ratios.map(({ id, what, goals }) => ({
      id,
      what,
      system: course,
      unit: 'times' as const,
      rounds,
      ...(goals ? { goals } : {}),
    })),
    ...members.map(({ id, what, system }) => ({ id, what, system, unit: 'ms' as const, rounds })),
  ]),
  ...costRows,
  ...errorRows,
];

/** Who is measured in a round: all in turn, beginning with another one each time and going back every other time. */
export function orderOf(ids: readonly string[], round: number): string[] {
  const start = ids.length === 0 ? 0 : round % ids.length;
  const turned = [...ids.slice(start), ...ids.slice(0, start)];
  return round % 2 === 0 ? turned : turned.reverse();
}

/** Laps of the next round, of which the fastest counts: as many as there is time for, at most 5, and always one. */
export function lapsFor({
  leftMs,
  roundsLeft,
  lapMs,
}: {
  readonly leftMs: number;
  readonly roundsLeft: number;
  /** How long the last lap took. */
  readonly lapMs: number;
}): number {
  return Math.max(1, Math.min(5, Math.floor(leftMs / roundsLeft / Math.max(lapMs, 1))));
}

/** The ratios of one round for which both times are there. */
export function ratiosOf(
  ratios: readonly Ratio[],
  times: ReadonlyMap<string, number>,
): { readonly id: string; readonly value: number }[] {
  return ratios.flatMap(({ id, slow, fast }) => {
    const [long, short] = [times.get(slow), times.get(fast)];
    return long === undefined || short === undefined || short <= 0
      ? []
      : [{ id, value: long / short }];
  });
}
