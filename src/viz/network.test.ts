import { describe, expect, it } from 'vitest';
import type { NetworkView } from '../kit/show/types.ts';
import { arcsFrom } from './arcs.ts';
import { placeNodes, seeded } from './layout.ts';
import { MAX_NODES, networkModel, networkTwin, nodeTowards } from './networkModel.ts';
import { networkSvg, nodeAt } from './networkSvg.ts';
import { elementsOf, networkStyle, nodeLabel } from './networkStyle.ts';
import { FALLBACK } from './palette.ts';
import { stepWord } from './Sentence.tsx';
import { visibleRows } from './Tree.tsx';

const net = (
  ids: readonly string[],
  edges: readonly (readonly [string, string])[],
  more: Partial<NetworkView> = {},
): NetworkView => ({
  kind: 'network',
  nodes: ids.map((id) => ({ id, label: id })),
  edges: edges.map(([source, target]) => ({ source, target })),
  ...more,
});

describe('spring layout', () => {
  const view = net(
    ['a', 'b', 'c', 'd', 'e'],
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['d', 'e'],
    ],
  );
  it('gives the same picture for the same seed and another for another', () => {
    expect(placeNodes({ ...view, seed: 4 })).toEqual(placeNodes({ ...view, seed: 4 }));
    expect(placeNodes({ ...view, seed: 4 })).not.toEqual(placeNodes({ ...view, seed: 5 }));
  });
  it('gives the picture that every machine gives, to the last bit', () => {
    expect(seeded(42)()).toBe(0.6011037519201636);
    expect(placeNodes({ ...view, seed: 4 }).slice(0, 2)).toEqual([
      { x: 1, y: 0.5340878341331191 },
      { x: 0.8110980928629763, y: 0.04730879001039085 },
    ]);
  });
  it('fills the unit square and keeps nodes apart', () => {
    const places = placeNodes(view);
    const xs = places.map((place) => place.x);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, 1]);
    for (const a of places) {
      for (const b of places) {
        if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(0.08);
      }
    }
  });
  it('puts neighbours nearer than strangers', () => {
    const path = placeNodes(
      net(
        ['a', 'b', 'c', 'd'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'd'],
        ],
      ),
    );
    const far = (i: number, j: number): number =>
      Math.hypot((path[i]!.x - path[j]!.x) * 1.6, path[i]!.y - path[j]!.y);
    expect(far(0, 1)).toBeLessThan(far(0, 3));
  });
  it('survives loops, doubled edges, unknown nodes, one node and none', () => {
    expect(placeNodes(net([], []))).toEqual([]);
    expect(
      placeNodes(
        net(
          ['a'],
          [
            ['a', 'a'],
            ['a', 'z'],
          ],
        ),
      ),
    ).toEqual([{ x: 0.5, y: 0.5 }]);
    const two = placeNodes(
      net(
        ['a', 'b'],
        [
          ['a', 'b'],
          ['a', 'b'],
        ],
      ),
    );
    expect(two.every((place) => Number.isFinite(place.x + place.y))).toBe(true);
  });
});

describe('other layouts', () => {
  it('put each node of a flow after all that lead to it, cycles or not', () => {
    const flow = net(
      ['q', 'a', 'b', 'c'],
      [
        ['q', 'a'],
        ['q', 'c'],
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'q'],
      ],
      { layout: 'layered' },
    );
    expect(placeNodes(flow).map((place) => place.x)).toEqual([0, 1 / 3, 2 / 3, 1]);
  });
  it('do not overflow the stack on a long chain', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => String(i));
    const chain = ids.slice(1).map((id, i) => [ids[i]!, id] as const);
    expect(placeNodes(net(ids, chain, { layout: 'layered' }))[19_999]!.x).toBe(1);
  });
  it('keep circle and grid inside the square', () => {
    for (const layout of ['circle', 'grid'] as const) {
      for (const count of [1, 2, 7]) {
        const ids = Array.from({ length: count }, (_, i) => String(i));
        for (const { x, y } of placeNodes(net(ids, [], { layout }))) {
          expect(x).toBeGreaterThanOrEqual(-1e-12);
          expect(x).toBeLessThanOrEqual(1 + 1e-12);
          expect(y).toBeGreaterThanOrEqual(-1e-12);
          expect(y).toBeLessThanOrEqual(1 + 1e-12);
        }
      }
    }
  });
});

describe('networkModel', () => {
  const flow = net(['q', 'a'], [['q', 'a']], { layout: 'layered' });
  it('lets flows run in the reading direction, and downwards where it is narrow', () => {
    expect(networkModel(flow, 'en').nodes.map((node) => node.place.x)).toEqual([0, 1]);
    expect(networkModel(flow, 'ar').nodes.map((node) => node.place.x)).toEqual([1, 0]);
    expect(networkModel(flow, 'ar', true).nodes.map((node) => node.place.y)).toEqual([0, 1]);
  });
  it('tells types by shape and colour, under the names they were given', () => {
    const model = networkModel(
      {
        kind: 'network',
        nodes: [
          { id: '1', label: 'x', type: 'device' },
          { id: '2', label: 'y', type: 'account' },
        ],
        edges: [],
        types: { account: { ar: 'حساب مصرفي', en: 'account' } },
      },
      'ar',
    );
    expect(model.styles.map((style) => style.name)).toEqual(['حساب مصرفي', 'device']);
    expect(new Set(model.styles.map((style) => style.shape)).size).toBe(2);
  });
  it('draws a limited number of nodes, and no edge to one that is not drawn', () => {
    const ids = Array.from({ length: MAX_NODES + 5 }, (_, i) => String(i));
    const model = networkModel(
      net(
        ids,
        [
          ['0', String(MAX_NODES + 1)],
          ['0', '1'],
        ],
        { layout: 'grid' },
      ),
      'en',
    );
    expect(model.nodes.length).toBe(MAX_NODES);
    expect(model.totalNodes).toBe(MAX_NODES + 5);
    expect(model.edges.length).toBe(1);
  });
  it('has a twin with nodes and edges', () => {
    const twin = networkTwin(networkModel(flow, 'en'), 'en');
    expect(twin.nodes.rows).toEqual([
      ['q', 1],
      ['a', 1],
    ]);
    expect(twin.edges.rows).toEqual([['q', 'a']]);
  });
  it('walks to the nearest node in the direction of the key', () => {
    const model = networkModel(net(['0', '1', '2', '3'], [], { layout: 'grid' }), 'en');
    expect(nodeTowards('ArrowRight', 0, model.nodes)).toBe(1);
    expect(nodeTowards('ArrowLeft', 0, model.nodes)).toBeNull();
    expect(nodeTowards('x', 0, model.nodes)).toBeNull();
  });
});

describe('drawing a network', () => {
  const model = networkModel(net(['<a>', 'حساب "7"'], [['<a>', 'حساب "7"']], { types: {} }), 'ar');
  it('isolates each line of a label by itself', () => {
    const text = nodeLabel('a name that is far too long for one line', 'data');
    const lines = text.split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatch(/^\u2068[^\u2066-\u2069]+\u2069$/);
  });
  it('gives Cytoscape ids of our own, so that no name can break a selector', () => {
    const elements = elementsOf(model, 600, 400);
    expect(elements.map((element) => element.data.id)).toEqual(['n0', 'n1', 'e0']);
    expect(JSON.stringify(networkStyle(model, FALLBACK, 'Plex'))).toContain('node[type = ');
  });
  it('escapes names in its SVG and holds all nodes', () => {
    const { text } = networkSvg(model, FALLBACK, 600, 400, "'Plex', sans-serif");
    expect(text).toContain('&lt;a&gt;');
    expect(text).toContain('حساب &quot;7&quot;');
    expect(text).not.toMatch(/NaN|undefined/);
    for (const node of model.nodes) {
      const { x, y } = nodeAt(node, 600, 400, false);
      expect(x > 0 && x < 600 && y > 0 && y < 400).toBe(true);
    }
  });
});

describe('sentence', () => {
  it('draws arcs as thick as the weights, none to itself, hairs first', () => {
    const arcs = arcsFrom(1, [0.7, 0.2, 0.1, NaN, 0], [10, 100, 200, 300, 400], 90);
    expect(arcs.map((arc) => arc.to)).toEqual([2, 0]);
    expect(arcs[1]!.width).toBeCloseTo(7, 5);
    expect(arcs.every((arc) => arc.width >= 1)).toBe(true);
  });
  it('stays under the top and copes with places not measured yet', () => {
    const [arc] = arcsFrom(0, [0, 1], [0, 500], 90);
    const top = Number(/C\S+ (\S+) /.exec(arc!.path)![1]);
    expect(0.75 * top + 0.25 * 90).toBeGreaterThanOrEqual(arc!.width / 2);
    expect(arcsFrom(0, [0.5, 0.5], [], 90)).toEqual([]);
  });
  it('steps by sight: left is the next word in Arabic', () => {
    expect(stepWord('ArrowLeft', 0, 3, true)).toBe(1);
    expect(stepWord('ArrowLeft', 0, 3, false)).toBe(0);
    expect(stepWord('End', 0, 3, true)).toBe(2);
    expect(stepWord('a', 0, 3, true)).toBeNull();
  });
});

it('a tree shows the children of what is open, in order', () => {
  const leaf = (key: string) => ({ key, type: 'number', preview: '1' });
  const root = {
    type: 'Object',
    preview: '{…}',
    children: [{ ...leaf('a'), children: [leaf('b')] }, leaf('c')],
  };
  expect(visibleRows(root, new Set()).map((row) => row.path)).toEqual(['0']);
  expect(visibleRows(root, new Set(['0'])).map((row) => row.path)).toEqual(['0', '0.0', '0.1']);
  expect(visibleRows(root, new Set(['0', '0.0'])).map((row) => row.node.key)).toEqual([
    undefined,
    'a',
    'b',
    'c',
  ]);
});
