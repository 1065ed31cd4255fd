import type { ElementDefinition, StylesheetJson } from 'cytoscape';
import { label } from '../i18n/bidi.ts';
import { toHex } from './colour.ts';
import type { ModelNode, NetworkModel } from './networkModel.ts';
import { nodeAt } from './networkSvg.ts';
import type { Palette } from './palette.ts';

/** Labels of edges crowd a picture beyond this many; then they come with the node that is pointed at. */
const MAX_EDGE_LABELS = 14;
const MAX_LINE = 22;

/**
 * A label in lines of some twenty letters, each line in its own isolate. Cytoscape's own wrapping would open an isolate
 * on the first line and close it on the last, and turn the words of the others round.
 */
export function nodeLabel(text: string, kind: 'ours' | 'data'): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= MAX_LINE) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return label(lines.join('\n'), kind);
}

function labelSide(side: ModelNode['side']): object {
  const isBeside = side === 'left' || side === 'right';
  return {
    halign: isBeside ? side : 'center',
    valign: isBeside ? 'center' : side === 'above' ? 'top' : 'bottom',
    marginX: side === 'left' ? -4 : side === 'right' ? 4 : 0,
    marginY: side === 'above' ? -4 : side === 'below' ? 4 : 0,
  };
}

/** Nodes and edges as Cytoscape wants them, placed in px for one size of the picture. */
export function elementsOf(
  model: NetworkModel,
  width: number,
  height: number,
): ElementDefinition[] {
  const nodes = model.nodes.map((node, i) => ({
    group: 'nodes' as const,
    data: {
      id: `n${i}`,
      label: nodeLabel(node.label, node.labelKind),
      type: node.style.type,
      size: node.size,
      ...labelSide(node.side),
    },
    position: nodeAt(node, width, height, model.isSquare),
  }));
  const edges = model.edges.map((edge, i) => ({
    group: 'edges' as const,
    data: {
      id: `e${i}`,
      source: `n${edge.from}`,
      target: `n${edge.to}`,
      label: edge.label ? label(edge.label, edge.labelKind) : '',
      width: edge.width,
      arrow: edge.isDirected ? 'triangle' : 'none',
    },
  }));
  return [...nodes, ...edges];
}

/** The look of a network for one theme. */
export function networkStyle(model: NetworkModel, palette: Palette, font: string): StylesheetJson {
  const ink = toHex(palette.ink);
  const paper = toHex(palette.paper);
  const line = toHex(palette['line-2']);
  const hasLabels = model.edges.length <= MAX_EDGE_LABELS;
  const edgeLabel = {
    label: 'data(label)',
    'font-family': font,
    'font-size': 11,
    color: toHex(palette['ink-2']),
    'text-background-color': paper,
    'text-background-opacity': 0.9,
    'text-background-padding': '2px',
  };
  return [
    {
      selector: 'node',
      style: {
        width: 'data(size)',
        height: 'data(size)',
        label: 'data(label)',
        'font-family': font,
        'font-size': 12,
        color: ink,
        'text-halign': 'data(halign)',
        'text-valign': 'data(valign)',
        'text-margin-x': 'data(marginX)',
        'text-margin-y': 'data(marginY)',
        'text-wrap': 'wrap',
        'text-max-width': '400px',
        'text-background-color': paper,
        'text-background-opacity': 0.85,
        'text-background-padding': '1px',
        'border-width': 2,
        'overlay-opacity': 0,
      },
    },
    ...model.styles.map((style) => ({
      selector: `node[type = ${JSON.stringify(style.type)}]`,
      style: {
        shape: style.shape,
        'background-color': style.isHollow ? paper : toHex(palette[style.token]),
        'border-color': toHex(palette[style.token]),
      },
    })),
    {
      selector: 'edge',
      style: {
        width: 'data(width)',
        'line-color': line,
        'target-arrow-color': line,
        'target-arrow-shape': 'data(arrow)',
        'arrow-scale': 0.9,
        'curve-style': 'bezier',
        'control-point-step-size': 32,
        'overlay-opacity': 0,
        ...(hasLabels ? edgeLabel : {}),
      },
    },
    { selector: '.far', style: { opacity: 0.22 } },
    {
      selector: 'edge.near',
      style: { 'line-color': ink, 'target-arrow-color': ink, ...edgeLabel },
    },
    {
      selector: 'node.lit',
      style: {
        'font-weight': 600,
        'underlay-color': toHex(palette.accent),
        'underlay-opacity': 0.3,
        'underlay-padding': 6,
        'underlay-shape': 'ellipse',
      },
    },
  ] as StylesheetJson;
}
