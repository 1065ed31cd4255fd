import { KitError } from '../errors.ts';
import { Tensor } from './tfjs.ts';

/** Whether `value` is a tensor. */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** Checks that every operand is a live tensor. @throws KitError `bad-argument`, `disposed-tensor` */
export function checkLive(fn: string, operands: Readonly<Record<string, unknown>>): void {
  for (const [name, operand] of Object.entries(operands)) {
    if (!isTensor(operand))
      throw new KitError('bad-argument', { fn, name, expected: 'Tensor', got: plain(operand) });
    if (operand.isDisposed) throw new KitError('disposed-tensor', { fn });
  }
}

/** Checks a shape: whole numbers, none negative. @throws KitError `bad-argument` */
export function checkShape(fn: string, shape: readonly number[]): void {
  const isShape =
    Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && length >= 0);
  if (!isShape) {
    throw new KitError('bad-argument', {
      fn,
      name: 'shape',
      expected: '[0, 1, 2, …]',
      got: plain(shape),
    });
  }
}

/** Something short and clonable that stands for a wrong argument. */
export function plain(value: unknown): unknown {
  if (
    value === null ||
    value === undefined ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  )
    return value;
  if (typeof value === 'string') return value.slice(0, 80);
  if (isTensor(value)) return { shape: value.shape, dtype: value.dtype };
  if (Array.isArray(value))
    return value.slice(0, 8).map((item) => (typeof item === 'object' ? typeof item : plain(item)));
  return typeof value;
}
