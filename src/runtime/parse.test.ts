import { describe, expect, it } from 'vitest';
import { analyseCell, ownColumn } from './parse.ts';
import { bad, evaluate, good, options, run } from './parse/testing.ts';

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
