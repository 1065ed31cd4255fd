import { describe, expect, it } from 'vitest';
import { buildGraph, type CellGraph } from './graph.ts';
import { analyseCell } from './parse.ts';

/** A graph of cells given as `id: source`, in page order. */
function graphOf(cells: Readonly<Record<string, string>>): CellGraph {
  return buildGraph(
    Object.entries(cells).map(([id, source]) => {
      const result = analyseCell(source, { allowTfjs: false, kitModules: [] });
      return { id, analysis: result.ok ? result.analysis : null };
    }),
  );
}

describe('who depends on whom', () => {
  const graph = graphOf({
    vectors: 'const Q = 1, K = 2',
    scores: 'const S = Q * K',
    weights: 'const W = S / 2; display(W)',
    other: 'const n = 3',
    output: 'const O = W * Q + n',
  });

  it('finds the definer of a name', () => {
    expect(graph.definer('K')).toBe('vectors');
    expect(graph.definer('display')).toBeNull();
    expect(graph.definer('toString')).toBeNull();
  });

  it('lists needs, direct and all, in the order of running', () => {
    expect(graph.directNeeds('output')).toEqual(['vectors', 'weights', 'other']);
    expect(graph.needs('output')).toEqual(['vectors', 'scores', 'weights', 'other']);
    expect(graph.needs('vectors')).toEqual([]);
  });

  it('lists all dependents in the order of running', () => {
    expect(graph.dependents('vectors')).toEqual(['scores', 'weights', 'output']);
    expect(graph.dependents('other')).toEqual(['output']);
    expect(graph.dependents('output')).toEqual([]);
  });

  it('lists names read from other cells, and names given', () => {
    expect(graph.usedNames('output')).toEqual(['W', 'Q', 'n']);
    expect(graph.usedNames('weights')).toEqual(['S']);
    expect(graph.definedNames('vectors')).toEqual(['Q', 'K']);
  });

  it('knows nothing of an unknown cell', () => {
    expect([
      graph.needs('x'),
      graph.dependents('x'),
      graph.usedNames('x'),
      graph.definedNames('x'),
    ]).toEqual([[], [], [], []]);
    expect(graph.canRun('x')).toBe(false);
    expect(graph.problem('x')).toBeNull();
  });

  it('does not take a name used inside its own scope for another cell’s', () => {
    const own = graphOf({ a: 'const x = 1', b: 'const f = (x) => x; { let x = 2; x }' });
    expect(own.directNeeds('b')).toEqual([]);
  });

  it('follows names that look like members of every object', () => {
    const odd = graphOf({
      a: 'const constructor = 1, __proto__ = 2',
      b: 'constructor + __proto__ + hasOwnProperty',
    });
    expect(odd.usedNames('b')).toEqual(['constructor', '__proto__']);
  });

  it('lets a global be replaced by a cell of that name', () => {
    expect(graphOf({ a: 'const name = 1', b: 'name' }).directNeeds('b')).toEqual(['a']);
  });

  it('reads names used only by typeof or written only', () => {
    const { directNeeds } = graphOf({ a: 'let x = 1', b: 'typeof x', c: 'x = 2' });
    expect([directNeeds('b'), directNeeds('c')]).toEqual([['a'], ['a']]);
  });
});

describe('order', () => {
  it('is that of the page where nothing else asks', () => {
    expect(graphOf({ c: '1', a: '2', b: '3' }).order).toEqual(['c', 'a', 'b']);
  });

  it('puts what is needed first, and keeps the page order otherwise', () => {
    const graph = graphOf({ a: 'z', b: 'const y = 1', c: 'const z = y', d: '0' });
    expect(graph.order).toEqual(['b', 'c', 'a', 'd']);
    expect(graph.page).toEqual(['a', 'b', 'c', 'd']);
  });

  it('puts an exercise before the cells that use it', () => {
    const graph = graphOf({ use: 'mask(3)', exercise: 'function mask(n) { return n }' });
    expect(graph.order).toEqual(['exercise', 'use']);
  });

  it('holds every cell once, cycles included', () => {
    const graph = graphOf({
      after: 'p',
      a: 'const p = q',
      b: 'const q = p',
      bad: 'const = ',
      c: '1',
    });
    expect([...graph.order].sort()).toEqual(['a', 'after', 'b', 'bad', 'c']);
    expect(graph.order.indexOf('after')).toBeGreaterThan(graph.order.indexOf('b'));
  });

  it('sorts hundreds of cells in a chain written backwards', () => {
    const cells = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [
        `c${i}`,
        `const v${i} = ${i < 299 ? `v${i + 1}` : 0}`,
      ]),
    );
    const graph = graphOf(cells);
    expect(graph.order[0]).toBe('c299');
    expect(graph.order.at(-1)).toBe('c0');
    expect(graph.needs('c0')).toHaveLength(299);
  }, 20_000);
});

describe('a name defined twice', () => {
  const graph = graphOf({
    a: 'const x = 1',
    b: '\n let { x } = y',
    c: 'x',
    d: 'const z = x; var x',
  });

  it('is a fault of each of its cells, which names the others', () => {
    expect(graph.problem('a')).toMatchObject({
      code: 'duplicate-name',
      line: 1,
      column: 7,
      details: { name: 'x', cells: ['b', 'd'] },
    });
    expect(graph.problem('b')).toMatchObject({
      code: 'duplicate-name',
      line: 2,
      column: 8,
      details: { cells: ['a', 'd'] },
    });
    expect(graph.problem('d')?.details).toMatchObject({ cells: ['a', 'b'] });
    expect(graph.problem('b')?.message).toBe("'x' is also defined in cell a, cell d");
  });

  it('stops these cells and not the ones that read it', () => {
    expect(['a', 'b', 'c', 'd'].map((id) => graph.canRun(id))).toEqual([false, false, true, false]);
    expect(graph.directNeeds('c')).toEqual(['a']);
  });

  it('goes when one of them is in error itself, or renamed', () => {
    expect(graphOf({ a: 'const x = 1', b: 'const x = ;' }).problem('a')).toBeNull();
    expect(graphOf({ a: 'const x = 1', b: 'const w = 1' }).problem('a')).toBeNull();
  });

  it('inside a scope or as an import is none', () => {
    const inner = graphOf({ a: 'const x = 1', b: '{ const x = 2 } function f(x) {}' });
    expect(inner.problem('a')).toBeNull();
    const kit = (source: string) => {
      const result = analyseCell(source, { allowTfjs: false, kitModules: ['kit/tensor'] });
      return result.ok ? result.analysis : null;
    };
    const source = 'import { matMul } from "kit/tensor"; matMul';
    const imported = buildGraph([
      { id: 'a', analysis: kit(source) },
      { id: 'b', analysis: kit(source) },
    ]);
    expect(imported.problem('b')).toBeNull();
    expect(imported.directNeeds('b')).toEqual([]);
  });
});

describe('cycles', () => {
  it('name the way from each cell back to it', () => {
    const graph = graphOf({
      a: 'const x = z',
      b: 'const y = x',
      c: '\nconst z = y',
      d: 'const w = z',
    });
    expect(graph.problem('a')).toMatchObject({
      code: 'cycle',
      line: 1,
      column: 11,
      details: {
        path: [
          { cell: 'a', name: 'z' },
          { cell: 'c', name: 'y' },
          { cell: 'b', name: 'x' },
        ],
      },
    });
    expect(graph.problem('c')).toMatchObject({
      line: 2,
      column: 11,
      details: {
        path: [
          { cell: 'c', name: 'y' },
          { cell: 'b', name: 'x' },
          { cell: 'a', name: 'z' },
        ],
      },
    });
    expect(graph.problem('b')?.message).toBe(
      'Cells need each other: b needs x, a needs z, c needs y',
    );
    expect(graph.problem('d')).toBeNull();
    expect(graph.canRun('d')).toBe(true);
  });

  it('take the shortest way', () => {
    const graph = graphOf({ a: 'const x = y + z', b: 'const y = z', c: 'const z = x' });
    expect(graph.problem('a')?.details.path).toEqual([
      { cell: 'a', name: 'z' },
      { cell: 'c', name: 'x' },
    ]);
  });

  it('of one cell with itself are none', () => {
    const graph = graphOf({ a: 'const f = (n) => n && f(n - 1); let x = 1; x = x + 1' });
    expect(graph.problem('a')).toBeNull();
    expect(graph.needs('a')).toEqual([]);
    expect(graph.dependents('a')).toEqual([]);
  });

  it('leave needs and dependents finite and without the cell itself', () => {
    const graph = graphOf({ a: 'const x = y', b: 'const y = x' });
    expect(graph.needs('a')).toEqual(['b']);
    expect(graph.dependents('a')).toEqual(['b']);
  });

  it('that do not meet are told apart', () => {
    const graph = graphOf({
      a: 'const x = y',
      b: 'const y = x',
      c: 'const p = q + x',
      d: 'const q = p',
    });
    expect(graph.problem('c')?.details.path).toEqual([
      { cell: 'c', name: 'q' },
      { cell: 'd', name: 'p' },
    ]);
  });
});

describe('assigning to another cell’s name', () => {
  it.each([
    ['x = 2', 1, 1],
    ['\n  x++', 2, 3],
    ['const f = () => { x += 1 }', 1, 19],
    ['[x] = [1]', 1, 2],
    ['({ a: x = 1 } = {})', 1, 7],
    ['for (x of []) {}', 1, 6],
  ])('%j is a fault at its place', (source, line, column) => {
    const problem = graphOf({ a: 'let x = 1', b: source }).problem('b');
    expect(problem).toMatchObject({
      code: 'assigns-foreign-name',
      line,
      column,
      details: { name: 'x', cell: 'a' },
    });
  });

  it('is a fault of the assigning cell alone', () => {
    const graph = graphOf({ a: 'let x = 1', b: 'x = 2', c: 'x' });
    expect(graph.problem('a')).toBeNull();
    expect(graph.problem('c')).toBeNull();
  });

  it('does not mean members, parameters, or names that no cell defines', () => {
    const graph = graphOf({
      a: 'const x = {}',
      b: 'x.y = 1; x[0] = 2; ((x) => { x = 1 })()',
      c: 'nobody = 1',
    });
    expect([graph.problem('b'), graph.problem('c')]).toEqual([null, null]);
  });
});

describe('a cell with a fault of its own', () => {
  const graph = graphOf({ a: 'const x = ;', b: 'x' });

  it('defines nothing and cannot run', () => {
    expect(graph.definer('x')).toBeNull();
    expect(graph.usedNames('b')).toEqual([]);
    expect(graph.canRun('a')).toBe(false);
    expect(graph.problem('a')).toBeNull();
    expect(graph.canRun('b')).toBe(true);
  });
});
