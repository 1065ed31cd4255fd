import { limits, type Snapshot } from '../protocol.ts';

/** What a snapshot must know about tensors without importing the kit's tensor folder. */
export interface TensorAccess {
  isTensor(value: unknown): boolean;
  read(
    value: unknown,
  ): Promise<{ shape: readonly number[]; dtype: string; values: ArrayBufferView }>;
  make(shape: readonly number[], dtype: string, values: ArrayBufferView): unknown;
}

class NotClonable extends Error {}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * `value` as data that survives its kernel, or null when part of it cannot be cloned (functions, instances of classes,
 * promises …) or it is larger than the caps. Shared and cyclic references stay shared and cyclic.
 */
export async function takeSnapshot(
  value: unknown,
  tensors: TensorAccess,
): Promise<Snapshot | null> {
  const seen = new Map<object, number>();
  let nodes = 0;
  let bytes = 0;
  const spend = (size: number) => {
    bytes += size;
    if (
      bytes > limits.snapshotBytes * 4 ||
      size > limits.snapshotBytes ||
      ++nodes > limits.snapshotNodes
    )
      throw new NotClonable();
  };

  const reads: Promise<void>[] = [];

  const visit = (item: unknown): Snapshot => {
    if (typeof item === 'function' || typeof item === 'symbol') throw new NotClonable();
    if (typeof item !== 'object' || item === null) {
      spend(typeof item === 'string' ? item.length * 2 : 8);
      return { k: 'value', v: item };
    }
    const before = seen.get(item);
    if (before !== undefined) return { k: 'again', id: before };
    const id = seen.size;
    seen.set(item, id);
    if (tensors.isTensor(item)) {
      const { shape } = item as { shape: readonly number[] };
      const node = {
        k: 'tensor' as const,
        id,
        shape: [...shape],
        dtype: '',
        values: new Uint8Array() as ArrayBufferView,
      };
      spend(shape.reduce((size, n) => size * n, 4));
      reads.push(
        tensors.read(item).then((read) => {
          node.dtype = read.dtype;
          node.values = read.values;
        }),
      );
      return node;
    }
    if (Array.isArray(item)) {
      if (item.length > limits.snapshotNodes) throw new NotClonable();
      if (item.every((held) => typeof held === 'number' || typeof held === 'boolean')) {
        spend(item.length * 8);
        return { k: 'value', id, v: item };
      }
      const items: Snapshot[] = [];
      for (let i = 0; i < item.length; i++) items.push(visit(item[i]));
      return { k: 'array', id, items };
    }
    if (item instanceof Map) {
      const entries: [Snapshot, Snapshot][] = [];
      for (const [key, held] of item) entries.push([visit(key), visit(held)]);
      return { k: 'map', id, entries };
    }
    if (item instanceof Set) {
      const items: Snapshot[] = [];
      for (const held of item) items.push(visit(held));
      return { k: 'set', id, items };
    }
    if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) {
      spend(item.byteLength);
      return { k: 'value', id, v: item };
    }
    if (item instanceof Date || item instanceof RegExp || item instanceof Blob) {
      spend(item instanceof Blob ? item.size : 64);
      return { k: 'value', id, v: item };
    }
    if (!isPlain(item)) throw new NotClonable();
    const entries: [string, Snapshot][] = [];
    for (const key of Object.keys(item)) {
      const found = Object.getOwnPropertyDescriptor(item, key);
      if (!found || !('value' in found)) throw new NotClonable();
      entries.push([key, visit(found.value)]);
    }
    return { k: 'object', id, entries };
  };

  try {
    const snapshot = visit(value);
    await Promise.all(reads);
    return snapshot;
  } catch (error) {
    // A deep list overflows the stack: it is then simply not kept, like anything else that cannot be.
    if (error instanceof NotClonable || error instanceof RangeError) return null;
    throw error;
  }
}

/** The value that `takeSnapshot` saw. */
export function reviveSnapshot(snapshot: Snapshot, tensors: TensorAccess): unknown {
  const made = new Map<number, unknown>();
  const visit = (node: Snapshot): unknown => {
    switch (node.k) {
      case 'value':
        if (node.id !== undefined) made.set(node.id, node.v);
        return node.v;
      case 'again':
        return made.get(node.id);
      case 'tensor': {
        const tensor = tensors.make(node.shape, node.dtype, node.values);
        made.set(node.id, tensor);
        return tensor;
      }
      case 'array': {
        const items: unknown[] = [];
        made.set(node.id, items);
        for (const item of node.items) items.push(visit(item));
        return items;
      }
      case 'map': {
        const map = new Map<unknown, unknown>();
        made.set(node.id, map);
        for (const [key, value] of node.entries) map.set(visit(key), visit(value));
        return map;
      }
      case 'set': {
        const set = new Set<unknown>();
        made.set(node.id, set);
        for (const item of node.items) set.add(visit(item));
        return set;
      }
      case 'object': {
        const fields: Record<string, unknown> = {};
        made.set(node.id, fields);
        for (const [key, value] of node.entries) {
          Object.defineProperty(fields, key, {
            value: visit(value),
            writable: true,
            enumerable: true,
            configurable: true,
          });
        }
        return fields;
      }
    }
  };
  return visit(snapshot);
}

/** Whether reviving needs tensors: the kernel then loads them first. */
export function holdsTensor(snapshot: Snapshot): boolean {
  switch (snapshot.k) {
    case 'tensor':
      return true;
    case 'array':
    case 'set':
      return snapshot.items.some(holdsTensor);
    case 'object':
      return snapshot.entries.some(([, value]) => holdsTensor(value));
    case 'map':
      return snapshot.entries.some(([key, value]) => holdsTensor(key) || holdsTensor(value));
    default:
      return false;
  }
}
