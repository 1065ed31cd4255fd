import type { Analyser } from './analyses.ts';
import { buildGraph } from './graph.ts';
import { analyseCell, ownColumn } from './parse.ts';

/** The analyser with its parsers: a file of its own, so that the page loads it after its first paint. */
export function createAnalyser(kitModules: readonly string[]): Analyser {
  return {
    analyse: (source, allowTfjs) => analyseCell(source, { allowTfjs, kitModules }),
    graph: (cells) => buildGraph(cells),
    ownColumn,
  };
}
