import type { CellGraph } from './graph.ts';

/*
 * Which cells run, in which order, after something the reader did. Nothing runs here: the answers are lists of cells,
 * and what is not on a list but depends on it becomes stale.
 */

/** What planning must know of the cells' present state. */
export interface PlanView {
  /** `run=auto`, or cheap and not `run=click`: needs no click. */
  readonly mayRunByItself: (id: string) => boolean;
  /** Its values are there, and are those of its code and inputs. */
  readonly isCurrent: (id: string) => boolean;
}

/**
 * The reader runs a cell: first all that it needs and that has no current value, heavy or not, as the click counts for
 * them too; then the cell; then what depends on any of these and needs no click.
 */
export function planRun(graph: CellGraph, view: PlanView, id: string): string[] {
  return withDependents(graph, view, withMissing(graph, view, [id]));
}

/**
 * The reader moves an input of `owner`. That runs the owner, but starts no heavy cell that it needs: while one of them
 * has no current value nothing runs, and the owner stays stale.
 */
export function planInput(graph: CellGraph, view: PlanView, owner: string): string[] {
  const required = withMissing(graph, view, [owner]);
  const waits = [...required].some((id) => id !== owner && !view.mayRunByItself(id));
  return waits ? [] : withDependents(graph, view, required);
}

/**
 * Before an exercise is tried: of the cells that the try needs, those without current values, and those that depend on
 * one that runs again. Nothing that follows from them: the try may fail.
 */
export function planTrial(graph: CellGraph, view: PlanView, needed: readonly string[]): string[] {
  const planned = new Set<string>();
  for (const id of graph.order) {
    const isMissing =
      !view.isCurrent(id) || graph.directNeeds(id).some((need) => planned.has(need));
    if (needed.includes(id) && isMissing && graph.canRun(id)) planned.add(id);
  }
  return [...planned];
}

/** Every cell that can run, whether its values are current or not. */
export function planRunAll(graph: CellGraph): string[] {
  return graph.order.filter((id) => graph.canRun(id));
}

/** The cell and, of those above it on the page, the ones without current values. */
export function planRunTo(graph: CellGraph, view: PlanView, id: string): string[] {
  const above = graph.page.slice(0, Math.max(0, graph.page.indexOf(id)));
  const missing = above.filter((other) => !view.isCurrent(other) && graph.canRun(other));
  return withDependents(graph, view, withMissing(graph, view, [...missing, id]));
}

/**
 * The targets and what must run before them: needs without current values, and needs that are current but depend on
 * one that runs again.
 */
function withMissing(graph: CellGraph, view: PlanView, targets: readonly string[]): Set<string> {
  const required = new Set<string>();
  const add = (id: string): void => {
    if (required.has(id)) return;
    required.add(id);
    for (const need of graph.directNeeds(id)) {
      if (!view.isCurrent(need) && graph.canRun(need)) add(need);
    }
  };
  targets.forEach(add);
  const needs = new Set(targets.flatMap((id) => graph.needs(id)));
  for (let before = -1; before !== required.size;) {
    before = required.size;
    for (const id of needs) {
      const isReached = graph.directNeeds(id).some((need) => required.has(need));
      if (isReached && graph.canRun(id)) add(id);
    }
  }
  return required;
}

/** `required` in order, then the cells that follow from it by themselves. */
function withDependents(graph: CellGraph, view: PlanView, required: ReadonlySet<string>): string[] {
  const planned = new Set(required);
  const waiting = new Set<string>();
  for (const id of graph.order) {
    if (planned.has(id)) continue;
    const needs = graph.directNeeds(id);
    if (!needs.some((need) => planned.has(need) || waiting.has(need))) continue;
    const isFed = needs.every(
      (need) => planned.has(need) || (!waiting.has(need) && view.isCurrent(need)),
    );
    if (isFed && view.mayRunByItself(id) && graph.canRun(id)) planned.add(id);
    else waiting.add(id);
  }
  const inOrder = graph.order.filter((id) => planned.has(id));
  return [
    ...inOrder.filter((id) => required.has(id)),
    ...inOrder.filter((id) => !required.has(id)),
  ];
}

/**
 * Which cells an edit of `edited` puts out of date, and the names through which: those that they read from the edited
 * cell, before or after, or from a cell that is itself out of date by it. The edited cell is not among them.
 */
export function stalenessAfterEdit(
  before: CellGraph,
  after: CellGraph,
  edited: string,
): ReadonlyMap<string, readonly string[]> {
  const graphs = [before, after];
  const stale = new Map<string, string[]>();
  const namesOf = (id: string): string[] => graphs.flatMap((graph) => graph.definedNames(id));
  const waiting = namesOf(edited);
  const seen = new Set<string>();
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const id of new Set(graphs.flatMap((graph) => graph.page))) {
      const reads = graphs.some((graph) => graph.usedNames(id).includes(name));
      if (!reads || id === edited) continue;
      const names = stale.get(id);
      if (names) names.push(name);
      else {
        stale.set(id, [name]);
        waiting.push(...namesOf(id));
      }
    }
  }
  return stale;
}
