import { describe, expect, it } from 'vitest';
import { good } from './testing.ts';

const globals = new Set([
  'console',
  'Math',
  'Promise',
  'Array',
  'Object',
  'Error',
  'JSON',
  'Map',
  'Set',
]);
const usesOf = (source: string): string[] => good(source).uses.filter((name) => !globals.has(name));

describe('names that a cell defines', () => {
  it.each<[string, string[]]>([
    ['const a = 1; let b = 2; var c = 3;', ['a', 'b', 'c']],
    ['const { a, b: { c, ...d }, [e]: f = g } = h;', ['a', 'c', 'd', 'f']],
    ['const [a, , b = 1, ...[c]] = xs', ['a', 'b', 'c']],
    ['function f() { var inner = 1; } class C {}', ['f', 'C']],
    ['async function f() {} function* g() {} async function* h() {}', ['f', 'g', 'h']],
    [
      'if (x) { var a = 1; let b = 2; } for (var i = 0;;) break; for (var { k } of xs) {}',
      ['a', 'i', 'k'],
    ],
    ['{ function hidden() {} class Hidden {} const no = 1 }', []],
    ['try { var a = 1 } catch (e) { var b = e } finally { var c = 1 }', ['a', 'b', 'c']],
    ['switch (x) { case 1: var a = 1; let b = 2 }', ['a']],
    ['label: for (const i of xs) { break label }', []],
    ['export const a = 1; export function f() {} export class K {}', ['a', 'f', 'K']],
    ['interface A { x: B } type C = D; declare const e: number; declare function f(): void', []],
    [
      'const مصفوفة = 1, 変数 = 2, ñ = 3, $ = 4, _ = 5, \\u0061b = 6',
      ['مصفوفة', '変数', 'ñ', '$', '_', 'ab'],
    ],
    ['var a; var a; var b = a', ['a', 'b']],
    ['function f(a: number): void; function f(a: string): void; function f(a: unknown) {}', ['f']],
    ['abstract class A { abstract m(): void } const a: A = null!', ['A', 'a']],
    ['await (async () => { var hidden = 1 })()', []],
    [
      'const __proto__ = 1, constructor = 2, toString = 3',
      ['__proto__', 'constructor', 'toString'],
    ],
  ])('%s', (source, defines) => {
    expect(good(source).defines).toEqual(defines);
  });
});

describe('names that a cell uses', () => {
  it.each<[string, string[]]>([
    ['a + b.c[d]', ['a', 'b', 'd']],
    ['const a = 1; a + b', ['b']],
    ['f(a); const a = 1; function f() {}', []],
    ['const f = (a, b = a, { c = d }, ...e) => a + b + c + e + g', ['d', 'g']],
    ['(x = y) => { var y = 1; return x }', ['y']],
    ['(x => { const z = x; return z })(q)', ['q']],
    ['{ const a = 1; a } a', ['a']],
    ['for (const i of xs) { i } i', ['xs', 'i']],
    ['for (let i = 0; i < n; i++) i', ['n']],
    ['for (const k in o) k', ['o']],
    [
      'for (x of xs) {} for (o.p in q) {} for ([y, z.w] of v) {}',
      ['x', 'xs', 'o', 'q', 'y', 'z', 'v'],
    ],
    ['try { a } catch (a) { a } finally { b }', ['a', 'b']],
    ['try { a } catch { c }', ['a', 'c']],
    ['try {} catch ({ message, [k]: v = d }) { message + v }', ['k', 'd']],
    [
      'const o = { a, b: c, [d]: e, f() { return g }, get h() { return i }, "j": k, ...l }',
      ['a', 'c', 'd', 'e', 'g', 'i', 'k', 'l'],
    ],
    [
      'class A extends B { c = d; static e = f; #g = h; [i] = j; static { k; var l; l } m() { return this.#g + n } }',
      ['B', 'd', 'f', 'h', 'i', 'j', 'k', 'n'],
    ],
    ['const C = class D { m() { return D } }; D', ['D']],
    ['const f = function g() { return g }; g', ['g']],
    ['`a ${b} ${`${c}`} d`; tag`${e}`', ['b', 'c', 'tag', 'e']],
    ['outer: for (;;) { continue outer }', []],
    ['typeof a === "undefined"', ['a']],
    [
      '[a, b.c, ...d] = e; ({ f, g: h, ["i" + j]: k = l } = m)',
      ['a', 'b', 'd', 'e', 'f', 'h', 'j', 'k', 'l', 'm'],
    ],
    ['function f() { return arguments.length + new.target }', []],
    ['a?.b?.[c]?.(d)', ['a', 'c', 'd']],
    ['function f() { if (x) { var y = 1 } return y } y', ['x', 'y']],
    ['switch (a) { case b: const c = 1; default: c }', ['a', 'b']],
    [
      'const { a = 1, ...rest } = b; delete rest[c]; void d; new E(...f)',
      ['b', 'c', 'd', 'E', 'f'],
    ],
    [
      'const x: A<B> = c as D; type E = typeof f; function g(this: H, a?: I): a is J { return a! as K }',
      ['c'],
    ],
    ['const f = <T extends U,>(x: T): Promise<V> => w satisfies X', ['w']],
    ['new Map<string, Foo>(); call<Bar>(1)', ['call']],
    ['let a: Q | typeof R; a = S', ['S']],
    [
      'display(Q); progress(1, 2); signal.throwIfAborted(); lesson.texts',
      ['display', 'Q', 'progress', 'signal', 'lesson'],
    ],
    ['function f(display) { return display }', []],
    ['const f = ({ a: { b }, c: [d] }) => b + d + a', ['a']],
    ['const o = { async *a() { yield* b }, async c() { await d } }', ['b', 'd']],
    ['a ||= b; c ??= d; e **= 2; f++; --g', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
    ['var f = () => { { function h() {} h() } return h }', ['h']],
    ['x => y => x + y + z', ['z']],
    [
      'with_ + of + get + async + type + as + from + let_',
      ['with_', 'of', 'get', 'async', 'type', 'as', 'from', 'let_'],
    ],
  ])('%s', (source, uses) => {
    expect(usesOf(source)).toEqual(uses);
  });

  it('knows what reads the signal and the lesson', () => {
    expect(good('await work({ signal })').readsSignal).toBe(true);
    expect(good('const f = (signal) => signal').readsSignal).toBe(false);
    expect(good('lesson.words.q').readsLesson).toBe(true);
    expect(good('o.lesson').readsLesson).toBe(false);
  });

  it('places names in the source of the reader', () => {
    const { places } = good('type A = B\nconst x: A = (y as C) + z;\r\nfunction f(): void {}');
    expect(Object.fromEntries(places)).toEqual({
      x: { line: 2, column: 7 },
      y: { line: 2, column: 15 },
      z: { line: 2, column: 25 },
      f: { line: 3, column: 10 },
    });
  });

  it('records writes to names that are not its own', () => {
    const { assigns } = good(
      'let a = 1; a = 2;\nQ = a; K++; [V, o.p] = xs;\nfor (T of xs) {}\n(b) => { b = 1 }',
    );
    expect(assigns).toEqual([
      { name: 'Q', line: 2, column: 1 },
      { name: 'K', line: 2, column: 8 },
      { name: 'V', line: 2, column: 14 },
      { name: 'T', line: 3, column: 6 },
    ]);
  });
});
