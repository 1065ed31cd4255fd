import { toHex } from './colour.ts';
import { escapeXml } from './download.ts';
import type { SvgFile } from './matrixSvg.ts';
import type { ModelNode, NetworkModel, NodeStyle } from './networkModel.ts';
import type { Palette } from './palette.ts';

/** Room round the places of the nodes for their labels, px. */
const PADDING = { x: 62, top: 28, bottom: 44 };

/** The place of a node in a picture of some size, px. */
export function nodeAt(
  node: ModelNode,
  width: number,
  height: number,
  isSquare: boolean,
): { readonly x: number; readonly y: number } {
  const { top, bottom } = PADDING;
  const x = Math.min(PADDING.x, width * 0.12);
  const high = height - top - bottom;
  const wide = isSquare ? Math.min(high, width - 2 * x) : width - 2 * x;
  return {
    x: (width - wide) / 2 + node.place.x * wide,
    y: top + node.place.y * high,
  };
}

/** Where a node's label starts and how it is anchored, seen from the node's middle. */
function labelAt({ side, size }: ModelNode): { x: number; y: number; anchor: string } {
  const r = size / 2;
  switch (side) {
    case 'left':
      return { x: -r - 5, y: 4, anchor: 'end' };
    case 'right':
      return { x: r + 5, y: 4, anchor: 'start' };
    case 'above':
      return { x: 0, y: -r - 6, anchor: 'middle' };
    case 'below':
      return { x: 0, y: r + 15, anchor: 'middle' };
  }
}

/** Path of a node's shape around 0, 0. */
export function shapePath(shape: NodeStyle['shape'], size: number): string {
  const r = size / 2;
  const n = (value: number): string => String(Math.round(value * 100) / 100);
  switch (shape) {
    case 'ellipse':
      return `M${n(-r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0z`;
    case 'round-rectangle':
    case 'rectangle':
      return `M${n(-r)} ${n(-r)}h${n(2 * r)}v${n(2 * r)}h${n(-2 * r)}z`;
    case 'diamond':
      return `M0 ${n(-r)}L${n(r)} 0 0 ${n(r)} ${n(-r)} 0z`;
    case 'triangle':
      return `M0 ${n(-r)}L${n(r)} ${n(r)}H${n(-r)}z`;
    case 'hexagon':
      return `M${n(-r)} 0L${n(-r / 2)} ${n(-r)}H${n(r / 2)}L${n(r)} 0 ${n(r / 2)} ${n(r)}H${n(-r / 2)}z`;
  }
}

/** The network as a drawing that stands by itself. */
export function networkSvg(
  model: NetworkModel,
  palette: Palette,
  width: number,
  height: number,
  font: string,
): SvgFile {
  const places = model.nodes.map((node) => nodeAt(node, width, height, model.isSquare));
  const line = toHex(palette['line-2']);
  const paper = toHex(palette.paper);
  const edges = model.edges.map((edge) => {
    const [a, b] = [places[edge.from]!, places[edge.to]!];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length < 1) return '';
    // The arrow's tip touches the node's edge, not its middle.
    const back = edge.isDirected ? model.nodes[edge.to]!.size / 2 + 2 : 0;
    const x = b.x - ((b.x - a.x) / length) * back;
    const y = b.y - ((b.y - a.y) / length) * back;
    const text = edge.label
      ? label(
          (a.x + b.x) / 2,
          (a.y + b.y) / 2 - 4,
          edge.label,
          toHex(palette['ink-2']),
          font,
          11,
          paper,
        )
      : '';
    return `<path d="M${px(a.x)} ${px(a.y)}L${px(x)} ${px(y)}" stroke="${line}" stroke-width="${px(edge.width)}"${edge.isDirected ? ' marker-end="url(#tip)"' : ''}/>${text}`;
  });
  const nodes = model.nodes.map((node, i) => {
    const { x, y } = places[i]!;
    const at = labelAt(node);
    const colour = toHex(palette[node.style.token]);
    const fill = node.style.isHollow ? toHex(palette.paper) : colour;
    return (
      `<path d="${shapePath(node.style.shape, node.size)}" transform="translate(${px(x)} ${px(y)})" fill="${fill}" stroke="${colour}" stroke-width="2"/>` +
      label(x + at.x, y + at.y, node.label, toHex(palette.ink), font, 12, paper, at.anchor)
    );
  });
  const tip = `<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4 0 8z" fill="${line}"/></marker>`;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${tip}</defs><rect width="100%" height="100%" fill="${toHex(palette.paper)}"/>${edges.join('')}${nodes.join('')}</svg>`;
  return { text, width, height };
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function label(
  x: number,
  y: number,
  text: string,
  fill: string,
  font: string,
  size: number,
  halo: string,
  anchor = 'middle',
): string {
  return `<text x="${px(x)}" y="${px(y)}" fill="${fill}" text-anchor="${anchor}" font-family="${escapeXml(font)}" font-size="${size}" paint-order="stroke" stroke="${halo}" stroke-width="3" stroke-linejoin="round">${escapeXml(text)}</text>`;
}
