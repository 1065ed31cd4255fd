/** For tests of the parser: cells analysed, and run as the kernel runs them. Never bundled. */
import type { CellAnalysis, CellProblem } from '../analysis.ts';
import { analyseCell } from '../parse.ts';

/** What cells of the tests may import. */
export const options = {
  allowTfjs: true,
  kitModules: ['kit/tensor', 'kit/attention', 'kit/random'],
};

/** The analysis of a cell that must be accepted. */
export function good(source: string): CellAnalysis {
  const result = analyseCell(source, options);
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.analysis;
}

/** The fault of a cell that must be refused. */
export function bad(source: string): CellProblem {
  const result = analyseCell(source, options);
  if (result.ok) throw new Error(`accepted: ${result.analysis.js}`);
  return result.problem;
}

/** Runs `js` as the kernel does. */
export async function evaluate(
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

/** Runs a cell with the names of other cells and the modules that it is to find. */
export function run(
  source: string,
  names: Readonly<Record<string, unknown>> = {},
  modules: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof evaluate> {
  return evaluate(good(source).js, names, modules);
}
