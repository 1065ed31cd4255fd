import { KitError } from '../errors.ts';
import { checkLive, checkShape, isTensor } from './guard.ts';
import type { TensorOf } from './create.ts';
import * as tf from './tfjs.ts';
import type { Tensor } from './tfjs.ts';

/** A tensor, or one number for every entry. */
export type Operand = Tensor | number;

/** a + b, entry by entry; b is repeated along axes where it has length 1. */
export function add<T extends Tensor>(a: T, b: Operand): T {
  return binary('add', a, b, tf.add);
}
/** a − b, entry by entry. */
export function sub<T extends Tensor>(a: T, b: Operand): T {
  return binary('sub', a, b, tf.sub);
}
/** a · b, entry by entry. */
export function mul<T extends Tensor>(a: T, b: Operand): T {
  return binary('mul', a, b, tf.mul);
}
/** a / b, entry by entry; also of whole numbers, which tfjs itself would divide without remainder. */
export function div<T extends Tensor>(a: T, b: Operand): T {
  return binary('div', a, b, (x, y) => tf.div(x.toFloat(), y));
}
/** The larger of a and b, entry by entry. */
export function maximum<T extends Tensor>(a: T, b: Operand): T {
  return binary('maximum', a, b, tf.maximum);
}
/** The smaller of a and b, entry by entry. */
export function minimum<T extends Tensor>(a: T, b: Operand): T {
  return binary('minimum', a, b, tf.minimum);
}
/** Every entry times `factor`. */
export function scale<T extends Tensor>(x: T, factor: number): T {
  return binary('scale', x, factor, tf.mul);
}

/** Where a > b. */
export function greater<T extends Tensor>(a: T, b: Operand): T {
  return binary('greater', a, b, tf.greater);
}
/** Where a ≥ b. */
export function greaterEqual<T extends Tensor>(a: T, b: Operand): T {
  return binary('greaterEqual', a, b, tf.greaterEqual);
}
/** Where a < b. */
export function less<T extends Tensor>(a: T, b: Operand): T {
  return binary('less', a, b, tf.less);
}
/** Where a ≤ b. */
export function lessEqual<T extends Tensor>(a: T, b: Operand): T {
  return binary('lessEqual', a, b, tf.lessEqual);
}
/** Where a = b. */
export function equal<T extends Tensor>(a: T, b: Operand): T {
  return binary('equal', a, b, tf.equal);
}
/** Where a ≠ b. */
export function notEqual<T extends Tensor>(a: T, b: Operand): T {
  return binary('notEqual', a, b, tf.notEqual);
}
/** Where both hold. */
export function and<T extends Tensor>(a: T, b: Tensor): T {
  return binary('and', a, b, (x, y) => tf.logicalAnd(x.cast('bool'), y.cast('bool')));
}
/** Where one of the two holds, or both. */
export function or<T extends Tensor>(a: T, b: Tensor): T {
  return binary('or', a, b, (x, y) => tf.logicalOr(x.cast('bool'), y.cast('bool')));
}
/** Where `x` does not hold. */
export function not<T extends Tensor>(x: T): T {
  return unary('not', x, (y) => tf.logicalNot(y.cast('bool')));
}

/** `a` where the condition holds, `b` elsewhere. */
export function where<T extends Tensor>(condition: Tensor, a: Operand, b: T): T {
  checkLive('where', isTensor(a) ? { condition, a, b } : { condition, b });
  return fitting('where', [condition, a, b], () =>
    tf.tidy(() => tf.where(condition.cast('bool'), isTensor(a) ? a : scalarFor(a), b)),
  );
}

/** eˣ, entry by entry. */
export function exp<T extends Tensor>(x: T): T {
  return unary('exp', x, tf.exp);
}
/** The natural logarithm, entry by entry. */
export function log<T extends Tensor>(x: T): T {
  return unary('log', x, tf.log);
}
/** The square root, entry by entry. */
export function sqrt<T extends Tensor>(x: T): T {
  return unary('sqrt', x, tf.sqrt);
}
/** x², entry by entry. */
export function square<T extends Tensor>(x: T): T {
  return unary('square', x, tf.square);
}
/** |x|, entry by entry. */
export function abs<T extends Tensor>(x: T): T {
  return unary('abs', x, tf.abs);
}
/** −x, entry by entry. */
export function neg<T extends Tensor>(x: T): T {
  return unary('neg', x, tf.neg);
}
/** max(x, 0), entry by entry. */
export function relu<T extends Tensor>(x: T): T {
  return unary('relu', x, tf.relu);
}
/** 1 / (1 + e⁻ˣ), entry by entry. */
export function sigmoid<T extends Tensor>(x: T): T {
  return unary('sigmoid', x, tf.sigmoid);
}
/** The hyperbolic tangent, entry by entry. */
export function tanh<T extends Tensor>(x: T): T {
  return unary('tanh', x, tf.tanh);
}
/** Sine, entry by entry. */
export function sin<T extends Tensor>(x: T): T {
  return unary('sin', x, tf.sin);
}
/** Cosine, entry by entry. */
export function cos<T extends Tensor>(x: T): T {
  return unary('cos', x, tf.cos);
}

/** Sum along `axis`, or over everything. */
export function sum(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  return reduced('sum', x, axis, () => tf.sum(x, axis, keepDims));
}
/** Mean along `axis`, or over everything. */
export function mean(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  return reduced('mean', x, axis, () => tf.mean(x, axis, keepDims));
}
/** Largest entry along `axis`, or of everything. */
export function max(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  return reduced('max', x, axis, () => tf.max(x, axis, keepDims));
}
/** Smallest entry along `axis`, or of everything. */
export function min(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  return reduced('min', x, axis, () => tf.min(x, axis, keepDims));
}
/** Index of the largest entry along `axis`; default: the last one. */
export function argMax(x: Tensor, axis = -1): Tensor {
  return reduced('argMax', x, axis, () => tf.argMax(x, axis < 0 ? axis + x.rank : axis));
}

/** Axes in another order; without `order` the last two change places. */
export function transpose<T extends Tensor>(x: T, order?: readonly number[]): T {
  checkLive('transpose', { x });
  const last = x.rank - 1;
  const swapped = x.shape.map((_, axis) =>
    axis === last ? last - 1 : axis === last - 1 ? last : axis,
  );
  return fitting('transpose', [x], () =>
    tf.transpose(x, order ? [...order] : x.rank < 2 ? undefined : swapped),
  );
}

/** The same entries, row-major, in another shape; one length may be −1 and is worked out. */
export function reshape<const S extends readonly number[]>(x: Tensor, shape: S): TensorOf<S> {
  checkLive('reshape', { x });
  checkShape(
    'reshape',
    shape.map((length) => (length === -1 ? 0 : length)),
  );
  return fitting(
    'reshape',
    [x],
    () => tf.reshape(x, [...shape]),
    `a shape for ${x.size} entries`,
  ) as TensorOf<S>;
}

/** Tensors one after the other along `axis`. */
export function concat<T extends Tensor>(tensors: readonly T[], axis = 0): T {
  checkLive('concat', { ...tensors });
  return fitting('concat', tensors, () => tf.concat([...tensors], axis));
}

/** Tensors of one shape as the entries of a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  checkLive('stack', { ...tensors });
  return fitting('stack', tensors, () => tf.stack([...tensors], axis));
}

/** The block that begins at `begin`, of the given size; −1, and axes not named, take all that is left. */
export function slice<T extends Tensor>(
  x: T,
  begin: number | readonly number[],
  size: number | readonly number[] = -1,
): T {
  checkLive('slice', { x });
  const starts = typeof begin === 'number' ? [begin] : begin;
  const sizes = typeof size === 'number' ? [size] : size;
  const from = x.shape.map((_, axis) => starts[axis] ?? 0);
  const lengths = x.shape.map((length, axis) => {
    const wanted = sizes[axis] ?? -1;
    return wanted === -1 ? length - (from[axis] ?? 0) : wanted;
  });
  // checked here: the wasm backend would read whatever lies behind the tensor
  const isInside = x.shape.every((length, axis) => {
    const [start, count] = [from[axis] ?? 0, lengths[axis] ?? 0];
    return (
      Number.isInteger(start) &&
      Number.isInteger(count) &&
      start >= 0 &&
      count >= 0 &&
      start + count <= length
    );
  });
  if (!isInside || starts.length > x.rank || sizes.length > x.rank) {
    throw new KitError('shape-mismatch', {
      fn: 'slice',
      expected: `⊆ [${x.shape.join(', ')}]`,
      got: { begin: [...starts], size: [...sizes] },
    });
  }
  return tf.slice(x as Tensor, from, lengths) as T;
}

/** The entries of `x` along `axis` whose positions are in `indices`. */
export function gather<T extends Tensor>(x: T, indices: Tensor | readonly number[], axis = 0): T {
  checkLive('gather', { x });
  return fitting('gather', [x], () =>
    tf.tidy(() =>
      tf.gather(
        x,
        isTensor(indices) ? indices.cast('int32') : tf.tensor1d([...indices], 'int32'),
        axis,
      ),
    ),
  );
}

/** A tensor read back as nested arrays. On WebGPU what lies beyond ±1e30 reads as ±∞. */
export async function toArray(x: tf.Scalar): Promise<number>;
export async function toArray(x: tf.Tensor1D): Promise<number[]>;
export async function toArray(x: tf.Tensor2D): Promise<number[][]>;
export async function toArray(x: tf.Tensor3D): Promise<number[][][]>;
export async function toArray(x: Tensor): Promise<unknown>;
export async function toArray(x: Tensor): Promise<unknown> {
  checkLive('toArray', { x });
  return x.array();
}

function scalarFor(value: number): tf.Scalar {
  return tf.scalar(value, 'float32');
}

function binary<T extends Tensor>(
  fn: string,
  a: T,
  b: Operand,
  run: (a: Tensor, b: Tensor) => Tensor,
): T {
  checkLive(fn, isTensor(b) ? { a, b } : { a });
  if (!isTensor(b) && typeof b !== 'number') checkLive(fn, { b });
  return fitting(fn, [a, b], () => tf.tidy(() => run(a, isTensor(b) ? b : scalarFor(b)))) as T;
}

function unary<T extends Tensor>(fn: string, x: T, run: (x: Tensor) => Tensor): T {
  checkLive(fn, { x });
  return tf.tidy(() => run(x)) as T;
}

function reduced(
  fn: string,
  x: Tensor,
  axis: number | number[] | undefined,
  run: () => Tensor,
): Tensor {
  checkLive(fn, { x });
  return fitting(fn, [x], run, `an axis of [${x.shape.join(', ')}], got ${String(axis)}`);
}

/** Runs tfjs and turns what it says about shapes into our error, which the page explains. */
function fitting<T extends Tensor>(
  fn: string,
  operands: readonly Operand[],
  run: () => Tensor,
  expected?: string,
): T {
  try {
    return run() as T;
  } catch (error) {
    if (error instanceof KitError) throw error;
    throw new KitError('shape-mismatch', {
      fn,
      expected: expected ?? (error instanceof Error ? error.message : 'shapes that fit'),
      got: operands.map((operand) => (isTensor(operand) ? operand.shape : operand)),
    });
  }
}
