import type { NetworkEdge, NetworkView } from '../kit/show/types.ts';

/** A place in a unit square, y downwards. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Graph {
  readonly count: number;
  /** Pairs of node indices; loops and edges to unknown nodes are left out. */
  readonly links: readonly (readonly [number, number])[];
}

/** A small seeded generator (mulberry32): the same seed gives the same picture on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function graphOf(nodes: readonly { id: string }[], edges: readonly NetworkEdge[]): Graph {
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const links: (readonly [number, number])[] = [];
  for (const edge of edges) {
    const [a, b] = [index.get(edge.source), index.get(edge.target)];
    if (a !== undefined && b !== undefined && a !== b) links.push([a, b]);
  }
  return { count: nodes.length, links };
}

/** Places for the nodes of a network, in their order, filling the unit square. */
export function placeNodes(view: NetworkView, aspect = 1.6): Place[] {
  const graph = graphOf(view.nodes, view.edges);
  if (graph.count === 0) return [];
  switch (view.layout ?? 'spring') {
    case 'circle':
      return circle(graph.count);
    case 'grid':
      return grid(graph.count, aspect);
    case 'layered':
      return layered(graph);
    case 'spring':
      return spring(graph, seeded(view.seed ?? 1), aspect);
  }
}

function circle(count: number): Place[] {
  if (count === 1) return [{ x: 0.5, y: 0.5 }];
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count - Math.PI / 2;
    return { x: 0.5 + 0.5 * Math.cos(turn), y: 0.5 + 0.5 * Math.sin(turn) };
  });
}

function grid(count: number, aspect: number): Place[] {
  const cols = Math.max(1, Math.min(count, Math.round(Math.sqrt(count * aspect))));
  const rows = Math.ceil(count / cols);
  const at = (i: number, n: number): number => (n === 1 ? 0.5 : i / (n - 1));
  return Array.from({ length: count }, (_, i) => ({
    x: at(i % cols, cols),
    y: at(Math.floor(i / cols), rows),
  }));
}

/**
 * Layers from left to right: each node one layer after the furthest of those that lead to it; edges that close a cycle
 * are left out of that rule. Inside a layer nodes stand by the mean place of their neighbours, to cross fewer edges.
 */
function layered({ count, links }: Graph): Place[] {
  const next: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of links) next[a]!.push(b);
  const depth = layersOf(count, next);
  const layers: number[][] = [];
  depth.forEach((d, node) => (layers[d] ??= []).push(node));
  const order = new Array<number>(count).fill(0);
  const settle = (): void =>
    layers.forEach((layer) =>
      layer.forEach((node, i) => (order[node] = (i + 1) / (layer.length + 1))),
    );
  settle();
  const near: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of links) {
    near[a]!.push(b);
    near[b]!.push(a);
  }
  for (let pass = 0; pass < 12; pass += 1) {
    for (const layer of pass % 2 ? [...layers].reverse() : layers) {
      const wish = new Map(
        layer.map((node) => {
          const around = near[node]!.filter((other) => depth[other] !== depth[node]);
          const sum = around.reduce((total, other) => total + order[other]!, 0);
          return [node, around.length ? sum / around.length : order[node]!];
        }),
      );
      layer.sort((a, b) => wish.get(a)! - wish.get(b)! || a - b);
    }
    settle();
  }
  const widest = Math.max(1, layers.length - 1);
  return depth.map((d, node) => ({
    x: layers.length === 1 ? 0.5 : d / widest,
    y: order[node]!,
  }));
}

function layersOf(count: number, next: readonly (readonly number[])[]): number[] {
  const state = new Array<0 | 1 | 2>(count).fill(0);
  const back = new Set<string>();
  const finished: number[] = [];
  for (let start = 0; start < count; start += 1) {
    if (state[start] !== 0) continue;
    // An own stack: a chain of ten thousand nodes must not overflow that of the machine.
    const stack: [number, number][] = [[start, 0]];
    state[start] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const child = next[top[0]]![top[1]];
      top[1] += 1;
      if (child === undefined) {
        state[top[0]] = 2;
        finished.push(top[0]);
        stack.pop();
      } else if (state[child] === 1) back.add(`${top[0]} ${child}`);
      else if (state[child] === 0) {
        state[child] = 1;
        stack.push([child, 0]);
      }
    }
  }
  const depth = new Array<number>(count).fill(0);
  for (const node of finished.reverse()) {
    for (const child of next[node]!) {
      if (!back.has(`${node} ${child}`)) depth[child] = Math.max(depth[child]!, depth[node]! + 1);
    }
  }
  return depth;
}

/**
 * Springs (Fruchterman and Reingold 1991): every pair pushes apart, every edge pulls together, a light pull to the
 * middle keeps loose parts near, and the longest allowed step shrinks to nothing. Only + − × ÷ and square roots, which
 * IEEE 754 fixes to the last bit: sines would differ between browsers and so would the picture.
 */
function spring({ count, links }: Graph, random: () => number, aspect: number): Place[] {
  const x = Float64Array.from({ length: count }, () => random() * aspect);
  const y = Float64Array.from({ length: count }, () => random());
  const ideal = Math.sqrt(aspect / count) * 0.85;
  const rounds = count > 200 ? 120 : 320;
  const dx = new Float64Array(count);
  const dy = new Float64Array(count);
  for (let round = 0; round < rounds; round += 1) {
    dx.fill(0);
    dy.fill(0);
    for (let i = 0; i < count; i += 1) {
      for (let j = i + 1; j < count; j += 1) {
        const ex = x[i]! - x[j]!;
        const ey = y[i]! - y[j]!;
        const push = (ideal * ideal) / Math.max(1e-9, ex * ex + ey * ey);
        dx[i]! += ex * push;
        dy[i]! += ey * push;
        dx[j]! -= ex * push;
        dy[j]! -= ey * push;
      }
      dx[i]! += (aspect / 2 - x[i]!) * 0.35;
      dy[i]! += (0.5 - y[i]!) * 0.35 * aspect;
    }
    for (const [a, b] of links) {
      const ex = x[a]! - x[b]!;
      const ey = y[a]! - y[b]!;
      const pull = Math.sqrt(ex * ex + ey * ey) / ideal;
      dx[a]! -= ex * pull;
      dy[a]! -= ey * pull;
      dx[b]! += ex * pull;
      dy[b]! += ey * pull;
    }
    const longest = 0.12 * (1 - round / rounds);
    for (let i = 0; i < count; i += 1) {
      const length = Math.sqrt(dx[i]! * dx[i]! + dy[i]! * dy[i]!);
      const step = length > longest ? longest / length : 1;
      x[i]! += dx[i]! * step;
      y[i]! += dy[i]! * step;
    }
  }
  return fitted(x, y);
}

/** Stretches places to the unit square; a single row or column stays in the middle. */
function fitted(x: Float64Array, y: Float64Array): Place[] {
  const span = (values: Float64Array): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return [low, high - low];
  };
  const [left, width] = span(x);
  const [top, height] = span(y);
  return Array.from(x, (value, i) => ({
    x: width > 1e-9 ? (value - left) / width : 0.5,
    y: height > 1e-9 ? (y[i]! - top) / height : 0.5,
  }));
}
