import { number, tensor, text } from './build.ts';
import { dataProperty, isTensorLike } from './numbers.ts';
import { table } from './table.ts';
import { tree } from './tree.ts';
import type { View } from './types.ts';

/** A table of more columns than this is easier to read as a tree. */
const MAX_TABLE_COLUMNS = 24;

/**
 * What is shown for the bare value at the end of a cell: a view as it is, a tensor as a tensor, a list of flat objects
 * as a table, texts and numbers as themselves, anything else as a tree. Null for undefined. Never throws and never runs
 * a getter.
 */
export function describeValue(value: unknown): View | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' ? tree(value) : text(plainText(value));
  }
  if (isView(value)) return value;
  if (isTensorLike(value)) return tensor(value);
  return tableOf(value) ?? tree(value);
}

/** Whether `value` is one of our views: its kind, and the fields that its kind cannot be without. Never throws. */
export function isView(value: unknown): value is View {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const kind = dataProperty(value, 'kind');
    const needed =
      typeof kind === 'string' && Object.hasOwn(FIELDS, kind) ? FIELDS[kind as View['kind']] : null;
    return needed !== null && needed.every((field) => dataProperty(value, field) !== undefined);
  } catch {
    // a Proxy that refuses to be looked at is no view
    return false;
  }
}

const FIELDS: Readonly<Record<View['kind'], readonly string[]>> = {
  text: ['text'],
  number: ['value'],
  table: ['columns', 'rows', 'totalRows'],
  matrix: ['values'],
  chart: ['x', 'y', 'traces'],
  network: ['nodes', 'edges'],
  formula: ['tex'],
  image: ['width', 'height', 'data', 'alt'],
  markdown: ['text'],
  tree: ['root'],
  tensor: ['shape', 'dtype', 'sizeBytes', 'stats', 'head'],
  log: ['level', 'text'],
  progress: ['done', 'total', 'leftMs'],
  turns: ['hands', 'at'],
  sentence: ['tokens', 'weights', 'from'],
  group: ['views'],
  truncated: ['reason', 'shown', 'total'],
  error: ['name', 'message', 'code', 'details', 'stack'],
};

function plainText(value: unknown): string {
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

/** A table when `value` is a non-empty array of plain objects whose values are all plain; else null. */
function tableOf(value: object): View | null {
  try {
    if (!Array.isArray(value) || value.length === 0) return null;
    const keys = new Set<string>();
    const rows: Record<string, unknown>[] = [];
    for (let i = 0; i < value.length; i++) {
      const row = flatRow(dataProperty(value, String(i)));
      if (row === null) return null;
      for (const key of Object.keys(row)) keys.add(key);
      if (keys.size > MAX_TABLE_COLUMNS) return null;
      rows.push(row);
    }
    return keys.size === 0 ? null : table(rows);
  } catch {
    // a Proxy somewhere inside: the tree shows what can be seen
    return null;
  }
}

function flatRow(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  const row: Record<string, unknown> = {};
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    // `__proto__` as a key of its own would set the prototype of the copy
    if (typeof key === 'symbol' || key === '__proto__' || !descriptor || !('value' in descriptor))
      return null;
    const cell: unknown = descriptor.value;
    const isPlain =
      cell === null || ['string', 'number', 'boolean', 'bigint', 'undefined'].includes(typeof cell);
    if (!isPlain) return null;
    row[key] = cell;
  }
  return row;
}
