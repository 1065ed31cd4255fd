import { dataProperty, isTensorLike } from './numbers.ts';
import type { TreeNode, TreeView } from './types.ts';

/** How deep and how wide a tree may be; the rest is counted in `more`. */
export const TREE_CAPS = { depth: 5, width: 100, nodes: 2_000, previewLength: 100 } as const;

/**
 * Any value as a tree that can be opened: never runs a getter, never throws, never follows a cycle. A Proxy's own traps
 * do run, as looking at a Proxy has no other way; what they throw is shown.
 */
export function tree(value: unknown): TreeView {
  const state: State = { path: [], left: TREE_CAPS.nodes };
  return { kind: 'tree', root: node(value, undefined, state) };
}

/** A value on one line: a short text, safe for any value. */
export function preview(value: unknown): string {
  const [, text] = guarded(() => summary(value), ['', '(cannot be looked at)'] as const);
  return text;
}

interface State {
  /** Objects above this node: meeting one again is a cycle. */
  readonly path: object[];
  /** Nodes that may still be made. */
  left: number;
}

function node(value: unknown, key: string | undefined, state: State): TreeNode {
  state.left -= 1;
  const [type, text] = guarded(() => summary(value), ['Proxy', '(cannot be looked at)'] as const);
  const leaf: TreeNode = { ...(key === undefined ? {} : { key }), type, preview: text };
  if (typeof value !== 'object' || value === null || isTensorLike(value)) return leaf;
  if (state.path.includes(value)) return { ...leaf, preview: '(circular)' };

  const entries = guarded(() => entriesOf(value), null);
  if (entries === null || entries.total === 0) return leaf;
  if (state.path.length >= TREE_CAPS.depth) return { ...leaf, more: entries.total };

  state.path.push(value);
  const children: TreeNode[] = [];
  for (const [name, read] of entries.shown) {
    if (state.left <= 0) break;
    const got = guarded(read, { type: 'Error', text: '(cannot be looked at)' });
    if (isNote(got)) {
      state.left -= 1;
      children.push({ key: name, type: got.type, preview: got.text });
    } else {
      children.push(node(got.value, name, state));
    }
  }
  state.path.pop();
  const more = entries.total - children.length;
  return { ...leaf, children, ...(more > 0 ? { more } : {}) };
}

interface Found {
  readonly value: unknown;
}
interface Note {
  readonly type: string;
  readonly text: string;
}
interface Entries {
  readonly shown: readonly (readonly [string, () => Found | Note])[];
  readonly total: number;
}

function isNote(got: Found | Note): got is Note {
  return 'text' in got;
}

/** The parts of an object, at most `width` of them, and how many there are. */
function entriesOf(value: object): Entries {
  const { width } = TREE_CAPS;
  if (Array.isArray(value)) return indexed(value, value.length);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return indexed(value, (value as Uint8Array).length);
  }
  const mapSize = sizeOfCollection(Map.prototype, value);
  if (mapSize !== null) {
    const shown = take(Map.prototype.entries.call(value as Map<unknown, unknown>), width);
    return { shown: shown.map(([k, v]) => [preview(k), () => ({ value: v })]), total: mapSize };
  }
  const setSize = sizeOfCollection(Set.prototype, value);
  if (setSize !== null) {
    const shown = take(Set.prototype.values.call(value as Set<unknown>), width);
    return { shown: shown.map((v, i) => [String(i), () => ({ value: v })]), total: setSize };
  }
  const keys = Reflect.ownKeys(value).filter((key) => !(value instanceof Error && key === 'stack'));
  return {
    shown: keys.slice(0, width).map((key) => [String(key), () => property(value, key)]),
    total: keys.length,
  };
}

function indexed(value: object, length: number): Entries {
  const shown: [string, () => Found | Note][] = [];
  for (let i = 0; i < Math.min(length, TREE_CAPS.width); i++) {
    shown.push([String(i), () => property(value, String(i))]);
  }
  return { shown, total: length };
}

function property(value: object, key: PropertyKey): Found | Note {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  if (!descriptor) return { type: 'empty', text: '(empty)' };
  if ('value' in descriptor) return { value: descriptor.value as unknown };
  return { type: descriptor.get ? 'getter' : 'setter', text: '(…)' };
}

/** `size` of a real Map or Set, read past anything that the value itself defines; null for anything else. */
function sizeOfCollection(prototype: object, value: object): number | null {
  const getter = Object.getOwnPropertyDescriptor(prototype, 'size')?.get;
  try {
    return getter ? (getter.call(value) as number) : null;
  } catch {
    // the getter refuses everything but its own kind: that is the answer
    return null;
  }
}

function take<T>(iterator: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  for (let step = iterator.next(); !step.done && taken.length < count; step = iterator.next()) {
    taken.push(step.value);
  }
  return taken;
}

/** Type and one-line preview of a value. May throw for a hostile Proxy. */
function summary(value: unknown): readonly [type: string, text: string] {
  switch (typeof value) {
    case 'string':
      return ['string', cut(JSON.stringify(value.slice(0, TREE_CAPS.previewLength + 1)))];
    case 'bigint':
      return ['bigint', cut(`${value}n`)];
    case 'number':
      return ['number', Object.is(value, -0) ? '-0' : String(value)];
    case 'function':
      return functionSummary(value);
    case 'object':
      return value === null ? ['null', 'null'] : objectSummary(value);
    default:
      return [typeof value, cut(String(value))];
  }
}

function functionSummary(value: object): readonly [string, string] {
  const name = dataProperty(value, 'name');
  const isClass = cut(Function.prototype.toString.call(value)).startsWith('class');
  return [
    isClass ? 'class' : 'function',
    typeof name === 'string' && name !== '' ? cut(name) : '(anonymous)',
  ];
}

function objectSummary(value: object): readonly [string, string] {
  const type = typeName(value);
  if (isTensorLike(value)) return ['Tensor', `${value.dtype} [${value.shape.join(', ')}]`];
  if (Array.isArray(value)) return ['Array', `(${value.length})${inline(value, value.length)}`];
  if (value instanceof DataView) return [type, `(${value.byteLength} B)`];
  if (ArrayBuffer.isView(value)) {
    const { length } = value as Uint8Array;
    return [type, `(${length})${inline(value, length)}`];
  }
  if (value instanceof ArrayBuffer) return [type, `(${value.byteLength} B)`];
  if (value instanceof Date) {
    const time = Date.prototype.getTime.call(value);
    return [type, Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString()];
  }
  if (value instanceof RegExp) return [type, cut(RegExp.prototype.toString.call(value))];
  if (value instanceof Error) return [type, cut(String(dataProperty(value, 'message') ?? ''))];
  if (value instanceof Promise) return [type, '(await it to see its value)'];
  const size = sizeOfCollection(Map.prototype, value) ?? sizeOfCollection(Set.prototype, value);
  if (size !== null) return [type, `(${size})`];
  return [type, fields(value)];
}

/** The name of the class that made the value, without running anything of it. */
function typeName(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return 'Object';
  const maker = dataProperty(prototype, 'constructor');
  const name = typeof maker === 'function' ? dataProperty(maker, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? cut(name) : 'Object';
}

function inline(value: object, length: number): string {
  const parts: string[] = [];
  for (let i = 0; i < Math.min(length, 8); i++) parts.push(short(property(value, String(i))));
  return cut(` [${parts.join(', ')}${length > 8 ? ', …' : ''}]`);
}

function fields(value: object): string {
  const keys = Reflect.ownKeys(value);
  const parts = keys.slice(0, 6).map((key) => `${String(key)}: ${short(property(value, key))}`);
  return cut(`{${parts.join(', ')}${keys.length > 6 ? ', …' : ''}}`);
}

/** A part inside a preview: primitives as they are, the rest by its type alone. */
function short(got: Found | Note): string {
  if (isNote(got)) return got.text;
  const { value } = got;
  if (typeof value === 'object' && value !== null) {
    if (isTensorLike(value)) return `Tensor [${value.shape.join(', ')}]`;
    return Array.isArray(value) ? `Array(${value.length})` : typeName(value);
  }
  const [, text] = summary(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

function cut(text: string): string {
  return text.length > TREE_CAPS.previewLength
    ? `${text.slice(0, TREE_CAPS.previewLength - 1)}…`
    : text;
}

/** `run`'s result, or `fallback` when a Proxy or a broken object throws on being looked at. */
function guarded<T>(run: () => T, fallback: T): T {
  try {
    return run();
  } catch {
    // what it threw may itself be hostile, so it is not read
    return fallback;
  }
}
