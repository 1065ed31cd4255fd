import { describe, expect, it } from 'vitest';
import type { CellProblem } from '../analysis.ts';
import { analyseCell } from '../parse.ts';
import { bad, good, options, run } from './testing.ts';

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
    const line = (text: string) => (_: unknown, i: number) =>
      `const row${i}: string = '${text}';\n`;
    const long = Array.from({ length: 1000 }, line('x'.repeat(1000))).join('');
    expect(long.length).toBeGreaterThan(1_000_000);
    expect(good(long).defines).toHaveLength(1000);
    expect(good(Array.from({ length: 3000 }, line('short')).join('')).defines).toHaveLength(3000);
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
