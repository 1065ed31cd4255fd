import type { Runnable } from '../protocol.ts';

/** What compiled cell code calls under the name `$cell` (see `parse.ts`). */
export interface CellApi {
  use(specifier: string): Readonly<Record<string, unknown>>;
  useLater(specifier: string): Promise<Readonly<Record<string, unknown>>>;
  show(value: unknown): void;
}

type CellFunction = (
  api: CellApi,
  scope: Readonly<Record<string, unknown>>,
) => Promise<Record<string, unknown>>;

/**
 * Evaluates one piece of cell code and gives the names it defines. The header stands on the code's first line, so that
 * line numbers are the cell's own; `onHeader` hears by how many columns it shifts that first line.
 *
 * Indirect eval keeps the kernel's closure out of reach: cell code sees globals and its own scope, nothing else.
 */
export async function evaluate(
  cell: string,
  code: Runnable,
  api: CellApi,
  scope: Readonly<Record<string, unknown>>,
  onHeader: (columns: number) => void = () => undefined,
): Promise<Record<string, unknown>> {
  const header = `"use strict";(async($cell,{${Object.keys(scope).join(',')}})=>{`;
  onHeader(header.length);
  const text = `${header}${code.js}\n})\n//# sourceURL=cell-${cell}.js`;
  const run = (0, eval)(text) as CellFunction;
  return run(api, scope);
}
