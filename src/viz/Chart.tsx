import { useEffect, useMemo, useRef, useState } from 'react';
import { vizText } from '../i18n/viz.ts';
import type { ChartView } from '../kit/show/types.ts';
import { chartSpec } from './chartSpec.ts';
import { chartTwin } from './chartTwin.ts';
import { useViz } from './context.ts';
import { DataTable } from './DataTable.tsx';
import { svgBlob, svgPng, textBlob, type Export } from './download.ts';
import { Figure } from './Figure.tsx';
import { fontsReady } from './fonts.ts';
import { Legend } from './Legend.tsx';
import { seriesOf } from './series.ts';
import { modelCsv } from './tableModel.ts';
import { usePalette } from './theme.ts';
import { useNear } from './useNear.ts';
import { useWidth } from './useWidth.ts';
import { inWords, maybeInWords } from './words.ts';

type Plotly = (typeof import('plotly.js-cartesian-dist-min'))['default'];
const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false } as const;

async function loadPlotly(): Promise<Plotly> {
  return (await import('plotly.js-cartesian-dist-min')).default;
}

/** A chart, drawn by Plotly for the width it has, drawn again when the width or the theme changes. */
export function Chart({ view }: { readonly view: ChartView }) {
  const { locale } = useViz();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const palette = usePalette(box);
  const width = useWidth(box);
  const isNear = useNear(box);
  const [failure, setFailure] = useState<Error | null>(null);
  const [font, setFont] = useState('sans-serif');
  const spec = useMemo(
    () => chartSpec(view, { locale, palette, width: Math.max(280, width), font }),
    [view, locale, palette, width, font],
  );
  useEffect(() => {
    const element = plot.current;
    if (!isNear || width === 0 || !element) return undefined;
    let isGone = false;
    const draw = async (): Promise<void> => {
      const [plotly, family] = await Promise.all([loadPlotly(), fontsReady(element)]);
      if (isGone) return;
      setFont(family);
      await plotly.react(element, spec.data, spec.layout, CONFIG);
    };
    draw().catch((error: unknown) => {
      if (!isGone) setFailure(error instanceof Error ? error : new Error(String(error)));
    });
    return () => {
      isGone = true;
    };
  }, [spec, isNear, width]);
  useEffect(() => {
    const element = plot.current;
    return () => {
      if (element?.hasChildNodes()) void loadPlotly().then((plotly) => plotly.purge(element));
    };
  }, []);
  const series = useMemo(() => seriesOf(view, locale), [view, locale]);
  // Thrown while rendering, so that the boundary around the view shows it.
  if (failure) throw failure;
  const name =
    maybeInWords(view.title, locale) ||
    [view.y, view.x].map((axis) => inWords(axis.label, locale)).join(' / ');
  const label = vizText(locale, 'chartLabel', { name });
  const needsLegend = !spec.hasDirectLabels && series.filter((one) => one.name).length > 1;
  return (
    <Figure
      kind="chart"
      title={view.title}
      note={view.note}
      twin={() => <DataTable model={chartTwin(view, locale)} label={label} />}
      isTwinForReaders
      exports={chartExports(view, { locale, palette, width: 900, font })}
    >
      {needsLegend && !view.traces.every((trace) => trace.type === 'box') && (
        <Legend series={series} />
      )}
      <div ref={box} className="viz-plot" style={{ minBlockSize: spec.layout.height }}>
        <div ref={plot} dir="ltr" role="img" aria-label={label} />
      </div>
    </Figure>
  );
}

function chartExports(
  view: ChartView,
  settings: Parameters<typeof chartSpec>[1],
): readonly Export[] {
  const image = (format: 'png' | 'svg') => async (): Promise<Blob> => {
    const plotly = await loadPlotly();
    const { data, layout } = chartSpec(view, { ...settings, isFile: true });
    const [width, height] = [layout.width!, layout.height!];
    // The PNG too is made from the SVG: Plotly's own would be set in whatever font the machine has.
    const url = await plotly.toImage({ data, layout }, { format: 'svg', width, height });
    const svg = await dataBlob(url).text();
    return format === 'svg' ? svgBlob(svg) : svgPng(svg, width, height);
  };
  return [
    {
      format: 'CSV',
      extension: 'csv',
      make: () => textBlob(modelCsv(chartTwin(view, settings.locale)), 'text/csv'),
    },
    { format: 'SVG', extension: 'svg', make: image('svg') },
    { format: 'PNG', extension: 'png', make: image('png') },
  ];
}

/** A data address as a file. Read by hand: the page's policy lets nothing be fetched from `data:`. */
export function dataBlob(url: string): Blob {
  const match = /^data:([^;,]*)[^,]*?(;base64)?,(.*)$/s.exec(url);
  if (!match) throw new Error('internal: not a data address');
  const [, mime, base64, body] = match;
  const text = base64 ? atob(body!) : decodeURIComponent(body!);
  // An SVG holds Arabic and goes as text; a PNG goes byte by byte.
  return base64
    ? new Blob([Uint8Array.from(text, (c) => c.charCodeAt(0))], { type: mime! })
    : new Blob([text], { type: mime! });
}
