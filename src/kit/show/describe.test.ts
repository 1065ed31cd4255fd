import { describe, expect, it } from 'vitest';
import { describeValue, isView, number } from './index.ts';
import { TREE_CAPS } from './tree.ts';
import type { TreeNode, View } from './types.ts';

function rootOf(value: unknown): TreeNode {
  const view = describeValue(value);
  if (view?.kind !== 'tree') throw new Error(`expected a tree, got ${view?.kind}`);
  expect(structuredClone(view)).toEqual(view);
  return view.root;
}

describe('describeValue', () => {
  it('shows plain values as themselves', () => {
    expect(describeValue(undefined)).toBeNull();
    expect(describeValue(3)).toEqual({ kind: 'number', value: 3 });
    expect(describeValue(Number.NaN)).toEqual({ kind: 'number', value: Number.NaN });
    expect(describeValue('مرحبا')).toEqual({ kind: 'text', text: 'مرحبا' });
    expect(describeValue(true)).toEqual({ kind: 'text', text: 'true' });
    expect(describeValue(null)).toEqual({ kind: 'text', text: 'null' });
    expect(describeValue(12n)).toEqual({ kind: 'text', text: '12n' });
    expect(describeValue(Symbol('s'))).toEqual({ kind: 'text', text: 'Symbol(s)' });
  });

  it('lets a view through and is not fooled by a kind alone', () => {
    const view = number(1);
    expect(describeValue(view)).toBe(view);
    expect(describeValue({ kind: 'table' })?.kind).toBe('tree');
    expect(isView({ kind: 'constructor' })).toBe(false);
    expect(isView({ kind: 'toString', text: 'x' })).toBe(false);
  });

  it('shows a tensor, and a list of flat objects as a table', () => {
    const tensor = { shape: [2], dtype: 'float32', data: async () => [1, 2] };
    expect(describeValue(tensor)).toMatchObject({ kind: 'tensor', shape: [2] });
    expect(describeValue([{ a: 1, b: 'x' }, { a: 2 }])).toMatchObject({
      kind: 'table',
      totalRows: 2,
    });
    expect(describeValue([{ a: 1, b: [] }])?.kind).toBe('tree');
    expect(describeValue([{ a: 1 }, 2])?.kind).toBe('tree');
    expect(describeValue([])?.kind).toBe('tree');
    expect(describeValue([{}])?.kind).toBe('tree');
    expect(describeValue([JSON.parse('{"__proto__":1}')])?.kind).toBe('tree');
  });

  it('opens arrays, objects, maps, sets, typed arrays, classes and errors', () => {
    class Point {
      readonly x = 1;
    }
    expect(rootOf([1, 'a'])).toMatchObject({ type: 'Array', preview: '(2) [1, "a"]' });
    expect(rootOf({ a: { b: 1 } }).children?.[0]).toMatchObject({
      key: 'a',
      type: 'Object',
      preview: '{b: 1}',
    });
    expect(rootOf(new Point())).toMatchObject({ type: 'Point', preview: '{x: 1}' });
    expect(rootOf(new Map([[{ k: 1 }, 'v']])).children?.[0]).toMatchObject({
      key: '{k: 1}',
      preview: '"v"',
    });
    expect(rootOf(new Set([1, 2]))).toMatchObject({ type: 'Set', preview: '(2)' });
    expect(rootOf(new Float32Array(300))).toMatchObject({ type: 'Float32Array', more: 200 });
    expect(rootOf(new RangeError('no'))).toMatchObject({ type: 'RangeError', preview: 'no' });
    expect(rootOf(class Thing {})).toMatchObject({ type: 'class', preview: 'Thing' });
    expect(rootOf(() => 1)).toMatchObject({ type: 'function', preview: '(anonymous)' });
    expect(rootOf(Promise.resolve(1))).toMatchObject({ type: 'Promise' });
    expect(rootOf(new Date(Number.NaN))).toMatchObject({ preview: 'Invalid Date' });
    expect(rootOf(new Date(0))).toMatchObject({ preview: '1970-01-01T00:00:00.000Z' });
    expect(rootOf(/a+/g)).toMatchObject({ type: 'RegExp', preview: '/a+/g' });
    expect(rootOf(Object.create(null))).toMatchObject({ type: 'Object' });
    expect(rootOf({ [Symbol('s')]: -0 }).children?.[0]).toMatchObject({
      key: 'Symbol(s)',
      preview: '-0',
    });
  });
});

describe('hostile values', () => {
  it('never run a getter', () => {
    let ran = 0;
    const trap = () => {
      ran += 1;
      throw new Error('ran');
    };
    const value = Object.defineProperties(
      {},
      Object.fromEntries(
        ['kind', 'shape', 'dtype', 'data', 'message', 'constructor', 'length', 'x'].map((key) => [
          key,
          { get: trap, enumerable: true },
        ]),
      ),
    );
    Object.defineProperty(value, Symbol.toStringTag, { get: trap });
    expect(rootOf(value).children?.find((child) => child.key === 'x')).toMatchObject({
      type: 'getter',
    });
    expect(rootOf([value]).children).toHaveLength(1);
    class Loud {
      get shape() {
        return trap();
      }
      static get name() {
        return trap();
      }
    }
    rootOf(new Loud());
    expect(ran).toBe(0);
  });

  it('survive proxies that throw at every touch', () => {
    const handler = new Proxy(
      {},
      {
        get: () => () => {
          throw new Error('touched');
        },
      },
    );
    for (const hostile of [
      new Proxy({}, handler),
      new Proxy([], handler),
      new Proxy(() => 1, handler),
    ]) {
      expect(() => describeValue(hostile)).not.toThrow();
      expect(() => describeValue([hostile, { hostile }])).not.toThrow();
    }
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(describeValue(proxy)?.kind).toBe('tree');
    expect(rootOf([proxy]).children).toHaveLength(1);
  });

  it('show cycles, sparse arrays and huge things in bounded size', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(rootOf(loop).children?.[0]).toMatchObject({ preview: '(circular)' });
    const sparse: unknown[] = [];
    sparse[2 ** 32 - 2] = 1;
    expect(rootOf(sparse)).toMatchObject({ more: 2 ** 32 - 1 - TREE_CAPS.width });
    expect(rootOf([, 1]).children?.[0]).toMatchObject({ type: 'empty' });
    const wide = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`k${i}`, { a: [1, 2, 3] }]),
    );
    expect(rootOf(wide).more).toBeGreaterThan(4_000);
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(JSON.stringify(rootOf(deep)).length).toBeLessThan(2_000);
    const dense = Array.from({ length: 90 }, () =>
      Array.from({ length: 90 }, () => new Array(90).fill(0)),
    );
    expect(countNodes(rootOf(dense))).toBeLessThanOrEqual(TREE_CAPS.nodes);
    expect(rootOf({ text: 'x'.repeat(1e6) }).children?.[0]?.preview.length).toBeLessThanOrEqual(
      TREE_CAPS.previewLength,
    );
    expect(rootOf({ n: 10n ** 5_000n }).children?.[0]?.preview.length).toBeLessThanOrEqual(100);
  });

  it('is not fooled by objects that pretend to be something else', () => {
    expect(rootOf(Object.create(Map.prototype)).type).toBe('Map');
    expect(rootOf(Object.create(Promise.prototype)).type).toBe('Promise');
    expect(() => describeValue(Object.create(Date.prototype))).not.toThrow();
    expect(() => describeValue(Object.create(Uint8Array.prototype))).not.toThrow();
    const fakeTensor: View | null = describeValue({ shape: 'x', dtype: 1, data: 2 });
    expect(fakeTensor?.kind).toBe('tree');
  });
});

function countNodes(node: TreeNode): number {
  return 1 + (node.children ?? []).reduce((sum, child) => sum + countNodes(child), 0);
}
