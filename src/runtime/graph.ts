import type { CellAnalysis, CellProblem, Place } from './analysis.ts';

/** A cell as the graph sees it; `analysis` is null while the cell has a fault of its own, and then it defines nothing. */
export interface GraphCell {
  readonly id: string;
  readonly analysis: CellAnalysis | null;
}

/** One step of a cycle: `cell` reads `name`, which the next step's cell defines. */
export interface CycleStep {
  readonly cell: string;
  readonly name: string;
}

/** Who depends on whom. Lists of cells are in the order in which they may run; an unknown cell has none. */
export interface CellGraph {
  /** Every cell once: what a cell needs comes before it, and otherwise the page's order holds. */
  readonly order: readonly string[];
  /** Every cell in the order of the page. */
  readonly page: readonly string[];
  /** The cell that defines `name`: the first on the page should several claim it. */
  definer(name: string): string | null;
  /** Names that other cells read from this one. */
  definedNames(id: string): readonly string[];
  /** Names that the cell reads from other cells. */
  usedNames(id: string): readonly string[];
  /** Cells that define the names it reads. */
  directNeeds(id: string): readonly string[];
  /** All cells that must have run before it. */
  needs(id: string): readonly string[];
  /** All cells that its values reach. */
  dependents(id: string): readonly string[];
  /** What stops the cell because of other cells. */
  problem(id: string): CellProblem | null;
  /** Without a fault of its own or among others. */
  canRun(id: string): boolean;
}

/** Builds the graph of `cells`, which are given in page order. */
export function buildGraph(cells: readonly GraphCell[]): CellGraph {
  const page = cells.map(({ id }) => id);
  const analyses = new Map(cells.map(({ id, analysis }) => [id, analysis]));
  const definers = definersOf(cells);
  const definer = (name: string): string | null => definers.get(name)?.[0] ?? null;

  const used = new Map<string, string[]>();
  const direct = new Map<string, Set<string>>();
  for (const { id, analysis } of cells) {
    const names = (analysis?.uses ?? []).filter((name) => (definer(name) ?? id) !== id);
    used.set(id, names);
    direct.set(id, new Set(names.map((name) => definer(name) as string)));
  }
  const reached = new Map(page.map((id) => [id, reach(id, direct)]));
  const order = sort(page, reached);
  const rank = new Map(order.map((id, index) => [id, index]));
  const inOrder = (ids: Iterable<string>): string[] =>
    [...ids].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));

  const problems = new Map<string, CellProblem>();
  for (const { id, analysis } of cells) {
    const problem =
      analysis &&
      (duplicate(id, analysis, definers) ??
        foreignAssign(id, analysis, definer) ??
        cycle(id, analysis, direct, reached, (from, to) =>
          (used.get(from) ?? []).find((name) => definer(name) === to),
        ));
    if (problem) problems.set(id, problem);
  }

  const without = (id: string, ids: ReadonlySet<string> | undefined): string[] =>
    inOrder(ids ?? []).filter((other) => other !== id);
  return {
    order,
    page,
    definer,
    definedNames: (id) => (analyses.get(id)?.defines ?? []).filter((name) => definer(name) === id),
    usedNames: (id) => used.get(id) ?? [],
    directNeeds: (id) => inOrder(direct.get(id) ?? []),
    needs: (id) => without(id, reached.get(id)),
    dependents: (id) => order.filter((other) => other !== id && reached.get(other)?.has(id)),
    problem: (id) => problems.get(id) ?? null,
    canRun: (id) => analyses.get(id) != null && !problems.has(id),
  };
}

/** The cells that define each name, in page order. */
function definersOf(cells: readonly GraphCell[]): ReadonlyMap<string, readonly string[]> {
  const definers = new Map<string, string[]>();
  for (const { id, analysis } of cells) {
    for (const name of analysis?.defines ?? []) {
      const others = definers.get(name);
      if (others) others.push(id);
      else definers.set(name, [id]);
    }
  }
  return definers;
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Every cell on a way from `id` along its needs; `id` itself only when it lies on a cycle. */
function reach(id: string, direct: Edges): Set<string> {
  const found = new Set<string>();
  const waiting = [...(direct.get(id) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(direct.get(next) ?? []));
  }
  return found;
}

/** Of the cells whose needs are placed, the first on the page comes next. Cells of one cycle do not wait for each other. */
function sort(page: readonly string[], reached: Edges): string[] {
  const order: string[] = [];
  const placed = new Set<string>();
  const waitsFor = (id: string): string[] =>
    [...(reached.get(id) ?? [])].filter((need) => !reached.get(need)?.has(id));
  const left = new Map(page.map((id) => [id, waitsFor(id)]));
  while (left.size > 0) {
    for (const [id, needs] of left) {
      if (!needs.every((need) => placed.has(need))) continue;
      order.push(id);
      placed.add(id);
      left.delete(id);
      break;
    }
  }
  return order;
}

function problemAt(
  analysis: CellAnalysis,
  code: CellProblem['code'],
  message: string,
  name: string,
  details: Readonly<Record<string, unknown>>,
): CellProblem {
  const place: Place = analysis.places.get(name) ?? { line: 1, column: 1 };
  return { code, message, line: place.line, column: place.column, details: { name, ...details } };
}

function duplicate(
  id: string,
  analysis: CellAnalysis,
  definers: ReadonlyMap<string, readonly string[]>,
): CellProblem | null {
  const name = analysis.defines.find((candidate) => (definers.get(candidate)?.length ?? 0) > 1);
  if (name === undefined) return null;
  const cells = (definers.get(name) ?? []).filter((other) => other !== id);
  const message = `'${name}' is also defined in ${cells.map((cell) => `cell ${cell}`).join(', ')}`;
  return problemAt(analysis, 'duplicate-name', message, name, { cells });
}

function foreignAssign(
  id: string,
  analysis: CellAnalysis,
  definer: (name: string) => string | null,
): CellProblem | null {
  for (const { name, line, column } of analysis.assigns) {
    const cell = definer(name);
    if (cell === null || cell === id) continue;
    const message = `'${name}' belongs to cell ${cell}, only that cell can assign to it`;
    return { code: 'assigns-foreign-name', message, line, column, details: { name, cell } };
  }
  return null;
}

/** The shortest way from the cell along its needs back to it. */
function cycle(
  id: string,
  analysis: CellAnalysis,
  direct: Edges,
  reached: Edges,
  nameBetween: (from: string, to: string) => string | undefined,
): CellProblem | null {
  if (!reached.get(id)?.has(id)) return null;
  const cameFrom = new Map<string, string>();
  const waiting = [id];
  for (let at = waiting.shift(); at !== undefined && !cameFrom.has(id); at = waiting.shift()) {
    for (const need of direct.get(at) ?? []) {
      if (cameFrom.has(need)) continue;
      cameFrom.set(need, at);
      waiting.push(need);
    }
  }
  const path: CycleStep[] = [];
  let to = id;
  do {
    const from = cameFrom.get(to) ?? id;
    path.unshift({ cell: from, name: nameBetween(from, to) ?? '' });
    to = from;
  } while (to !== id);
  const way = path.map((step) => `${step.cell} needs ${step.name}`).join(', ');
  return problemAt(analysis, 'cycle', `Cells need each other: ${way}`, path[0]?.name ?? '', {
    path,
  });
}
