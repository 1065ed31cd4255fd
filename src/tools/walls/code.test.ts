import { describe, expect, it } from 'vitest';
import * as code from './code.ts';
import type { Rule } from './source.ts';

const faults = (rule: Rule, text: string, path = 'src/shell/x.ts') => rule([{ path, text }]).length;

describe('defaultExportFaults', () => {
  it('catches every way of having one', () => {
    const ways = [
      'export default 1;',
      'export default function f() {}',
      'export default class {}',
      'const a = 1; export { a as default };',
      "export { default } from './a.ts';",
    ];
    for (const text of ways) expect(faults(code.defaultExportFaults, text), text).toBe(1);
    expect(faults(code.defaultExportFaults, "import a from 'a'; export { a };")).toBe(0);
    expect(faults(code.defaultExportFaults, 'export default {};', 'vite.config.ts')).toBe(0);
  });
});

describe('anyFaults', () => {
  it('catches the type, not the word', () => {
    expect(faults(code.anyFaults, 'const a = b as any;')).toBe(1);
    expect(faults(code.anyFaults, 'function f(a: any[]): Map<string, any> {}')).toBe(2);
    expect(faults(code.anyFaults, "const any = 'any'; // any")).toBe(0);
  });
  it('catches comments that silence the compiler', () => {
    expect(faults(code.anyFaults, `// ${'@ts-'}ignore\nconst a = 1;`)).toBe(1);
    expect(faults(code.anyFaults, `// ${'@ts-'}expect-error\nconst a = 1;`)).toBe(1);
  });
});

describe('kitPurityFaults', () => {
  const inKit = (text: string, path = 'src/kit/rag/x.ts') =>
    faults(code.kitPurityFaults, text, path);
  it('catches randomness and the clock', () => {
    for (const text of [
      'const r = Math.random();',
      'const pick = Math.random;',
      'const t = Date.now();',
      'const t = performance.now();',
      'const t = globalThis.performance.now();',
      'const d = new Date();',
      'crypto.getRandomValues(a);',
    ]) {
      expect(inKit(text), text).toBe(1);
    }
  });
  it('catches the ways to the outside', () => {
    for (const text of [
      "fetch('x');",
      'const d = indexedDB;',
      'globalThis.caches.keys();',
      'document.title;',
    ])
      expect(inKit(text), text).toBe(1);
  });
  it('lets through what only looks like it', () => {
    for (const text of [
      'const d = new Date(0);',
      'interface A { document: string; fetch(): void }',
      'function f(document: string) { return document.length; }',
      'const a = { window: 3 }; a.window;',
      '// Math.random() would not be repeatable',
      "const text = 'Math.random()';",
    ]) {
      expect(inKit(text), text).toBe(0);
    }
    expect(inKit('performance.now();', 'src/kit/host.ts')).toBe(0);
    expect(inKit('performance.now();', 'src/kit/rag/x.test.ts')).toBe(0);
    expect(inKit('performance.now();', 'src/runtime/notebook.ts')).toBe(0);
  });
});

describe('arabicNameFaults', () => {
  it('catches names, not texts', () => {
    expect(faults(code.arabicNameFaults, 'const درجة = 1;')).toBe(1);
    expect(faults(code.arabicNameFaults, 'interface A { اسم: string }')).toBe(1);
    expect(faults(code.arabicNameFaults, "const score = 'درجة'; // درجة")).toBe(0);
  });
});

describe('emptyCatchFaults', () => {
  it('wants a deed or a reason', () => {
    expect(faults(code.emptyCatchFaults, 'try { f(); } catch {}')).toBe(1);
    expect(faults(code.emptyCatchFaults, 'try { f(); } catch (error) { }')).toBe(1);
    expect(faults(code.emptyCatchFaults, 'try { f(); } catch { g(); }')).toBe(0);
    expect(faults(code.emptyCatchFaults, 'try { f(); } catch { // gone already\n }')).toBe(0);
  });
});

describe('outsideHostFaults', () => {
  it('catches addresses in shipped code, pages and styles', () => {
    const rule: Rule = (sources) => code.outsideHostFaults(sources);
    expect(faults(rule, "load('https://cdn.example/x.js');")).toBe(1);
    expect(faults(rule, 'load(`https://${host}/x`);')).toBe(1);
    expect(faults(rule, "load('https://' + host);")).toBe(1);
    expect(faults(rule, "new WebSocket('wss://example.org');")).toBe(1);
    expect(faults(rule, "load('https://a.example');", 'lessons/a/b/cells.ts')).toBe(1);
    expect(faults(rule, '<script src="//cdn.example/x.js"></script>', 'index.html')).toBe(1);
    expect(faults(rule, '@import "https://fonts.example/a.css";', 'src/shell/a.css')).toBe(1);
    expect(faults(rule, 'a { background: url(https://a.example/b.png) }', 'src/shell/a.css')).toBe(
      1,
    );
  });
  it('lets citations, names of vocabularies and unshipped code through', () => {
    const rule: Rule = (sources) =>
      code.outsideHostFaults(sources, [{ path: 'src/shell/x.ts', host: 'allowed.example' }]);
    expect(faults(rule, '// see https://arxiv.org/abs/1706.03762')).toBe(0);
    expect(faults(rule, "address.startsWith('https://');")).toBe(0);
    expect(faults(rule, "const svg = 'http://www.w3.org/2000/svg';")).toBe(0);
    expect(faults(rule, "const licence = 'https://allowed.example/x';")).toBe(0);
    expect(faults(rule, "fetch('https://a.example');", 'src/shell/x.test.ts')).toBe(0);
    expect(faults(rule, "fetch('https://a.example');", 'src/tools/x.ts')).toBe(0);
  });
});

describe('longComponentFaults', () => {
  const component = (lines: number) => `function Cell() {\n${'f();\n'.repeat(lines - 2)}}`;
  it('counts the lines of a component', () => {
    const path = 'src/shell/Cell.tsx';
    expect(faults(code.longComponentFaults, component(121), path)).toBe(1);
    expect(faults(code.longComponentFaults, component(120), path)).toBe(0);
    expect(faults(code.longComponentFaults, component(121).replace('Cell', 'cell'), path)).toBe(0);
  });
});

describe('inlineSideFaults', () => {
  const path = 'src/shell/Cell.tsx';
  it('catches physical sides in inline styles', () => {
    expect(faults(code.inlineSideFaults, '<p style={{ marginLeft: 4, left: 0 }} />', path)).toBe(2);
    expect(faults(code.inlineSideFaults, '<p style={{ marginInlineStart: 4 }} />', path)).toBe(0);
    expect(faults(code.inlineSideFaults, 'const box = { left: 4 };', path)).toBe(0);
  });
});
