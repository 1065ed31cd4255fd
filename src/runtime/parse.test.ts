import { describe, expect, it } from 'vitest';
import type { CellAnalysis, CellProblem } from './analysis.ts';
import { analyseCell, ownColumn } from './parse.ts';

const options = { allowTfjs: true, kitModules: ['kit/tensor', 'kit/attention', 'kit/random'] };

function good(source: string): CellAnalysis {
  const result = analyseCell(source, options);
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.analysis;
}

function bad(source: string): CellProblem {
  const result = analyseCell(source, options);
  if (result.ok) throw new Error(`accepted: ${result.analysis.js}`);
  return result.problem;
}

/** Runs `js` as the kernel does. */
async function evaluate(
  js: string,
  names: Readonly<Record<string, unknown>> = {},
  modules: Readonly<Record<string, unknown>> = {},
): Promise<{ values: Record<string, unknown>; shown: unknown[]; used: string[] }> {
  const shown: unknown[] = [];
  const used: string[] = [];
  const use = (specifier: string): unknown => {
    used.push(specifier);
    if (!(specifier in modules)) throw new Error(`no module ${specifier}`);
    return modules[specifier];
  };
  const cell = {
    show: (value: unknown) => shown.push(value),
    use,
    useLater: (specifier: string) => Promise.resolve().then(() => use(specifier)),
  };
  const params = ['display', 'progress', 'signal', 'lesson', ...Object.keys(names)].join(',');
  const wrapper = `"use strict";(async($cell,{${params}})=>{${js}\n})\n//# sourceURL=cell-test.js`;
  const run = (0, eval)(wrapper) as (
    cell: unknown,
    names: unknown,
  ) => Promise<Record<string, unknown>>;
  return { values: await run(cell, names), shown, used };
}

const run = (source: string, names = {}, modules = {}) => evaluate(good(source).js, names, modules);

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

describe('imports', () => {
  const tensor = { matMul: (a: number, b: number) => a * b, softmaxRows: (x: number) => x + 1 };
  const tf = { tensor: () => 't' };

  it('stand on the first line, wherever they were written', async () => {
    const source =
      'const y = matMul(2, 3) + s(1)\nimport {\n  matMul,\n  softmaxRows as s,\n} from "kit/tensor";\nconst z = y';
    const analysis = good(source);
    expect(analysis.js.split('\n')[0]).toMatch(
      /^const \{matMul, "softmaxRows": s\} = \$cell\.use\("kit\/tensor"\);const y/,
    );
    expect(analysis.js.split('\n')).toHaveLength(source.split('\n').length + 1);
    expect(analysis.imports).toEqual([
      { specifier: 'kit/tensor', names: ['matMul', 'softmaxRows'], line: 2 },
    ]);
    expect(analysis.uses).toEqual([]);
    const { values } = await evaluate(analysis.js, {}, { 'kit/tensor': tensor });
    expect(values).toEqual({ y: 8, z: 8 });
  });

  it('give the whole library for a namespace and for its default', async () => {
    const source =
      'import * as a from "@tensorflow/tfjs"; import b, { tensor } from "@tensorflow/tfjs";\n[a.tensor(), b.tensor(), tensor()]';
    const { shown } = await run(source, {}, { '@tensorflow/tfjs': tf });
    expect(shown).toEqual([['t', 't', 't']]);
    expect(good(source).imports.map(({ names }) => names)).toEqual([['*'], ['*', 'tensor']]);
  });

  it('take a default and names in quotes from the kit', async () => {
    const module = { default: 1, 'a-b': 2 };
    const { shown } = await run(
      'import d, { "a-b" as ab } from "kit/random"; [d, ab]',
      {},
      { 'kit/random': module },
    );
    expect(shown).toEqual([[1, 2]]);
  });

  it('only for effect just load', async () => {
    const { used, values } = await run('import "kit/random"', {}, { 'kit/random': {} });
    expect(used).toEqual(['kit/random']);
    expect(values).toEqual({});
  });

  it('of types vanish, as do names used as types only', () => {
    const { js, imports } = good(
      'import type { T } from "kit/tensor";\nimport { type U, V, matMul } from "kit/tensor";\nconst x: V = matMul as U',
    );
    expect(imports).toEqual([{ specifier: 'kit/tensor', names: ['matMul'], line: 2 }]);
    expect(js).toContain('const {matMul} = $cell.use("kit/tensor");');
  });

  it('of types may name any module, as nothing is loaded', () => {
    expect(
      good('import type { A } from "x"; import { type B } from "y"; const a = 1').imports,
    ).toEqual([]);
  });

  it('end the statement before them', async () => {
    const { values } = await run(
      'const a = 1\nimport "kit/random"\n(function () {})()\nconst b = a',
      {},
      { 'kit/random': {} },
    );
    expect(values).toEqual({ a: 1, b: 1 });
  });

  it.each([
    ['import _ from "lodash"', 1, 15],
    ['import { unused } from "react"', 1, 24],
    ['\n import "https://example.org/x.js"', 2, 9],
    ['import * as p from "kit/nothing"; p', 1, 20],
    ['import { a } from "./file"; a', 1, 19],
  ])('%s is unknown', (source, line, column) => {
    const problem = bad(source);
    expect(problem).toMatchObject({ code: 'import-unknown', line, column });
    expect(problem.details.known).toEqual([...options.kitModules, '@tensorflow/tfjs']);
  });

  it('of tfjs can be forbidden', () => {
    const result = analyseCell('import * as tf from "@tensorflow/tfjs"; tf', {
      ...options,
      allowTfjs: false,
    });
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'import-unknown', details: { known: options.kitModules } },
    });
  });

  it('when called load later', async () => {
    const source = 'const { matMul } = await import("kit/tensor");\nmatMul(3, 4)';
    const { shown } = await run(source, {}, { 'kit/tensor': tensor });
    expect(shown).toEqual([12]);
    expect(good(source).imports).toEqual([
      { specifier: 'kit/tensor', names: ['*'], line: 1, isDynamic: true },
    ]);
    expect((await run('await import(`kit/tensor`)', {}, { 'kit/tensor': tensor })).shown).toEqual([
      tensor,
    ]);
  });

  it('when called with an unknown module fail early, with a made-up one late', async () => {
    expect(bad('await import("fs")')).toMatchObject({
      code: 'dynamic-import-unknown',
      line: 1,
      column: 14,
    });
    await expect(run('await import("f" + "s")')).rejects.toThrow('no module fs');
  });
});

describe('the body for the kernel', () => {
  it.each<[string, unknown]>([
    ['1 + 1', 2],
    ['1 + 1;', 2],
    ['1 + 1 // two', 2],
    ['1 + 1 /* ; */ ; // ;', 2],
    ['(1, 2)', 2],
    ['1, 2', 2],
    ['({ a: 1 })', { a: 1 }],
    ['`a\n${1}`', 'a\n1'],
    ['await Promise.resolve(3)', 3],
    ['"use strict"', 'use strict'],
    ['const a = 1\na\n;;', 1],
    ['const a = [1, 2] as const;\na as readonly number[]', [1, 2]],
    ['((x: number): number => x * 2)(4)', 8],
    ['(function () { return 5 })()', 5],
    ['let n = 0; const o = { n: 1 }; n < o.n', true],
    ['/a;b/.test("a;b")', true],
    ['const x = 1 // import\nx\nimport "kit/random"', 1],
  ])('shows the value of %s', async (source, value) => {
    expect(good(source).displaysLast).toBe(true);
    expect((await run(source, {}, { 'kit/random': {} })).shown).toEqual([value]);
  });

  it.each([
    'const a = 1',
    'f(); function f() {}',
    'if (true) 1',
    'for (;;) break',
    '',
    '   // nothing',
    ';;',
    '{ 1 }',
    'export {}',
  ])('shows nothing for %j', async (source) => {
    expect(good(source).displaysLast).toBe(false);
    expect((await run(source)).shown).toEqual([]);
  });

  it('gives all names, with the values they ended with', async () => {
    const { values } = await run(
      'let a = 1; a += 1\nfunction f() { return a }\nif (true) { var b = f() }\nclass C {}\nconst { c, ...d } = { c: 3, e: 4 }\na *= 10',
    );
    expect(values).toMatchObject({ a: 20, b: 2, c: 3, d: { e: 4 } });
    expect(typeof values.f).toBe('function');
    expect(typeof values.C).toBe('function');
  });

  it('takes the names of other cells', async () => {
    expect((await run('const scores = Q * K\nscores', { Q: 2, K: 3 })).shown).toEqual([6]);
  });

  it('is strict, also where the cell says so itself', async () => {
    const { values } = await run('"use strict"\nconst self = (function () { return this })()');
    expect(values).toEqual({ self: undefined });
  });

  it('drops export and keeps columns', () => {
    expect(good('export const a = 1').js).toMatch(/^ {7}const a = 1\n/);
    expect(good('const a = 1\nexport { a }').js).not.toContain('export');
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      'a type alias before a bracket',
      'const a = "x"\ntype T = string\n["y"].map(() => 1)',
      { a: 'x' },
    ],
    [
      'an interface before a parenthesis',
      'let n = 1\ninterface T {}\n(() => { n = 2 })()',
      { n: 2 },
    ],
    ['an annotation before a bracket', 'let a: number\n[1].map(String)', { a: undefined }],
    [
      'as before a parenthesis',
      'let n = 0\nconst a = n as number\n(() => { n = 3 })()',
      { n: 3, a: 0 },
    ],
    ['as before a template', 'const a = 1 as number\n`b`', { a: 1 }],
    [
      'declare before a parenthesis',
      'let n = 1\ndeclare const z: number\n(() => { n = 2 })()',
      { n: 2 },
    ],
    ['as before a continued sum', 'const a = 1 as number\n+ 2', { a: 3 }],
    [
      'a for loop with types',
      'let n = 0\nfor (let i: number = 0, k: number; i < 3; i++) n += i',
      { n: 3 },
    ],
    [
      'class fields',
      'class P { x = 1; declare y: string\n ["z"] = 3 }\nconst p = { ...new P() }',
      { p: { x: 1, z: 3 } },
    ],
    ['a call with types', 'const f = <T,>(x: T) => x\nconst a = f<number>\n(3)', { a: 3 }],
  ])('keeps statements apart: %s', async (_, source, values) => {
    expect((await run(source)).values).toMatchObject(values);
  });

  it('runs arrow functions whose return type takes several lines', async () => {
    const { values } = await run(
      'const f = async (x: number): Promise<\n  number\n> => x + 1;\nconst a = await f(1)',
    );
    expect(values).toMatchObject({ a: 2 });
  });

  it('compares with a negated decrement where a script would see a comment', async () => {
    const { shown } = await run('let b = 1; const s = "<!--";\n[0<!--b, s]');
    expect(shown).toEqual([[true, '<!--']]);
  });
});

describe('run-time errors', () => {
  const locate = async (source: string): Promise<{ line: number; column: number }> => {
    const analysis = good(source);
    try {
      await evaluate(analysis.js, {}, { 'kit/tensor': {}, 'kit/random': {} });
    } catch (error) {
      const at = /cell-test\.js:(\d+):(\d+)/.exec((error as Error).stack ?? '');
      const line = Number(at?.[1]);
      const head = '"use strict";(async($cell,{display,progress,signal,lesson})=>{'.length;
      return { line, column: ownColumn(analysis, line, Number(at?.[2]) - (line === 1 ? head : 0)) };
    }
    throw new Error('did not throw');
  };

  it.each<[string, string, number, number]>([
    [
      'after lines of types',
      'interface A {\n  b: number\n}\nconst x: A = null!; throw new Error("x")',
      4,
      27,
    ],
    ['on the first line, after an import', 'import { a } from "kit/tensor"; void a; nope()', 1, 41],
    [
      'on the first line, before an import',
      'throw new Error("x")\nimport { a } from "kit/tensor"; a',
      1,
      7,
    ],
    ['in a shown expression', 'const a = 1\n  nope(a as number)', 2, 3],
    [
      'after a type on the line',
      'const f = (x: number, y: string): number => { throw new Error("x") }; f(1, "")',
      1,
      53,
    ],
    ['after a dynamic import', 'await import("kit/random"), null!.x', 1, 35],
    ['with Windows line ends', 'const a = 1;\r\n\r\nthrow new Error("x")', 3, 7],
    ['after a line separator in a string', 'const a = "\u2028";\nthrow new Error("x")', 2, 7],
    ['after a line separator in a comment', '/* \u2028 */ const a = 1\nthrow new Error("x")', 2, 7],
    [
      'after a line separator between statements',
      'const a = 1\u2028const b = 2\nthrow new Error("x")',
      2,
      7,
    ],
    ['after a byte order mark', '\ufeffthrow new Error("x")', 1, 8],
    ['in a template on several lines', '`a\n${(() => { throw new Error("x") })()}`', 2, 18],
  ])('%s have the place of the cell', async (_, source, line, column) => {
    expect(await locate(source)).toEqual({ line, column });
  });
});

describe('remaking functions and classes', () => {
  it('leaves out every effect', async () => {
    const analysis = good(
      'import { matMul } from "kit/tensor";\nconst scale = effect();\nfunction f(x: number) { return matMul(x, scale) }\nconst g = (x: number) => f(x) + Q, h = effect(), i = async function () {};\nclass A extends Base { m() { return g(1) } }\neffect()',
    );
    expect(analysis.remakes).toEqual(['f', 'g', 'i', 'A']);
    expect(analysis.remakeUses).toEqual(['scale', 'Q', 'Base']);
    const made = await evaluate(
      analysis.remakeJs ?? '',
      { scale: 10, Q: 1, Base: class {} },
      { 'kit/tensor': { matMul: (a: number, b: number) => a * b } },
    );
    const { g, A } = made.values as { g: (x: number) => number; A: new () => { m(): number } };
    expect(g(3)).toBe(31);
    expect(new A().m()).toBe(11);
    expect(made.shown).toEqual([]);
  });

  it('keeps line numbers', () => {
    const { remakeJs } = good('effect(\n1)\nfunction f() {}');
    expect(remakeJs?.split('\n')[2]).toBe('function f() {}');
  });

  it.each<[string, string[]]>([
    ['const a = 1', []],
    ['let f = () => 1', []],
    ['class A { static x = effect() }', []],
    ['class A { static { effect() } }', []],
    ['class A { [effect()]() {} }', []],
    ['class A extends mixin(B) {}', []],
    ['class A extends tf.layers.Layer { x = 1; static y; static m() {} }', ['A']],
    ['function f() {} f = wrap(f)', []],
    ['const f = memo(() => 1)', []],
    ['export const f = () => 1; export class B {} export function g() {}', ['f', 'B', 'g']],
    ['const { f } = { f: () => 1 }', []],
    ['const a = 1, f = () => a, b = 2, g = () => b', ['f', 'g']],
    ['const f = () => import("kit/random")', ['f']],
    ['{ function inner() {} }', []],
  ])('%s', async (source, remakes) => {
    const analysis = good(source);
    expect(analysis.remakes).toEqual(remakes);
    expect(analysis.remakeJs === null).toBe(remakes.length === 0);
    if (analysis.remakeJs) {
      const { values } = await evaluate(analysis.remakeJs, {
        tf: { layers: { Layer: class {} } },
        a: 1,
        b: 2,
      });
      expect(Object.keys(values)).toEqual(remakes);
    }
  });
});

describe('TypeScript that makes code of its own', () => {
  it.each<[string, CellProblem['code'], number, number]>([
    ['enum A { B }', 'enum', 1, 1],
    ['const a = 1;\n  const enum A { B }', 'enum', 2, 3],
    ['export enum A { B }', 'enum', 1, 8],
    ['namespace N { export const a = 1 }', 'namespace', 1, 1],
    ['module N.M { }', 'namespace', 1, 1],
    ['\n@dec class A {}', 'decorator', 2, 1],
    ['class A {\n  @dec() m() {} }', 'decorator', 2, 3],
    ['class A { constructor(private x: number) {} }', 'parameter-property', 1, 23],
    ['class A { constructor(a: B,\n readonly y = 2) {} }', 'parameter-property', 2, 2],
    ['import x = require("y"); x', 'import-assignment', 1, 1],
    ['import x = a.b; x', 'import-assignment', 1, 1],
    ['export = 3', 'import-assignment', 1, 1],
    ['const a = 1\nexport default a', 'export-default', 2, 1],
    ['export default function f() {}', 'export-default', 1, 1],
  ])('%s', (source, code, line, column) => {
    expect(bad(source)).toMatchObject({ code, line, column });
  });

  it.each([
    'declare enum A { B }',
    'declare namespace N { const a: number }',
    'const enumeration = 1, namespace = 2, module = 3, type = 4',
    'declare global { interface Window { a: 1 } }',
  ])('accepts %s', (source) => {
    expect(good(source).js).toContain('return {');
  });
});

describe('reserved names', () => {
  it.each([
    'const display = 1',
    'function progress() {}',
    'let { lesson } = x',
    'if (1) { var signal = 1 }',
    'import { $cell } from "kit/tensor"; $cell',
    'class undefined {}',
  ])('%s', (source) => {
    const problem = bad(source);
    expect(problem.code).toBe('reserved-name');
    expect(source).toContain(String(problem.details.name));
    expect(source.startsWith(String(problem.details.name), problem.column - 1)).toBe(true);
  });
});

describe('syntax errors', () => {
  it.each<[string, string, number, number]>([
    ['const x: number = ;', "Unexpected token ';'", 1, 19],
    ['const a = 1;\nconst b = (a as any +;', "Unexpected token ';'", 2, 22],
    ['const x: Map<string, number> = a b', "Unexpected identifier 'b', expected ';'", 1, 34],
    ['f(1 2)', "Unexpected number '2', expected ','", 1, 5],
    ["const s = 'abc", 'Unterminated string constant', 1, 11],
    ['a\nconst t = `abc\n${1}', 'Unterminated template', 2, 11],
    ['function f() {\n  return 1\n', 'Unexpected end of input', 3, 1],
    ['const a: number = 1; const a: string = 2', "Identifier 'a' has already been declared", 1, 28],
    [
      'const f = (x: number) => { await x }',
      "Cannot use keyword 'await' outside an async function",
      1,
      28,
    ],
    ['return 1', "'return' outside of function", 1, 1],
    ['break', 'Unsyntactic break', 1, 1],
    ['let x: number = 1;\r\n\r\nx = = 2', "Unexpected token '='", 3, 5],
    ['import.meta.url', "Cannot use 'import.meta' in a cell", 1, 1],
    ['export * from "kit/tensor"', 'A cell cannot re-export from a module', 1, 1],
    ['const a = 1; arguments', "'arguments' is only allowed in functions", 1, 14],
    ['new.target', "'new.target' can only be used in functions and class static block", 1, 1],
    ['with (a) {}', "Unexpected identifier 'with'", 1, 1],
    ['using a = b()', "'using' cannot declare a name that cells share", 1, 1],
    [
      'class A { #a; m() { return this.#b } }',
      "Private field '#b' must be declared in an enclosing class",
      1,
      33,
    ],
    ['const شيء: number = ؛', "Unexpected character '؛'", 1, 21],
    ['const s: string = "😀"; )', "Unexpected token ')'", 1, 25],
    ['a\u0000b', "Unexpected character '\u0000'", 1, 2],
  ])('%j', (source, message, line, column) => {
    const problem = bad(source);
    expect(problem.code).toBe('syntax');
    expect(problem.message).toContain(message);
    expect(problem.message).not.toMatch(/\(\d+:\d+\)/);
    expect({ line: problem.line, column: problem.column }).toEqual({ line, column });
  });

  it('name the bracket that is not closed', () => {
    expect(bad('const a = [1, 2\nfoo(').details).toMatchObject({
      opener: '[',
      openerLine: 1,
      expected: ',',
    });
    expect(bad('const a = [1, 2]\nfoo(').details).toMatchObject({ opener: '(', openerLine: 2 });
    expect(bad('if (x) {\n  f(1)\n').details).toMatchObject({ opener: '{', openerLine: 1 });
    expect(bad('f("(", /[(]/, `(${"{"}`, [1)').details).toMatchObject({
      opener: '[',
      openerLine: 1,
    });
  });
});

describe('hostile text', () => {
  it.each([
    '(',
    '[',
    '{',
    'a(',
    '!',
    'x=>',
    '`${',
    'a?',
    '(<a>',
    '<T>(',
    '[<a>',
    'a?(b)?<a> ',
    '1+',
    'f(<',
    'if(a)',
    'a.b(',
    '"',
    '/*',
    '\\',
    '...',
    '@',
  ])(
    '%j ten thousand times neither hangs nor overflows',
    (piece) => {
      const start = performance.now();
      const result = analyseCell(piece.repeat(10_000), options);
      expect(result.ok).toBe(false);
      expect(performance.now() - start).toBeLessThan(5000);
    },
    20_000,
  );

  it.each([
    '('.repeat(10_000) + '1' + ')'.repeat(10_000),
    '[<a>'.repeat(40) + '1' + ']'.repeat(40),
    '1+'.repeat(50_000) + '1',
  ])(
    'says that correct but bottomless code is nested too deeply (%#)',
    (source) => {
      expect(bad(source)).toMatchObject({ code: 'syntax', details: { reason: 'depth' } });
    },
    20_000,
  );

  it('reads generic functions one beside the other', () => {
    const source = Array.from({ length: 60 }, (_, i) => `const f${i} = <T,>(x: T): T => x`).join(
      '\n',
    );
    expect(good(source).defines).toHaveLength(60);
  });

  it('takes a megabyte', () => {
    const source = 'const row = { a: 1, b: "two", f(x: number) { return x } };\n'
      .replace('row', 'r_')
      .repeat(1);
    const lines = Array.from({ length: 17_000 }, (_, i) => source.replace('r_', `row${i}`)).join(
      '',
    );
    expect(lines.length).toBeGreaterThan(1_000_000);
    expect(good(lines).defines).toHaveLength(17_000);
    expect(good(`const text = "${'x'.repeat(1_000_000)}"`).defines).toEqual(['text']);
  }, 60_000);

  it.each<[string, string, unknown]>([
    ['lone surrogates', 'const s = "\ud800" + `\udc00`; s.length', 2],
    ['emoji', 'const s: string = "👩‍🔬"; [...s].length', 3],
    ['Arabic', 'const درجة: number = 3; const جملة = "نام القط"; جملة.length + درجة', 11],
    ['a hashbang', '#!/usr/bin/env node\n4', 4],
    ['a byte order mark and a hashbang', '\ufeff#!x\r\n5', 5],
    ['old Mac line ends', 'const a: number = 1\r// comment\ra + 5', 6],
    ['Windows line ends in a template', '`a\r\nb`', 'a\nb'],
    ['line separators as line ends', 'let a = 1\u2028a = 7\u2029a', 7],
    ['line separators in strings', '"\u2028\u2029".length', 2],
    ['a regular expression with flag v', '/[\\p{L}--[a-z]]/v.test("A")', true],
    ['a numeric separator and BigInt', 'Number(1_000n)', 1000],
    ['no-break and zero-width spaces', '\u00a0\ufeff 9', 9],
    ['a bidirectional control in a comment', '/* \u202e */ 10', 10],
  ])('runs %s', async (_, source, value) => {
    expect((await run(source)).shown).toEqual([value]);
  });
});
