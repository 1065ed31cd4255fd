import type { Block, Numbers, TensorLike } from './types.ts';

/**
 * The value of a property that is plain data, own or inherited; undefined for a getter, which is never run: describing
 * a value must not execute the learner's code. A hostile Proxy may still throw, so callers guard.
 */
export function dataProperty(value: object, key: PropertyKey): unknown {
  let holder: object | null = value;
  for (let depth = 0; holder !== null && depth < 32; depth++) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor) return 'value' in descriptor ? descriptor.value : undefined;
    holder = Object.getPrototypeOf(holder) as object | null;
  }
  return undefined;
}

/** Whether `value` looks like a tensor: a shape, a dtype and a way to read it. Never throws. */
export function isTensorLike(value: unknown): value is TensorLike {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (
      isShape(dataProperty(value, 'shape')) &&
      typeof dataProperty(value, 'dtype') === 'string' &&
      typeof dataProperty(value, 'data') === 'function'
    );
  } catch {
    // a Proxy that refuses to be looked at is not a tensor
    return false;
  }
}

/** Whether `value` is a block: numbers with a shape that fits them. Never throws. */
export function isBlock(value: unknown): value is Block {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const shape = dataProperty(value, 'shape');
    const values = dataProperty(value, 'values');
    return isShape(shape) && isBlockValues(values) && sizeOf(shape) === values.length;
  } catch {
    return false;
  }
}

/** How many numbers a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Shape of anything that counts as numbers; a nested array is measured by its first row. */
export function shapeOf(numbers: Numbers): readonly number[] {
  if ('shape' in numbers) return numbers.shape;
  const [first] = numbers;
  return Array.isArray(first) ? [numbers.length, first.length] : [numbers.length];
}

/**
 * Numbers as a block: tensors are read back, nested arrays flattened.
 * @throws TypeError when rows differ in length or an entry is no number
 */
export async function toBlock(numbers: Numbers): Promise<Block> {
  if (isTensorLike(numbers))
    return { shape: [...numbers.shape], values: blockValues(await numbers.data()) };
  if (isBlock(numbers)) return numbers;
  return arrayBlock(numbers as readonly number[] | readonly (readonly number[])[]);
}

/** A flat or nested array as a block. @throws TypeError when rows differ in length or an entry is no number */
export function arrayBlock(numbers: readonly number[] | readonly (readonly number[])[]): Block {
  const shape = shapeOf(numbers);
  const columns = shape[1];
  const flat: number[] = [];
  for (const row of numbers) {
    if (columns === undefined) flat.push(checked(row));
    else if (Array.isArray(row) && row.length === columns)
      for (const value of row) flat.push(checked(value));
    else
      throw new TypeError(
        `rows must have the same length: expected ${columns}, got ${lengthOf(row)}`,
      );
  }
  return { shape, values: Float32Array.from(flat) };
}

/** Typed values that the page understands, copied only when they are of another kind. */
export function blockValues(values: ArrayLike<number>): Block['values'] {
  return isBlockValues(values) ? values : Float32Array.from(values);
}

function checked(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`numbers expected, got ${typeof value}`);
  return value;
}

function lengthOf(row: unknown): string {
  return Array.isArray(row) ? String(row.length) : typeof row;
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((length) => Number.isInteger(length) && length >= 0);
}

function isBlockValues(value: unknown): value is Block['values'] {
  return (
    value instanceof Float32Array || value instanceof Int32Array || value instanceof Uint8Array
  );
}
