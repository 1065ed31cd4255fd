import type { Core } from 'cytoscape';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { vizText } from '../i18n/viz.ts';
import type { NetworkView } from '../kit/show/types.ts';
import { toHex } from './colour.ts';
import { useViz } from './context.ts';
import { DataTable } from './DataTable.tsx';
import { svgBlob, textBlob, type Export } from './download.ts';
import { Figure } from './Figure.tsx';
import { fontsReady } from './fonts.ts';
import { networkModel, networkTwin, nodeTowards, type NetworkModel } from './networkModel.ts';
import { networkSvg } from './networkSvg.ts';
import { NodeLegend, Neighbours } from './NetworkParts.tsx';
import { elementsOf, networkStyle } from './networkStyle.ts';
import type { Palette } from './palette.ts';
import { modelCsv, type TableModel } from './tableModel.ts';
import { usePalette } from './theme.ts';
import { useNear } from './useNear.ts';
import { useWidth } from './useWidth.ts';
import { maybeInWords } from './words.ts';

/** A graph of nodes and edges. Pointing at a node, or walking to it with the arrow keys, shows its neighbours. */
export function Network({ view }: { readonly view: NetworkView }) {
  const { locale } = useViz();
  const box = useRef<HTMLDivElement>(null);
  const core = useRef<Core | null>(null);
  const palette = usePalette(box);
  const width = useWidth(box);
  const isNear = useNear(box);
  const [failure, setFailure] = useState<Error | null>(null);
  const [font, setFont] = useState('sans-serif');
  const [lit, setLit] = useState<number | null>(null);
  const isNarrow = width > 0 && width < 520;
  const model = useMemo(() => networkModel(view, locale, isNarrow), [view, locale, isNarrow]);
  const height = networkHeight(model, width);
  useEffect(() => {
    const container = box.current;
    if (!isNear || width === 0 || !container) return undefined;
    let isGone = false;
    const draw = async (): Promise<void> => {
      const [library, family] = await Promise.all([import('cytoscape'), fontsReady(container)]);
      if (isGone) return;
      setFont(family);
      core.current = library.default({
        container,
        elements: elementsOf(model, width, height),
        style: networkStyle(model, palette, family),
        layout: { name: 'preset', fit: false },
        // The page scrolls and the text keeps its size: no zooming, no panning.
        userZoomingEnabled: false,
        userPanningEnabled: false,
        boxSelectionEnabled: false,
        autounselectify: true,
      });
      const at = (id: string): number => Number(id.slice(1));
      core.current.on('mouseover tapstart', 'node', (event) => setLit(at(event.target.id())));
      core.current.on('mouseout', 'node', () => setLit(null));
    };
    draw().catch((error: unknown) => {
      if (!isGone) setFailure(error instanceof Error ? error : new Error(String(error)));
    });
    return () => {
      isGone = true;
      core.current?.destroy();
      core.current = null;
    };
  }, [model, palette, width, height, isNear]);
  useEffect(() => {
    if (core.current) mark(core.current, lit);
  }, [lit]);
  if (failure) throw failure;
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nodeTowards(event.key, lit ?? 0, model.nodes);
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (next !== null) setLit(next);
  };
  const twin = networkTwin(model, locale);
  const label = maybeInWords(view.caption, locale) || vizText(locale, 'nodes');
  return (
    <Figure
      kind="network"
      caption={view.caption}
      twin={() => (
        <>
          <DataTable model={twin.nodes} label={vizText(locale, 'nodes')} />
          <DataTable model={twin.edges} label={vizText(locale, 'edges')} />
        </>
      )}
      isTwinForReaders
      exports={networkExports({ model, palette, font, width, height, edges: twin.edges, core })}
      legend={
        model.totalNodes > model.nodes.length ? (
          <span>
            {vizText(locale, 'networkCut', { shown: model.nodes.length, total: model.totalNodes })}
          </span>
        ) : undefined
      }
    >
      <NodeLegend styles={model.styles} />
      <div
        ref={box}
        className="viz-graph"
        dir="ltr"
        style={{ blockSize: height }}
        role="group"
        aria-label={label}
        tabIndex={0}
        onFocus={() => setLit((last) => last ?? 0)}
        onBlur={() => setLit(null)}
        onKeyDown={onKeyDown}
      />
      <Neighbours model={model} lit={lit} />
    </Figure>
  );
}

/** Room for what there is to see: two nodes need no tall picture, layers are as high as the fullest of them. */
function networkHeight(model: NetworkModel, width: number): number {
  if (model.stacked !== null) return Math.min(620, 90 + model.stacked * 72);
  const share = width < 520 ? 1.05 : 0.62;
  const wish = Math.min(460, width * share, 170 + model.nodes.length * 34);
  return Math.round(Math.max(280, wish));
}

interface ExportParts {
  readonly model: NetworkModel;
  readonly palette: Palette;
  readonly font: string;
  readonly width: number;
  readonly height: number;
  readonly edges: TableModel;
  readonly core: RefObject<Core | null>;
}

/** The edges as CSV, our own drawing as SVG, the picture on the screen (nodes may have been moved) as PNG. */
function networkExports({
  model,
  palette,
  font,
  width,
  height,
  edges,
  core,
}: ExportParts): Export[] {
  return [
    { format: 'CSV', extension: 'csv', make: () => textBlob(modelCsv(edges), 'text/csv') },
    {
      format: 'SVG',
      extension: 'svg',
      make: () => {
        const svg = networkSvg(model, palette, Math.max(640, width), Math.max(400, height), font);
        return svgBlob(svg.text);
      },
    },
    {
      format: 'PNG',
      extension: 'png',
      make: () => {
        if (!core.current) throw new Error('internal: the network is not drawn yet');
        return core.current.png({ output: 'blob', scale: 2, bg: toHex(palette.paper) });
      },
    },
  ];
}

/** Lights a node, its edges and its neighbours, and sets all else back; null sets everything as it was. */
function mark(core: Core, lit: number | null): void {
  core.batch(() => {
    core.elements().removeClass('far near lit');
    if (lit === null) return;
    const node = core.getElementById(`n${lit}`);
    const around = node.closedNeighborhood();
    core.elements().difference(around).addClass('far');
    around.addClass('near');
    node.addClass('lit');
  });
}
