import { KitError } from '../errors.ts';
import {
  activeBackend,
  compileProgram,
  compiledProgram,
  customGrad,
  DECODE_KEYS,
  DECODE_ROWS,
  attentionUniforms,
  dispatch,
  flashDecodeProgram,
  flashMergeProgram,
  flashRowsProgram,
  flashTileProgram,
  MATMUL_TILE,
  MAX_GROUPS,
  matMul,
  matMulProgram,
  matMulUniforms,
  mul,
  overTwoAxes,
  reshape,
  rowSoftmaxProgram,
  sub,
  sum,
  tensorFrom,
  tidy,
} from '../tensor/index.ts';
import type { CompiledProgram, Program, Tensor } from '../tensor/index.ts';
import { gridOf, perKvHead, withFlashGradients, type FlashForward } from './flash.ts';
import type { Mask } from './mask.ts';
import { planAttention, type AttentionPath, type PlanOptions } from './plan.ts';
import { attentionShape, type AttentionShape } from './shapes.ts';

/** A way that runs on the GPU in own WGSL. */
export type FusedPath = Exclude<AttentionPath, 'tiles'>;

/** How fused attention is computed. */
export interface FusedOptions extends PlanOptions {
  /** Default: what `planAttention` chooses. */
  readonly path?: FusedPath;
}

/**
 * Attention in own WGSL, compiled on first use: same operands, mask and result as `flashAttention`, gradients included. Of the
 * mask: `isCausal`, `window` and `lengths`.
 *
 * @throws KitError `backend-unavailable` without WebGPU, `bad-argument` for what no kernel can do, `shape-mismatch`,
 * `heads-not-divisible`
 */
export async function fusedAttention<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask = {},
  options: FusedOptions = {},
): Promise<T> {
  const shape = attentionShape('fusedAttention', q, k, v);
  const path = chosenPath(shape, mask, options);
  await Promise.all(programsOf(path, shape).map(compileProgram));
  return fusedNow(q, k, v, mask, path);
}

/** Whether the kernels of a way are compiled for the present device. */
export function isCompiled(
  path: FusedPath,
  shape: Pick<AttentionShape, 'headDim' | 'valueDim'>,
): boolean {
  return programsOf(path, shape).every((program) => compiledProgram(program) !== null);
}

/** Compiles the kernels that heads of this size may need, so that layers can use them without awaiting. */
export async function prepareAttention({
  headDim,
  valueDim = headDim,
  tuned,
}: {
  readonly headDim: number;
  readonly valueDim?: number;
  readonly tuned?: PlanOptions['tuned'];
}): Promise<void> {
  const at = (queries: number, keys: number) =>
    chosenPath({ batch: 1, heads: 1, kvHeads: 1, queries, keys, headDim, valueDim }, {}, { tuned });
  const paths = new Set([at(64, 64), at(1, 4096)]);
  await Promise.all(
    [...paths].flatMap((path) => programsOf(path, { headDim, valueDim }).map(compileProgram)),
  );
}

/** `fusedAttention` with kernels that are compiled already. */
export function fusedNow<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask,
  path: FusedPath,
): T {
  const shape = attentionShape('fusedAttention', q, k, v);
  return tidy(() => {
    const { batch, heads, kvHeads, queries, keys, headDim, valueDim } = shape;
    const [q4, k4, v4] = [
      reshape(q, [batch, heads, queries, headDim]),
      reshape(k, [batch, kvHeads, keys, headDim]),
      reshape(v, [batch, kvHeads, keys, valueDim]),
    ];
    const output =
      path === 'naive'
        ? naive(q4, k4, v4, mask, shape)
        : withFlashGradients(q4, k4, v4, mask, gridOf(shape, {}), () =>
            path === 'flash_decode'
              ? decode(q4, k4, v4, mask, shape)
              : oneKernel(q4, k4, v4, mask, shape, path),
          );
    return reshape(output, [...q.shape.slice(0, -1), valueDim]) as Tensor as T;
  });
}

function chosenPath(shape: AttentionShape, mask: Mask, options: FusedOptions): FusedPath {
  if (activeBackend() !== 'webgpu') {
    throw new KitError('backend-unavailable', {
      backend: 'webgpu',
      reason: 'fused attention is a WebGPU program',
    });
  }
  const plan = planAttention(shape, mask, options);
  if (mask.allowed || mask.bias || (plan.path === 'tiles' && !options.path)) {
    throw new KitError('bad-argument', {
      fn: 'fusedAttention',
      name: 'mask',
      expected: 'isCausal, window or lengths, with heads that fit: flashAttention takes the rest',
      got: plan.reason,
    });
  }
  return options.path ?? (plan.path as FusedPath);
}

type HeadSizes = Pick<AttentionShape, 'headDim' | 'valueDim'>;

function programsOf(path: FusedPath, { headDim, valueDim }: HeadSizes): Program[] {
  switch (path) {
    case 'flash_rows':
      return [flashRowsProgram(headDim, valueDim)];
    case 'flash_tile':
      return [flashTileProgram(headDim, valueDim)];
    case 'flash_decode':
      return [flashDecodeProgram(headDim, valueDim), flashMergeProgram(valueDim)];
    case 'naive':
      return [
        matMulProgram({ transposeA: false, transposeB: true }),
        rowSoftmaxProgram(),
        matMulProgram({ transposeA: false, transposeB: false }),
      ];
  }
}

function compiled(path: FusedPath, sizes: HeadSizes): CompiledProgram[] {
  return programsOf(path, sizes).map((program) => {
    const ready = compiledProgram(program);
    if (!ready) throw new Error(`internal: ${program.name} is not compiled`);
    return ready;
  });
}

function uniformsOf(shape: AttentionShape, mask: Mask): Uint32Array<ArrayBuffer> {
  return attentionUniforms({
    ...shape,
    isCausal: mask.isCausal === true,
    window: mask.window ?? null,
    hasLengths: mask.lengths !== undefined,
    scale: 1 / Math.sqrt(shape.headDim),
  });
}

/** How many keys are real, per sequence; bound even where it does not count. */
function lengthsOf(mask: Mask, { batch, keys }: AttentionShape): Tensor {
  const lengths = mask.lengths ?? new Array<number>(batch).fill(keys);
  const isRight =
    lengths.length === batch && lengths.every((n) => Number.isInteger(n) && n >= 0 && n <= keys);
  if (!isRight) {
    throw new KitError('bad-argument', {
      fn: 'fusedAttention',
      name: 'lengths',
      expected: `${batch} whole numbers from 0 to ${keys}`,
      got: lengths.slice(0, 8),
    });
  }
  return tensorFrom(Int32Array.from(lengths), [batch], 'int32');
}

function oneKernel(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Mask,
  shape: AttentionShape,
  path: 'flash_rows' | 'flash_tile',
): FlashForward {
  const { batch, heads, queries, valueDim } = shape;
  const [kernel] = compiled(path, shape) as [CompiledProgram];
  return tidy(() => {
    const [output, logSums] = dispatch(kernel, {
      inputs: [q, k, v, lengthsOf(mask, shape)],
      outputs: [
        { shape: [batch, heads, queries, valueDim] },
        { shape: [batch, heads, queries, 1] },
      ],
      uniforms: uniformsOf(shape, mask),
      workgroups: [Math.ceil(queries / 64), ...overTwoAxes(batch * heads)],
    }) as [Tensor, Tensor];
    return { output, logSums };
  });
}

function decode(q: Tensor, k: Tensor, v: Tensor, mask: Mask, shape: AttentionShape): FlashForward {
  const { batch, heads, kvHeads, queries, keys, valueDim } = shape;
  const [split, merge] = compiled('flash_decode', shape) as [CompiledProgram, CompiledProgram];
  const rows = (heads / kvHeads) * queries;
  const blocks = Math.ceil(rows / DECODE_ROWS);
  const splits = Math.ceil(keys / DECODE_KEYS);
  return tidy(() => {
    const [parts, stats] = dispatch(split, {
      inputs: [q, k, v, lengthsOf(mask, shape)],
      outputs: [
        { shape: [batch * kvHeads, splits, blocks * DECODE_ROWS, valueDim] },
        { shape: [batch * kvHeads, splits, blocks * DECODE_ROWS, 2] },
      ],
      uniforms: uniformsOf(shape, mask),
      workgroups: [splits, blocks, batch * kvHeads],
    }) as [Tensor, Tensor];
    const size = batch * heads * queries * valueDim;
    const [output, logSums] = dispatch(merge, {
      inputs: [parts, stats],
      outputs: [
        { shape: [batch, heads, queries, valueDim] },
        { shape: [batch, heads, queries, 1] },
      ],
      uniforms: Uint32Array.of(rows, blocks * DECODE_ROWS, splits, size),
      workgroups: overTwoAxes(Math.ceil(size / 64)),
    }) as [Tensor, Tensor];
    return { output, logSums };
  });
}

/** Three dispatches: scores, weights, output. What flash attention is measured against. */
function naive(q: Tensor, k: Tensor, v: Tensor, mask: Mask, shape: AttentionShape): Tensor {
  const { batch, heads, kvHeads, queries, keys, headDim, valueDim } = shape;
  const [scoring, softmax, mixing] = compiled('naive', shape) as [
    CompiledProgram,
    CompiledProgram,
    CompiledProgram,
  ];
  const planes = { batch: batch * heads, group: heads / kvHeads };
  const factor = 1 / Math.sqrt(headDim);
  const groups = (columns: number): [number, number, number] => [
    Math.ceil(columns / MATMUL_TILE),
    Math.ceil(queries / MATMUL_TILE),
    Math.min(batch * heads, MAX_GROUPS),
  ];
  const run = customGrad((...given) => {
    const save = given.at(-1) as (tensors: Tensor[]) => void;
    const [output, weights] = tidy(() => {
      const [scores] = dispatch(scoring, {
        inputs: [q, k],
        outputs: [{ shape: [batch, heads, queries, keys] }],
        uniforms: matMulUniforms({ m: queries, n: headDim, p: keys, ...planes, scale: factor }),
        workgroups: groups(keys),
      }) as [Tensor];
      const [found] = dispatch(softmax, {
        inputs: [scores, lengthsOf(mask, shape)],
        outputs: [{ shape: [batch, heads, queries, keys] }],
        uniforms: uniformsOf(shape, mask),
        workgroups: overTwoAxes(batch * heads * queries),
      }) as [Tensor];
      const [mixed] = dispatch(mixing, {
        inputs: [found, v],
        outputs: [{ shape: [batch, heads, queries, valueDim] }],
        uniforms: matMulUniforms({ m: queries, n: keys, p: valueDim, ...planes, scale: 1 }),
        workgroups: groups(valueDim),
      }) as [Tensor];
      return [mixed, found] as [Tensor, Tensor];
    });
    save([q, k, v, weights]);
    return {
      value: output,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [query, key, value, p] = saved as [Tensor, Tensor, Tensor, Tensor];
        const dWeights = mul(matMul(dy, value, { transposeB: true }), p);
        const dScores = mul(sub(dWeights, mul(p, sum(dWeights, -1, true))), factor);
        return [
          matMul(dScores, key),
          perKvHead(matMul(dScores, query, { transposeA: true }), key),
          perKvHead(matMul(p, dy, { transposeA: true }), value),
        ];
      },
    };
  });
  return tidy(() => run(q, k, v));
}
