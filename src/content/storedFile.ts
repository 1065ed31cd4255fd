import type { View } from '../kit/show/types.ts';

/** Recorded outputs of one lesson, as they are kept beside it. */
export interface StoredOutputs {
  /** Hash of the cell and kit sources (and, where cells read it, of `lesson`) that made them. */
  readonly hash: string;
  readonly views: Readonly<Record<string, readonly View[]>>;
}

type TypedName = 'Float32Array' | 'Int32Array' | 'Uint8Array' | 'Uint8ClampedArray';
const makers: Readonly<Record<TypedName, (values: readonly number[]) => ArrayLike<number>>> = {
  Float32Array: (values) => Float32Array.from(values),
  Int32Array: (values) => Int32Array.from(values),
  Uint8Array: (values) => Uint8Array.from(values),
  Uint8ClampedArray: (values) => Uint8ClampedArray.from(values),
};

function typedName(value: unknown): TypedName | undefined {
  if (value instanceof Float32Array) return 'Float32Array';
  if (value instanceof Int32Array) return 'Int32Array';
  if (value instanceof Uint8ClampedArray) return 'Uint8ClampedArray';
  return value instanceof Uint8Array ? 'Uint8Array' : undefined;
}

/** Six significant digits: finer than the comparison at 1e-4 needs, coarse enough to keep files small. */
function encodeNumber(value: number): number | { readonly $n: string } {
  if (Object.is(value, -0)) return 0;
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : { $n: String(value) };
}

/**
 * Views as plain JSON. Typed arrays keep their kind, and the numbers that JSON has no word for (a masked score is
 * −Infinity) are spelled out.
 */
export function encodeViews(value: unknown): unknown {
  if (typeof value === 'number') return encodeNumber(value);
  const name = typedName(value);
  if (name) return { $t: name, v: Array.from(value as ArrayLike<number>, encodeNumber) };
  if (Array.isArray(value)) return value.map(encodeViews);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, encodeViews(item)]),
  );
}

/** The inverse of `encodeViews`. */
export function decodeViews(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeViews);
  if (typeof value !== 'object' || value === null) return value;
  const record: Readonly<Record<string, unknown>> = { ...value };
  if (typeof record['$n'] === 'string') return Number(record['$n']);
  const name = record['$t'];
  if (typeof name === 'string' && name in makers && Array.isArray(record['v'])) {
    return makers[name as TypedName](record['v'].map((item) => decodeViews(item) as number));
  }
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, decodeViews(item)]));
}
