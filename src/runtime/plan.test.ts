import { describe, expect, it } from 'vitest';
import { buildGraph, type CellGraph } from './graph.ts';
import { analyseCell } from './parse.ts';
import {
  planInput,
  planRun,
  planRunAll,
  planRunTo,
  stalenessAfterEdit,
  type PlanView,
} from './plan.ts';

function graphOf(cells: Readonly<Record<string, string>>): CellGraph {
  return buildGraph(
    Object.entries(cells).map(([id, source]) => {
      const result = analyseCell(source, { allowTfjs: false, kitModules: [] });
      return { id, analysis: result.ok ? result.analysis : null };
    }),
  );
}

const view = (cheap: string, current: string): PlanView => ({
  mayRunByItself: (id) => cheap.split(' ').includes(id),
  isCurrent: (id) => current.split(' ').includes(id),
});

/** a → b → c → d, and a → e; f alone. */
const chain = graphOf({
  a: 'const va = 1',
  b: 'const vb = va',
  c: 'const vc = vb',
  d: 'const vd = vc',
  e: 'const ve = va',
  f: 'const vf = 0',
});

describe('running a cell', () => {
  it('runs everything it needs that has no value, heavy or not', () => {
    expect(planRun(chain, view('', ''), 'd')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leaves current needs alone', () => {
    expect(planRun(chain, view('', 'a b'), 'd')).toEqual(['c', 'd']);
    expect(planRun(chain, view('', 'a b c d'), 'd')).toEqual(['d']);
  });

  it('leaves a need of a need alone when the need itself is current', () => {
    expect(planRun(chain, view('', 'c'), 'd')).toEqual(['d']);
  });

  it('runs a current need again when what it depends on must run', () => {
    const graph = graphOf({ n: 'const n = 1', m: 'const m = n', x: 'n + m' });
    expect(planRun(graph, view('', 'm'), 'x')).toEqual(['n', 'm', 'x']);
  });

  it('goes on to dependents that need no click', () => {
    expect(planRun(chain, view('b c d e', 'a b c d e f'), 'a')).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('stops at a heavy dependent and leaves out what depends on it', () => {
    expect(planRun(chain, view('b d e', 'a b c d e'), 'a')).toEqual(['a', 'b', 'e']);
  });

  it('puts needs, the cell, and then dependents', () => {
    expect(planRun(chain, view('e', ''), 'b')).toEqual(['a', 'b', 'e']);
  });

  it('leaves out a dependent that also needs something without value', () => {
    const graph = graphOf({ p: 'const p = 1', q: 'const q = 1', r: 'p + q' });
    expect(planRun(graph, view('p q r', ''), 'p')).toEqual(['p']);
    expect(planRun(graph, view('p q r', 'q'), 'p')).toEqual(['p', 'r']);
  });

  it('runs a dependent once although two ways lead to it', () => {
    const graph = graphOf({ s: 'const s = 1', l: 'const l = s', r: 'const r = s', t: 'l + r' });
    expect(planRun(graph, view('l r t', 's l r t'), 's')).toEqual(['s', 'l', 'r', 't']);
    expect(planRun(graph, view('l t', 's l r t'), 's')).toEqual(['s', 'l']);
  });

  it('takes no faulty cell along, but does try the one that was clicked', () => {
    const graph = graphOf({ a: 'const x = 1', b: 'const x = 2', c: 'const y = x', d: 'x' });
    expect(planRun(graph, view('a b c d', ''), 'c')).toEqual(['c']);
    expect(planRun(graph, view('a b c d', ''), 'a')).toEqual(['a', 'c', 'd']);
  });

  it('ends on a cycle', () => {
    const graph = graphOf({ a: 'const x = y', b: 'const y = x', c: 'x' });
    expect(planRun(graph, view('a b c', ''), 'a')).toEqual(['a', 'c']);
    expect(planRun(graph, view('a b c', ''), 'c')).toEqual(['c']);
  });

  it('follows cells that stand after the ones that use them', () => {
    const graph = graphOf({ use: 'const r = f(1)', shown: 'r', def: 'const f = (x) => x' });
    expect(planRun(graph, view('shown', ''), 'use')).toEqual(['def', 'use', 'shown']);
  });
});

describe('moving an input', () => {
  it('runs its cell, heavy or not, and cheap dependents', () => {
    expect(planInput(chain, view('c d', 'a b c d e'), 'b')).toEqual(['b', 'c', 'd']);
  });

  it('runs missing needs that need no click', () => {
    expect(planInput(chain, view('a b', ''), 'b')).toEqual(['a', 'b']);
  });

  it('runs nothing while a heavy need has no value', () => {
    expect(planInput(chain, view('b c d e', ''), 'b')).toEqual([]);
  });
});

describe('running many', () => {
  it('runs all that can run, current or not', () => {
    const graph = graphOf({
      a: 'y',
      b: 'const y = 1',
      c: 'const = 1',
      d: 'const w = 1',
      e: 'const w = 2',
    });
    expect(planRunAll(graph)).toEqual(['b', 'a']);
  });

  it('runs to here: what is missing above, what those need below, and the cell', () => {
    const graph = graphOf({ a: 'z', b: 'const y = 1', here: '2', below: '3', late: 'const z = 4' });
    expect(planRunTo(graph, view('', 'b'), 'here')).toEqual(['here', 'late', 'a']);
    expect(planRunTo(graph, view('', 'a b here late below'), 'here')).toEqual(['here']);
  });

  it('runs to here with cheap dependents below', () => {
    expect(planRunTo(chain, view('d e', 'a c d e'), 'b')).toEqual(['b']);
    expect(planRunTo(chain, view('c d', 'a c d e'), 'b')).toEqual(['b', 'c', 'd']);
  });

  it('runs to the first cell and to an unknown one', () => {
    expect(planRunTo(chain, view('', ''), 'a')).toEqual(['a']);
    expect(planRunTo(chain, view('', ''), 'x')).toEqual([]);
  });
});

describe('staleness after an edit', () => {
  const before = { a: 'const x = 1, w = 1', b: 'const y = x', c: 'y', d: 'w', e: 'const u = 0' };
  const stale = (after: Readonly<Record<string, string>>, edited: string) =>
    Object.fromEntries(stalenessAfterEdit(graphOf(before), graphOf(after), edited));

  it('reaches all dependents, each through the names that it reads', () => {
    expect(stale({ ...before, a: 'const x = 2, w = 2' }, 'a')).toEqual({
      b: ['x'],
      d: ['w'],
      c: ['y'],
    });
  });

  it('follows a name that went', () => {
    expect(stale({ ...before, a: 'const w = 1' }, 'a')).toEqual({ b: ['x'], d: ['w'], c: ['y'] });
  });

  it('follows a name that came', () => {
    const after = { ...before, e: 'const u = 0, z = 1', f: 'z' };
    expect(stalenessAfterEdit(graphOf({ ...after, e: before.e }), graphOf(after), 'e')).toEqual(
      new Map([['f', ['z']]]),
    );
  });

  it('follows a cell that broke, was added, or was removed', () => {
    expect(Object.keys(stale({ ...before, a: 'const x = ' }, 'a'))).toEqual(['b', 'd', 'c']);
    const { a: _, ...without } = before;
    expect(Object.keys(stale(without, 'a'))).toEqual(['b', 'd', 'c']);
    expect(stale({ ...before, g: 'const n = 1' }, 'g')).toEqual({});
  });

  it('names every name through which a cell is out of date', () => {
    const cells = { a: 'const x = 1, y = 2', b: 'const z = x', c: 'x + y + z' };
    expect(stalenessAfterEdit(graphOf(cells), graphOf(cells), 'a').get('c')).toEqual([
      'x',
      'y',
      'z',
    ]);
  });

  it('never counts the edited cell, even on a cycle', () => {
    const cells = { a: 'const x = y', b: 'const y = x' };
    expect([...stalenessAfterEdit(graphOf(cells), graphOf(cells), 'a').keys()]).toEqual(['b']);
  });
});
