import type { Data, Layout } from 'plotly.js';
import { label } from '../i18n/bidi.ts';
import type { Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { ChartView } from '../kit/show/types.ts';
import { axisAnnotations, axisLabel, plotlyAxis, rangeOf, reachOfY } from './chartAxes.ts';
import { boxName, plotlyTraces } from './chartTraces.ts';
import { toHex } from './colour.ts';
import { directLabels } from './directLabels.ts';
import type { Palette } from './palette.ts';
import { plotlyText } from './plotlyText.ts';
import { seriesOf } from './series.ts';
import { inWords, wordsKind } from './words.ts';

/** What a chart is drawn with besides its view. */
export interface ChartSettings {
  readonly locale: Locale;
  readonly palette: Palette;
  readonly width: number;
  /** The font family of the page, as canvas and SVG want it. */
  readonly font: string;
  /** A file stands alone: title and legend go into the picture, on paper. */
  readonly isFile?: boolean;
}

/** What Plotly is given. */
export interface ChartSpec {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  /** Series named at their line's end; the others need a legend beside the picture. */
  readonly hasDirectLabels: boolean;
}

/** Turns a chart view into Plotly's terms for one language, theme and width. Pure: the same input gives the same spec. */
export function chartSpec(view: ChartView, settings: ChartSettings): ChartSpec {
  const { locale, palette, width, font, isFile } = settings;
  const series = seriesOf(view, locale);
  const kinds = new Set(view.traces.map((trace) => trace.type));
  const isDrawnLine = [...kinds].every((kind) => kind === 'line' || kind === 'scatter');
  const isHeat = kinds.size === 1 && kinds.has('heatmap');
  const height = Math.round(Math.max(260, Math.min(380, width * 0.52)));
  const hasTitle = isFile === true && view.title !== undefined;
  const margin = { l: 44, r: 18, t: hasTitle ? 86 : 34, b: 58 };
  const yRange = view.y.range
    ? ([...view.y.range] as [number, number])
    : rangeOf(reachOfY(series), view.y.scale === 'log');
  const isDirect = isDrawnLine && !isFile && width >= 520;
  const direct = isDirect
    ? directLabels(series, view, yRange, height - margin.t - margin.b, palette)
    : null;
  const xAxis = plotlyAxis({
    axis: view.x,
    values: kinds.has('box') ? series.map(boxName) : series.flatMap((one) => one.x),
    palette,
    isY: false,
    isAuto: !isDrawnLine && !kinds.has('bubble'),
  });
  const yAxis = plotlyAxis({
    axis: view.y,
    values: isDrawnLine ? reachOfY(series) : series.flatMap((one) => one.y),
    palette,
    isY: true,
    isAuto: !isDrawnLine && !kinds.has('bubble'),
  });
  const axes = [axisLabel(view.x, locale), axisLabel(view.y, locale)] as const;
  return {
    data: plotlyTraces(series, { locale, palette, axes, countLabel: vizText(locale, 'count') }),
    hasDirectLabels: direct !== null,
    layout: {
      width,
      height,
      autosize: false,
      margin: { ...margin, r: margin.r + (direct?.width ?? 0) },
      paper_bgcolor: isFile ? toHex(palette.paper) : 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      font: { family: font, size: 12, color: toHex(palette['ink-2']) },
      separators: '.,',
      showlegend: isFile === true && series.filter((one) => one.name).length > 1,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1.02, yanchor: 'bottom' },
      ...(hasTitle
        ? {
            title: {
              text: plotlyText(label(inWords(view.title!, locale), wordsKind(view.title!))),
              font: { size: 17, color: toHex(palette.ink) },
              y: 1,
              yref: 'container',
              yanchor: 'top',
              pad: { t: 18 },
              ...(locale === 'ar' ? { x: 0.98, xanchor: 'right' } : { x: 0.02, xanchor: 'left' }),
            },
          }
        : {}),
      hovermode: 'closest',
      dragmode: false,
      hoverlabel: {
        bgcolor: toHex(palette.ink),
        bordercolor: toHex(palette.ink),
        font: { family: font, size: 13, color: toHex(palette.paper) },
        align: locale === 'ar' ? 'right' : 'left',
      },
      barmode: kinds.has('histogram') && series.length > 1 ? 'overlay' : 'group',
      bargap: kinds.has('histogram') ? 0.02 : 0.42,
      xaxis: xAxis,
      // A heat map reads from the top, as a matrix does.
      yaxis: isHeat && yAxis.type === 'category' ? { ...yAxis, autorange: 'reversed' } : yAxis,
      annotations: [
        ...axisAnnotations(view.x, view.y, locale, palette),
        ...(direct?.annotations ?? []),
      ],
    },
  };
}
