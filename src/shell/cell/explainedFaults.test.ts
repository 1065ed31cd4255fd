import { describe, expect, it } from 'vitest';
import { explain } from '../../i18n/explain.ts';
import type { CellProblem } from '../../runtime/analysis.ts';
import { buildGraph } from '../../runtime/graph.ts';
import { analyseCell } from '../../runtime/parse.ts';

/** The fault of the last of these cells, found alone or among the others. */
function faultOf(...sources: readonly string[]): CellProblem {
  const results = sources.map((source) =>
    analyseCell(source, { allowTfjs: false, kitModules: ['kit/tensor'] }),
  );
  const last = results.at(-1);
  if (last && !last.ok) return last.problem;
  const graph = buildGraph(
    results.map((result, index) => ({
      id: `cell-${index}`,
      analysis: result.ok ? result.analysis : null,
    })),
  );
  const problem = graph.problem(`cell-${sources.length - 1}`);
  if (!problem) throw new Error('no fault');
  return problem;
}

describe('faults found before running are explained in both languages, with what they are about', () => {
  it.each<[CellProblem['code'], string[], string[]]>([
    ['syntax', ['const a = [1, 2\nfoo('], ['`[`', '`foo`', '1']],
    ['syntax', ['const a = 1 b'], ['`b`', '`;`']],
    ['syntax', ['const f = () => { await x }'], ['`await`', '`async`']],
    ['syntax', ['`abc'], ['`${`']],
    ['syntax', ['('.repeat(5000)], []],
    ['enum', ['enum A { B }'], ['`enum`']],
    ['namespace', ['namespace N {}'], ['`namespace`']],
    ['decorator', ['@d class A {}'], ['`const B = decorate(A)`']],
    ['parameter-property', ['class A { constructor(private x: number) {} }'], ['`this.x = x`']],
    ['import-assignment', ['import x = require("y"); x'], ['`import { name } from "kit/tensor"`']],
    ['export-default', ['export default 1'], ['`const result = …`']],
    ['import-unknown', ['import _ from "lodash"; _'], ['`lodash`', '`kit/tensor`']],
    ['dynamic-import-unknown', ['await import("fs")'], ['`fs`', '`kit/tensor`']],
    ['reserved-name', ['const display = 1'], ['`display`']],
    ['duplicate-name', ['const x = 1', 'const x = 2'], ['`x`', '`cell-0`']],
    ['cycle', ['const x = y', 'const y = x'], ['`cell-0`', '`cell-1`', '`x`', '`y`']],
    ['assigns-foreign-name', ['let x = 1', 'x = 2'], ['`x`', '`cell-0`']],
  ])('%s: %j', (code, sources, quoted) => {
    const problem = faultOf(...sources);
    expect(problem.code).toBe(code);
    for (const locale of ['ar', 'en'] as const) {
      const explained = explain({ name: 'SyntaxError', ...problem }, locale);
      expect(explained?.title).toBeTruthy();
      for (const value of quoted) expect(explained?.text).toContain(value);
      expect(explained?.text.replace(/`[^`]*`/g, '')).not.toContain('…');
    }
  });
});
