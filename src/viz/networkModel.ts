import type { Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { NetworkEdge, NetworkNode, NetworkView } from '../kit/show/types.ts';
import { placeNodes, type Place } from './layout.ts';
import type { Token } from './palette.ts';
import { modelColumn, type Cell, type TableModel } from './tableModel.ts';
import { inWords, maybeInWords, wordsKind } from './words.ts';

/** More nodes than this are a cloud that nobody reads; the first ones are drawn and the figure says so. */
export const MAX_NODES = 300;

/** How a type of node looks: shape and colour together. */
export interface NodeStyle {
  readonly type: string;
  readonly name: string;
  readonly shape: 'ellipse' | 'round-rectangle' | 'diamond' | 'triangle' | 'hexagon' | 'rectangle';
  readonly token: Token;
  /** Only the outline carries the colour. */
  readonly isHollow: boolean;
}

export interface ModelNode {
  readonly id: string;
  readonly label: string;
  readonly labelKind: 'ours' | 'data';
  readonly style: NodeStyle;
  readonly size: number;
  readonly place: Place;
  /** Where its label stands: outwards on a circle, else below. */
  readonly side: 'below' | 'above' | 'left' | 'right';
  /** Indices of neighbouring nodes, each once. */
  readonly near: readonly number[];
}

export interface ModelEdge {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly labelKind: 'ours' | 'data';
  readonly weight: number | null;
  /** Line width in px. */
  readonly width: number;
  readonly isDirected: boolean;
}

export interface NetworkModel {
  readonly nodes: readonly ModelNode[];
  readonly edges: readonly ModelEdge[];
  readonly styles: readonly NodeStyle[];
  readonly totalNodes: number;
  /** A circle stays round; other layouts fill the width. */
  readonly isSquare: boolean;
  /** How many nodes stand one under the other in a layered layout, else null: what decides its height. */
  readonly stacked: number | null;
}

const SHAPES = [
  'ellipse',
  'round-rectangle',
  'diamond',
  'triangle',
  'hexagon',
  'rectangle',
] as const;
const COLOURS: readonly (readonly [Token, boolean])[] = [
  ['r2', false],
  ['r4', false],
  ['r1', true],
  ['r3', true],
  ['r1', false],
  ['r3', false],
];

function stylesOf(nodes: readonly NetworkNode[], view: NetworkView, locale: Locale): NodeStyle[] {
  const declared = Object.keys(view.types ?? {});
  const used = nodes.map((node) => node.type ?? '');
  const types = [...new Set([...declared.filter((type) => used.includes(type)), ...used])];
  return types.map((type, i) => {
    const [token, isHollow] = COLOURS[i % COLOURS.length]!;
    return {
      type,
      name: maybeInWords(view.types?.[type], locale) || type,
      shape: SHAPES[i % SHAPES.length]!,
      token,
      isHollow,
    };
  });
}

/**
 * A network in one language: places, looks, neighbours. Layered flows run in the reading direction, or downwards where
 * there is little width.
 */
export function networkModel(view: NetworkView, locale: Locale, isNarrow = false): NetworkModel {
  const nodes = view.nodes.slice(0, MAX_NODES);
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const known = view.edges.filter((edge) => index.has(edge.source) && index.has(edge.target));
  // Two shapes only, so that a picture does not change with every pixel of width.
  const places = placeNodes({ ...view, nodes, edges: known }, isNarrow ? 0.9 : 1.6);
  const isLayered = view.layout === 'layered';
  const turn = (place: Place): Place => {
    if (isLayered && isNarrow) return { x: place.y, y: place.x };
    return isLayered && locale === 'ar' ? { x: 1 - place.x, y: place.y } : place;
  };
  const styles = stylesOf(nodes, view, locale);
  const byType = new Map(styles.map((style) => [style.type, style]));
  const near = nodes.map(() => new Set<number>());
  for (const edge of known) {
    const [a, b] = [index.get(edge.source)!, index.get(edge.target)!];
    if (a === b) continue;
    near[a]!.add(b);
    near[b]!.add(a);
  }
  const base = (nodes.length <= 20 ? 22 : nodes.length <= 60 ? 16 : 11) * (isNarrow ? 0.75 : 1);
  const layout = view.layout ?? 'spring';
  return {
    isSquare: layout === 'circle',
    stacked: isLayered ? stackedNodes(places, isNarrow) : null,
    styles,
    totalNodes: view.nodes.length,
    nodes: nodes.map((node, i) => ({
      id: node.id,
      label: inWords(node.label, locale),
      labelKind: wordsKind(node.label),
      style: byType.get(node.type ?? '')!,
      size: base * Math.sqrt(Math.max(0.15, Math.min(9, node.size ?? 1))),
      place: turn(places[i]!),
      side: layout === 'circle' ? outward(places[i]!) : 'below',
      near: [...near[i]!].sort((a, b) => a - b),
    })),
    edges: modelEdges(known, index, locale),
  };
}

function outward({ x, y }: Place): ModelNode['side'] {
  if (Math.abs(x - 0.5) > 0.17) return x < 0.5 ? 'left' : 'right';
  return y < 0.5 ? 'above' : 'below';
}

function stackedNodes(places: readonly Place[], isNarrow: boolean): number {
  const sizes = new Map<number, number>();
  for (const { x } of places) sizes.set(x, (sizes.get(x) ?? 0) + 1);
  return isNarrow ? sizes.size : Math.max(1, ...sizes.values());
}

function modelEdges(
  edges: readonly NetworkEdge[],
  index: ReadonlyMap<string, number>,
  locale: Locale,
): ModelEdge[] {
  const heaviest = edges.reduce((most, edge) => Math.max(most, Math.abs(edge.weight ?? 0)), 0);
  return edges.map((edge) => ({
    from: index.get(edge.source)!,
    to: index.get(edge.target)!,
    label: maybeInWords(edge.label, locale),
    labelKind: edge.label === undefined ? 'ours' : wordsKind(edge.label),
    weight: edge.weight ?? null,
    width:
      edge.weight === undefined || heaviest === 0 || !Number.isFinite(edge.weight)
        ? 1.4
        : 0.8 + (4.2 * Math.abs(edge.weight)) / heaviest,
    isDirected: edge.isDirected ?? false,
  }));
}

/** Nodes and edges as two tables: the text twin, and the files. */
export function networkTwin(
  model: NetworkModel,
  locale: Locale,
): { readonly nodes: TableModel; readonly edges: TableModel } {
  const { nodes, edges } = model;
  const hasTypes = model.styles.some((style) => style.name !== '');
  const hasLabels = edges.some((edge) => edge.label !== '');
  const hasWeights = edges.some((edge) => edge.weight !== null);
  return {
    nodes: columns(
      [
        [vizText(locale, 'node'), nodes.map((node) => node.label)],
        ...(hasTypes
          ? [[vizText(locale, 'type'), nodes.map((node) => node.style.name)] as const]
          : []),
        [
          vizText(locale, 'degree'),
          nodes.map((_, i) => edges.filter((edge) => edge.from === i || edge.to === i).length),
        ],
      ],
      locale,
    ),
    edges: columns(
      [
        [vizText(locale, 'from'), edges.map((edge) => nodes[edge.from]!.label)],
        [vizText(locale, 'to'), edges.map((edge) => nodes[edge.to]!.label)],
        ...(hasLabels
          ? [[vizText(locale, 'label'), edges.map((edge) => edge.label)] as const]
          : []),
        ...(hasWeights
          ? [[vizText(locale, 'weight'), edges.map((edge) => edge.weight)] as const]
          : []),
      ],
      locale,
    ),
  };
}

function columns(
  list: readonly (readonly [string, readonly Cell[]])[],
  locale: Locale,
): TableModel {
  const length = list[0]?.[1].length ?? 0;
  return {
    columns: list.map(([name, values]) => modelColumn(name, values, locale)),
    rows: Array.from({ length }, (_, i) => list.map(([, values]) => values[i]!)),
  };
}

/** The node that lies nearest in the direction of an arrow key, or null when there is none that way. */
export function nodeTowards(key: string, from: number, nodes: readonly ModelNode[]): number | null {
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  const start = nodes[from]?.place;
  if (!way || !start) return null;
  let best: number | null = null;
  let least = Infinity;
  nodes.forEach((node, i) => {
    const ex = node.place.x - start.x;
    const ey = node.place.y - start.y;
    const along = ex * way[0]! + ey * way[1]!;
    const aside = Math.abs(ex * way[1]!) + Math.abs(ey * way[0]!);
    // Inside a cone of some 60° to each side; being off the line costs double.
    if (i === from || along <= 1e-9 || aside > along * 1.8) return;
    const cost = along + 2 * aside;
    if (cost < least) [least, best] = [cost, i];
  });
  return best;
}
