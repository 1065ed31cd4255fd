import { KitError } from '../errors.ts';
import { random } from '../random.ts';
import { activeBackend } from './backend.ts';
import { checkShape } from './guard.ts';
import { boundedNumber } from './infinity.ts';
import * as tf from './tfjs.ts';
import type {
  DataType,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
} from './tfjs.ts';

/** The tensor type of a shape: `[number, number]` gives `Tensor2D`. */
export type TensorOf<S extends readonly number[]> = S extends readonly []
  ? Scalar
  : S extends readonly [number]
    ? Tensor1D
    : S extends readonly [number, number]
      ? Tensor2D
      : S extends readonly [number, number, number]
        ? Tensor3D
        : S extends readonly [number, number, number, number]
          ? Tensor4D
          : S extends readonly [number, number, number, number, number]
            ? Tensor5D
            : Tensor;

type Numeric = 'float32' | 'int32' | 'bool';

/** A tensor of nested arrays, whose nesting is its shape. float32 unless `dtype` says otherwise. */
export function tensor(values: number, dtype?: Numeric): Scalar;
export function tensor(values: readonly number[], dtype?: Numeric): Tensor1D;
export function tensor(values: readonly (readonly number[])[], dtype?: Numeric): Tensor2D;
export function tensor(
  values: readonly (readonly (readonly number[])[])[],
  dtype?: Numeric,
): Tensor3D;
export function tensor(values: Nested, dtype: Numeric = 'float32'): Tensor {
  const shape = shapeOf(values);
  const flat: number[] = [];
  flatten(values, shape, 0, flat);
  return tf.tensor(flat, shape, dtype);
}

type Nested = number | readonly Nested[];

/** A tensor of flat values, row-major, with the given shape. @throws KitError `shape-mismatch` when they do not fit */
export function tensorFrom<const S extends readonly number[]>(
  values: Float32Array | Int32Array | Uint8Array | readonly number[],
  shape: S,
  dtype: DataType = values instanceof Int32Array ? 'int32' : 'float32',
): TensorOf<S> {
  checkShape('tensorFrom', shape);
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new KitError('shape-mismatch', {
      fn: 'tensorFrom',
      expected: `[${shape.join(', ')}] = ${size}`,
      got: values.length,
    });
  }
  return tf.tensor(values as Float32Array, [...shape], dtype) as TensorOf<S>;
}

/** A tensor whose entries are all `value`. */
export function fill<const S extends readonly number[]>(shape: S, value: number): TensorOf<S> {
  checkShape('fill', shape);
  // the fill shader gets its value as a constant, past the uploads that make infinity safe
  const safe = activeBackend() === 'webgpu' ? boundedNumber(value) : value;
  return tf.fill([...shape], safe) as TensorOf<S>;
}

/** A tensor of zeros. */
export function zeros<const S extends readonly number[]>(shape: S): TensorOf<S> {
  return fill(shape, 0);
}

/** A tensor of ones. */
export function ones<const S extends readonly number[]>(shape: S): TensorOf<S> {
  return fill(shape, 1);
}

/** One row per index: 1 at the index, 0 elsewhere. `indices` [T] → [T, depth] */
export function oneHot(indices: Tensor1D | readonly number[], depth: number): Tensor2D {
  const positions = Array.isArray(indices)
    ? tf.tensor1d([...(indices as readonly number[])], 'int32')
    : indices;
  return tf.tidy(() => tf.oneHot(positions as Tensor1D, depth).toFloat()) as Tensor2D;
}

/** start, start + step, … below `stop`. */
export function range(start: number, stop: number, step = 1): Tensor1D {
  return tf.range(start, stop, step);
}

/**
 * The place of every entry: one whole-number tensor per axis, each of the given shape. `indices([T, T])` gives
 * [rows, columns].
 */
export function indices<const S extends readonly number[]>(
  shape: S,
): { -readonly [A in keyof S]: TensorOf<S> } {
  checkShape('indices', shape);
  return shape.map((length, axis) =>
    tf.tidy(() => {
      const alongAxis = shape.map((_, other) => (other === axis ? length : 1));
      return tf
        .range(0, length, 1, 'int32')
        .reshape(alongAxis)
        .broadcastTo([...shape]);
    }),
  ) as { -readonly [A in keyof S]: TensorOf<S> };
}

/** Where random numbers come from. */
export interface RandomOptions {
  readonly seed: number | string;
  readonly mean?: number;
  readonly std?: number;
}

/** Normally distributed entries; the same for the same seed on every backend. */
export function randomNormal<const S extends readonly number[]>(
  shape: S,
  { seed, mean = 0, std = 1 }: RandomOptions,
): TensorOf<S> {
  checkShape('randomNormal', shape);
  const size = shape.reduce((product, length) => product * length, 1);
  return tensorFrom(random(seed).normals(size, mean, std), shape);
}

/** Entries uniform over [low, high); the same for the same seed on every backend. */
export function randomUniform<const S extends readonly number[]>(
  shape: S,
  {
    seed,
    low = 0,
    high = 1,
  }: { readonly seed: number | string; readonly low?: number; readonly high?: number },
): TensorOf<S> {
  checkShape('randomUniform', shape);
  const size = shape.reduce((product, length) => product * length, 1);
  return tensorFrom(random(seed).uniforms(size, low, high), shape);
}

/**
 * One row of numbers for each token, chosen by the part that the token plays: roles [T], table role → D numbers;
 * result [T, D].
 * @throws KitError `unknown-token-role` when a role has no row, `shape-mismatch` when rows differ in length
 */
export function rowsFor(
  roles: readonly string[],
  table: Readonly<Record<string, readonly number[]>>,
): Tensor2D {
  const known = Object.keys(table);
  const width = table[known[0] ?? '']?.length;
  if (!Array.isArray(roles) || roles.length === 0 || width === undefined) {
    throw new KitError('bad-argument', {
      fn: 'rowsFor',
      name: 'roles',
      expected: '[role, …]',
      got: roles,
    });
  }
  const rows = roles.map((role) => {
    const row = Object.hasOwn(table, role) ? table[role] : undefined;
    if (!row) throw new KitError('unknown-token-role', { fn: 'rowsFor', role, known });
    return row;
  });
  for (const role of known) {
    const length = table[role]?.length;
    if (length !== width) {
      throw new KitError('shape-mismatch', {
        fn: 'rowsFor',
        expected: `${role}: [${width}]`,
        got: length,
      });
    }
  }
  return tf.tensor2d(rows.map((row) => [...row]));
}

function shapeOf(values: Nested): number[] {
  const shape: number[] = [];
  for (
    let level: Nested | undefined = values;
    Array.isArray(level);
    level = (level as readonly Nested[])[0]
  ) {
    shape.push((level as readonly Nested[]).length);
  }
  return shape;
}

function flatten(values: Nested, shape: readonly number[], axis: number, flat: number[]): void {
  if (axis === shape.length && typeof values === 'number') {
    flat.push(values);
    return;
  }
  if (!Array.isArray(values) || values.length !== shape[axis]) {
    throw new KitError('shape-mismatch', {
      fn: 'tensor',
      expected: axis < shape.length ? `rows of ${shape[axis]} along axis ${axis}` : 'numbers',
      got: Array.isArray(values) ? `a row of ${values.length}` : typeof values,
    });
  }
  for (const part of values as readonly Nested[]) flatten(part, shape, axis + 1, flat);
}
