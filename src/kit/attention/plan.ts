import {
  backendState,
  DECODE_ROWS,
  MAX_DECODE_HEAD,
  MAX_ROW_HEAD,
  MAX_TILE_VALUE,
  webgpu,
} from '../tensor/index.ts';
import type { Mask } from './mask.ts';
import type { AttentionShape } from './shapes.ts';

/**
 * Ways to compute softmax attention. `tiles` is `flashAttention`, in plain functions; the others are WGSL: `naive` writes down
 * the scores, `flash_rows` and `flash_tile` do not, `flash_decode` splits the keys for few queries.
 */
export type AttentionPath = 'naive' | 'flash_rows' | 'flash_tile' | 'flash_decode' | 'tiles';

/** What is to be computed how. */
export interface AttentionPlan {
  readonly path: AttentionPath;
  /** Dispatches of own WGSL; 0 for `tiles`. */
  readonly dispatches: number;
  /** Bytes beside operands and output. */
  readonly scratchBytes: number;
  /** Why not one of the fused kernels; null when it is one. */
  readonly reason: string | null;
}

/** What the planner needs to know of a device. */
export type PlanLimits = Pick<
  GPUSupportedLimits,
  'maxStorageBufferBindingSize' | 'maxComputeInvocationsPerWorkgroup'
>;

/** What the planner may be told. */
export interface PlanOptions {
  /**
   * The faster of the two kernels for many queries on this adapter, as `tuneAttention` found. Default `flash_tile`, on a software
   * adapter `flash_rows`, which it compiles and runs faster.
   */
  readonly tuned?: 'flash_rows' | 'flash_tile' | undefined;
  /** Null: no GPU. Default: the limits of the present device. */
  readonly limits?: PlanLimits | null;
}

/** Queries of one key-value head up to which splitting the keys is the better way. */
const DECODE_MAX_ROWS = 4 * DECODE_ROWS;
/** Fewer keys than this are not worth a second dispatch. */
const DECODE_MIN_KEYS = 256;

/** Chooses a way to compute; computes nothing. */
export function planAttention(
  shape: AttentionShape,
  mask: Mask = {},
  { tuned = defaultKernel(), limits = webgpu()?.device.limits ?? null }: PlanOptions = {},
): AttentionPlan {
  const inTiles = (reason: string) =>
    ({ path: 'tiles', dispatches: 0, scratchBytes: 0, reason }) as const;
  if (!limits) return inTiles('no WebGPU computes');
  const { batch, heads, kvHeads, queries, keys, headDim, valueDim } = shape;
  const stats = 4 * batch * heads * queries + maskBytes(mask);
  const rows = (heads / kvHeads) * queries;
  if (
    rows <= DECODE_MAX_ROWS &&
    keys >= DECODE_MIN_KEYS &&
    Math.max(headDim, valueDim) <= MAX_DECODE_HEAD
  ) {
    const scratchBytes = decodeScratch(shape) + stats;
    return { path: 'flash_decode', dispatches: 2, scratchBytes, reason: null };
  }
  const fitsRows = Math.max(headDim, valueDim) <= MAX_ROW_HEAD;
  const fitsTile = valueDim <= MAX_TILE_VALUE && limits.maxComputeInvocationsPerWorkgroup >= 256;
  if (fitsRows && (tuned === 'flash_rows' || !fitsTile)) {
    return { path: 'flash_rows', dispatches: 1, scratchBytes: stats, reason: null };
  }
  if (fitsTile) return { path: 'flash_tile', dispatches: 1, scratchBytes: stats, reason: null };
  const scratchBytes = 2 * naiveScoreBytes(shape);
  const reason = `values of ${valueDim} numbers do not fit a fused kernel`;
  return naiveScoreBytes(shape) <= limits.maxStorageBufferBindingSize
    ? { path: 'naive', dispatches: 3, scratchBytes, reason }
    : inTiles(reason);
}

function defaultKernel(): 'flash_rows' | 'flash_tile' {
  return backendState().isSoftware ? 'flash_rows' : 'flash_tile';
}

/** Bytes of the T × S scores of all heads, which the naive way must bind as one buffer, and its weights as another. */
export function naiveScoreBytes({ batch, heads, queries, keys }: AttentionShape): number {
  return 4 * batch * heads * queries * keys;
}

/** Booleans become numbers to add, of the shape that both tensors of a mask have together. */
function maskBytes({ allowed, bias }: Mask): number {
  if (!allowed) return 0;
  const rank = Math.max(allowed.rank, bias?.rank ?? 0);
  const length = (axis: number) =>
    Math.max(allowed.shape.at(axis - rank) ?? 1, bias?.shape.at(axis - rank) ?? 1);
  return Array.from({ length: rank }, (_, axis) => length(axis)).reduce((a, b) => a * b, 4);
}

function decodeScratch({ batch, heads, kvHeads, queries, keys, valueDim }: AttentionShape): number {
  const rows = Math.ceil(((heads / kvHeads) * queries) / DECODE_ROWS) * DECODE_ROWS;
  return 4 * batch * kvHeads * Math.ceil(keys / DECODE_MIN_KEYS) * rows * (valueDim + 2);
}
