import { KitError } from '../errors.ts';
import {
  add,
  concat,
  div,
  exp,
  isTensor,
  MASKED,
  matMul,
  maximum,
  mul,
  ones,
  reshape,
  slice,
  transpose,
  zeros,
} from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { fusedSums, type Sums } from './fusedSums.ts';
import { causalMask, paddingMask, type Mask } from './mask.ts';
import { tokenBlock } from './shapes.ts';

/** What attention by features gives; both belong to the caller. */
export interface FeatureAttentionOutput<T extends Tensor = Tensor> {
  /** One mixture of values per query. [B, H, T, Dv], or [T, Dv] */
  readonly output: T;
  /**
   * All that later queries need to know of the keys so far, whatever their number: Σ φ(k) (v, 1)ᵀ, the last column being
   * the sum of the features alone. [B, K, M, Dv + 1], or [M, Dv + 1]
   */
  readonly state: T;
}

/** Queries that look at each other by a small table of weights before the state is moved on. */
const CHUNK = 64;
/** Below every sum of weights that is not zero; still a normal float32, as a GPU may flush smaller ones. */
const NOTHING = 1e-35;

/**
 * Attention whose weights are products of features, φ(q)·φ(k), instead of eᵠᵏ: the sum over the keys can be taken before
 * any query is seen, so that time grows with T and not with T². `features` of queries [B, H, T, M] and keys [B, K, S, M], not
 * negative; values [B, K, S, Dv].
 *
 * Causal: the same sum, moved on from chunk to chunk; within a chunk by the plain table. Rows that see nothing are zeros.
 */
export function featureAttention(
  fn: string,
  queryFeatures: Tensor,
  keyFeatures: Tensor,
  values: Tensor,
  mask: Mask,
  past?: Tensor,
): FeatureAttentionOutput {
  const valueDim = values.shape.at(-1) ?? 1;
  const counted = concat([values, ones([...values.shape.slice(0, -1), 1])], values.rank - 1); // [.., S, Dv + 1]
  const seen = openKeys(fn, keyFeatures, mask); // [.., S, M]
  const { sums, state } = mask.isCausal
    ? causalSums(queryFeatures, seen, counted, past)
    : allSums(queryFeatures, seen, counted, past);
  const weighted = lastPart(sums, 0, valueDim); // [.., T, Dv]
  const total = lastPart(sums, valueDim, 1); // [.., T, 1]
  return { output: div(weighted, maximum(total, NOTHING)), state };
}

function allSums(q: Tensor, k: Tensor, v: Tensor, past?: Tensor): Sums {
  const added = matMul(k, v, { transposeA: true }); // [.., M, Dv + 1]
  const state = past ? add(past, added) : added;
  return { sums: matMul(q, state), state };
}

function causalSums(q: Tensor, k: Tensor, v: Tensor, past?: Tensor): Sums {
  const before = past ?? zeros([...k.shape.slice(0, -2), k.shape.at(-1) ?? 1, v.shape.at(-1) ?? 1]); // [.., M, Dv + 1]
  return fusedSums(q, k, v, before) ?? plainCausalSums(q, k, v, before);
}

function plainCausalSums(q: Tensor, k: Tensor, v: Tensor, past: Tensor): Sums {
  const [queries, keys] = [q.shape.at(-2) ?? 1, k.shape.at(-2) ?? 1];
  const before = Math.max(0, keys - queries);
  const blind = Math.max(0, queries - keys);
  const part = (x: Tensor, start: number, count: number) =>
    slice(x, ...tokenBlock(x, start, count));
  let state =
    before > 0
      ? add(past, matMul(part(k, 0, before), part(v, 0, before), { transposeA: true }))
      : past;
  const sums = blind > 0 ? [matMul(part(q, 0, blind), state)] : [];
  for (let start = 0; start < queries - blind; start += CHUNK) {
    const size = Math.min(CHUNK, queries - blind - start);
    const fq = part(q, blind + start, size);
    const [fk, fv] = [part(k, before + start, size), part(v, before + start, size)];
    const weights = mul(matMul(fq, fk, { transposeB: true }), causalMask(size).toFloat());
    sums.push(add(matMul(fq, state), matMul(weights, fv)));
    state = add(state, matMul(fk, fv, { transposeA: true }));
  }
  return { sums: sums.length === 1 ? (sums[0] as Tensor) : concat(sums, q.rank - 2), state };
}

/** Key features with closed keys at zero. Only what is the same for all queries can be said in linear time. */
function openKeys(fn: string, features: Tensor, mask: Mask): Tensor {
  const { window, lengths, allowed, bias } = mask;
  const isPerQuery = [allowed, bias].some(
    (limit) => isTensor(limit) && (limit.shape.at(-2) ?? 1) > 1,
  );
  if (window !== undefined || isPerQuery) {
    throw new KitError('bad-argument', {
      fn,
      name: 'mask',
      expected:
        'isCausal, lengths, or a mask of keys [.., 1, S]: others cannot be had in linear time',
      got: window === undefined ? 'a mask of its own for each query' : 'window',
    });
  }
  const perKey: Tensor[] = [];
  if (lengths) perKey.push(paddingMask(lengths, features.shape.at(-2) ?? 1).toFloat());
  if (allowed) perKey.push(allowed.cast('bool').toFloat());
  if (bias) perKey.push(exp(maximum(bias, MASKED)));
  return perKey.reduce((open, factor) => {
    const column =
      features.rank === 2
        ? reshape(factor, [-1, 1])
        : transpose(factor.rank === 1 ? reshape(factor, [1, -1]) : factor);
    return mul(open, column);
  }, features);
}

function lastPart(x: Tensor, start: number, count: number): Tensor {
  const size = x.shape.map((_, axis) => (axis === x.rank - 1 ? count : -1));
  return slice(x, [...new Array<number>(x.rank - 1).fill(0), start], size);
}
