import { KitError } from '../errors.ts';
import { add, attentionUniforms, fill, tensorFrom, where, zeros } from '../tensor/index.ts';
import type { BiasStrides, Tensor } from '../tensor/index.ts';
import type { Mask } from './mask.ts';
import type { AttentionShape } from './shapes.ts';

/** What the attention shaders get beside queries, keys and values. Made inside a `tidy`. */
export interface FusedMask {
  /** How many keys are real, per sequence; bound even where it does not count. int32 [B] */
  readonly lengths: Tensor;
  /** What is added to the scores; some other tensor where nothing is, since a binding must not stay empty. */
  readonly bias: Tensor;
  readonly uniforms: Uint32Array<ArrayBuffer>;
}

/** A mask as the shaders take it. @throws KitError `bad-argument` for wrong lengths, `shape-mismatch` for a tensor that does not fit */
export function fusedMask(mask: Mask, shape: AttentionShape): FusedMask {
  const lengths = lengthsOf(mask, shape);
  const bias = biasOf(mask);
  const uniforms = attentionUniforms({
    ...shape,
    isCausal: mask.isCausal === true,
    window: mask.window ?? null,
    hasLengths: mask.lengths !== undefined,
    scale: 1 / Math.sqrt(shape.headDim),
    bias: bias && stridesOf(bias, shape),
  });
  return { lengths, bias: bias ?? lengths, uniforms };
}

function lengthsOf({ lengths }: Mask, { batch, keys }: AttentionShape): Tensor {
  const given = lengths ?? new Array<number>(batch).fill(keys);
  const isRight =
    given.length === batch && given.every((n) => Number.isInteger(n) && n >= 0 && n <= keys);
  if (!isRight) {
    throw new KitError('bad-argument', {
      fn: 'fusedAttention',
      name: 'lengths',
      expected: `[${batch}]: 0 … ${keys}`,
      got: given.slice(0, 8),
    });
  }
  return tensorFrom(Int32Array.from(given), [batch], 'int32');
}

/** Both tensors of a mask as one that is added, of their own shape: −∞ where a key may not be seen. */
function biasOf({ allowed, bias }: Mask): Tensor | null {
  if (!allowed) return bias?.toFloat() ?? null;
  const none = zeros(allowed.shape);
  const added = bias ? add(bias, none) : none; // as wide as both
  return where(allowed, added, fill(added.shape, -Infinity));
}

/** Where a tensor that broadcasts to [B, H, T, S] has each number. @throws KitError `shape-mismatch` when it does not */
export function stridesOf(
  { shape: given }: Pick<Tensor, 'shape'>,
  { batch, heads, queries, keys }: AttentionShape,
): BiasStrides {
  const full = [batch, heads, queries, keys];
  const lengths = [...new Array<number>(Math.max(0, 4 - given.length)).fill(1), ...given];
  if (lengths.length > 4 || lengths.some((length, axis) => length !== 1 && length !== full[axis])) {
    throw new KitError('shape-mismatch', {
      fn: 'fusedAttention',
      expected: `[${full.join(', ')}]`,
      got: given,
    });
  }
  const strides = lengths.map((length, axis) =>
    length === 1 ? 0 : lengths.slice(axis + 1).reduce((product, each) => product * each, 1),
  );
  const [ofBatch, ofHead, ofQuery, ofKey] = strides as [number, number, number, number];
  return { batch: ofBatch, head: ofHead, query: ofQuery, key: ofKey };
}
