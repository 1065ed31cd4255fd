import { KitError } from '../errors.ts';
import {
  activeBackend,
  customGrad,
  DECODE_KEYS,
  DECODE_ROWS,
  dispatch,
  MATMUL_TILE,
  MAX_GROUPS,
  matMul,
  matMulUniforms,
  mul,
  overTwoAxes,
  reshape,
  sub,
  sum,
  tidy,
} from '../tensor/index.ts';
import type { CompiledProgram, Tensor } from '../tensor/index.ts';
import { gridOf, perKvHead, withFlashGradients, type FlashForward } from './flash.ts';
import { fusedMask } from './fusedMask.ts';
import { compiled, compilePath, type FusedPath, type KernelVariant } from './fusedPrograms.ts';
import type { Mask } from './mask.ts';
import { planAttention, type PlanOptions } from './plan.ts';
import { attentionShape, type AttentionShape } from './shapes.ts';

/** How fused attention is computed. */
export interface FusedOptions extends PlanOptions {
  /** Default: what `planAttention` chooses. */
  readonly path?: FusedPath;
  /** How its kernels are written; `tuneVariant` finds the fastest. Default `plain`. */
  readonly variant?: KernelVariant;
}

/**
 * Attention in own WGSL, compiled on first use: same operands, mask and result as `flashAttention`, gradients included. What
 * `isCausal`, `window` and `lengths` close is not even read; `allowed` and `bias` may be any tensors that broadcast to
 * [B, H, T, S], and are read number by number.
 *
 * @throws KitError `backend-unavailable` without WebGPU or a feature that the variant needs, `bad-argument` for heads that no
 * kernel can do, `shape-mismatch`, `heads-not-divisible`
 */
export async function fusedAttention<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask = {},
  options: FusedOptions = {},
): Promise<T> {
  const shape = attentionShape('fusedAttention', q, k, v);
  const { variant = 'plain' } = options;
  const path = chosenPath(shape, mask, options);
  await compilePath(path, shape, variant);
  return fusedNow(q, k, v, mask, path, variant);
}

/** Compiles the kernels that heads of this size may need, so that layers can use them without awaiting. */
export async function prepareAttention({
  headDim,
  valueDim = headDim,
  tuned,
  variants = {},
}: {
  readonly headDim: number;
  readonly valueDim?: number;
  readonly tuned?: PlanOptions['tuned'];
  /** How the kernels of each way are written. Default `plain`. */
  readonly variants?: Partial<Record<FusedPath, KernelVariant>>;
}): Promise<void> {
  const at = (queries: number, keys: number) =>
    chosenPath({ batch: 1, heads: 1, kvHeads: 1, queries, keys, headDim, valueDim }, {}, { tuned });
  const paths = new Set([at(64, 64), at(1, 4096)]);
  await Promise.all(
    [...paths].map((path) => compilePath(path, { headDim, valueDim }, variants[path] ?? 'plain')),
  );
}

/** `fusedAttention` with kernels that are compiled already. */
export function fusedNow<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask,
  path: FusedPath,
  variant: KernelVariant = 'plain',
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
        ? naive(q4, k4, v4, mask, shape, variant)
        : withFlashGradients(q4, k4, v4, mask, gridOf(shape, {}), () =>
            path === 'flash_decode'
              ? decode(q4, k4, v4, mask, shape, variant)
              : oneKernel(q4, k4, v4, mask, shape, path, variant),
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
  if (plan.path === 'tiles' && !options.path) {
    throw new KitError('bad-argument', {
      fn: 'fusedAttention',
      name: 'v',
      expected: 'flashAttention(…)',
      got: plan.reason,
    });
  }
  return options.path ?? (plan.path as FusedPath);
}

function oneKernel(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Mask,
  shape: AttentionShape,
  path: 'flash_rows' | 'flash_tile',
  variant: KernelVariant,
): FlashForward {
  const { batch, heads, queries, valueDim } = shape;
  const [kernel] = compiled(path, shape, variant) as [CompiledProgram];
  return tidy(() => {
    const { lengths, bias, uniforms } = fusedMask(mask, shape);
    const [output, logSums] = dispatch(kernel, {
      inputs: [q, k, v, lengths, bias],
      outputs: [
        { shape: [batch, heads, queries, valueDim] },
        { shape: [batch, heads, queries, 1] },
      ],
      uniforms,
      workgroups: [Math.ceil(queries / 64), ...overTwoAxes(batch * heads)],
    }) as [Tensor, Tensor];
    return { output, logSums };
  });
}

function decode(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Mask,
  shape: AttentionShape,
  variant: KernelVariant,
): FlashForward {
  const { batch, heads, kvHeads, queries, keys, valueDim } = shape;
  const [split, merge] = compiled('flash_decode', shape, variant) as [
    CompiledProgram,
    CompiledProgram,
  ];
  const rows = (heads / kvHeads) * queries;
  const blocks = Math.ceil(rows / DECODE_ROWS);
  const splits = Math.ceil(keys / DECODE_KEYS);
  return tidy(() => {
    const { lengths, bias, uniforms } = fusedMask(mask, shape);
    const [parts, stats] = dispatch(split, {
      inputs: [q, k, v, lengths, bias],
      outputs: [
        { shape: [batch * kvHeads, splits, blocks * DECODE_ROWS, valueDim] },
        { shape: [batch * kvHeads, splits, blocks * DECODE_ROWS, 2] },
      ],
      uniforms,
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
function naive(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Mask,
  shape: AttentionShape,
  variant: KernelVariant,
): Tensor {
  const { batch, heads, kvHeads, queries, keys, headDim, valueDim } = shape;
  const [scoring, softmax, mixing] = compiled('naive', shape, variant) as [
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
      const limits = fusedMask(mask, shape);
      const [scores] = dispatch(scoring, {
        inputs: [q, k],
        outputs: [{ shape: [batch, heads, queries, keys] }],
        uniforms: matMulUniforms({ m: queries, n: headDim, p: keys, ...planes, scale: factor }),
        workgroups: groups(keys),
      }) as [Tensor];
      const [found] = dispatch(softmax, {
        inputs: [scores, limits.lengths, limits.bias],
        outputs: [{ shape: [batch, heads, queries, keys] }],
        uniforms: limits.uniforms,
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
