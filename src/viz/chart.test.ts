import { describe, expect, it } from 'vitest';
import { stripIsolates } from '../i18n/bidi.ts';
import type { ChartView } from '../kit/show/types.ts';
import { compactNumber, logTicks, rangeOf } from './chartAxes.ts';
import { chartSpec } from './chartSpec.ts';
import { chartTwin } from './chartTwin.ts';
import { spreadApart } from './directLabels.ts';
import { binEdges, countBins, fiveNumbers, quantile, roundStep } from './histogram.ts';
import { FALLBACK } from './palette.ts';

const settings = { locale: 'ar', palette: FALLBACK, width: 800, font: 'Plex' } as const;
const lines: ChartView = {
  kind: 'chart',
  title: { ar: 'زمن الاستجابة', en: 'Latency' },
  x: { label: { ar: 'عدد المَعْلَمات', en: 'parameters' }, scale: 'log' },
  y: { label: { ar: 'زمن الاستجابة', en: 'latency' }, unit: 'ms' },
  traces: [
    { type: 'line', name: 'fp32', x: [1e6, 1e9], y: [2, 80], errorY: [1, 20] },
    { type: 'line', name: 'نموذج <b>', x: [1e6, 1e9], y: [1, 79], hue: 'query' },
  ],
};
const twinText = (view: ChartView): string[][] => {
  const twin = chartTwin(view, 'en');
  return twin.rows.map((row) => row.map((cell, j) => stripIsolates(twin.columns[j]!.write(cell))));
};

/** Every text that Plotly would read as its own HTML, without the `<b>` and `<br>` that we put into hover texts. */
const tagsIn = (value: unknown): string[] =>
  JSON.stringify(value).match(/<(?!\/?b>|br>|\/?extra>)[^>]*>/g) ?? [];

describe('texts from data', () => {
  it('become no tags and no links', () => {
    const bad = '<a href=x>y</a>';
    const view: ChartView = {
      ...lines,
      title: bad,
      x: { label: bad },
      y: { label: bad, unit: 'ms' },
      traces: [{ type: 'bar', name: bad, x: [bad, 'plain'], y: [1, 2], text: [bad, bad] }],
    };
    const { layout, data } = chartSpec(view, { ...settings, isFile: true });
    const [trace] = data as { x?: unknown }[];
    // Categories are values, not texts; what is shown for them are the tick texts.
    expect(tagsIn({ ...layout, xaxis: { ...layout.xaxis, tickvals: [] } })).toEqual([]);
    expect(tagsIn({ ...trace, x: [] })).toEqual([]);
    expect(tagsIn(bad)).toHaveLength(2);
  });
});

describe('chartSpec', () => {
  const spec = chartSpec(lines, settings);
  const data = spec.data as Record<string, unknown>[];

  it('closes every isolate on its own line and never puts one into values', () => {
    const texts = JSON.stringify(spec).split(/\\n|<br>/);
    for (const line of texts) {
      const opened = [...line].filter((c) => '\u2066\u2067\u2068'.includes(c)).length;
      expect([...line].filter((c) => c === '\u2069').length).toBe(opened);
    }
    expect(JSON.stringify(data.map((trace) => [trace['x'], trace['y']]))).not.toMatch(
      /[\u2066-\u2069]/,
    );
  });
  it('forces our Arabic right to left and lets names from data decide', () => {
    const notes = spec.layout.annotations!.map((note) => note.text!);
    expect(notes[1]).toBe('\u2067عدد المَعْلَمات\u2069');
    expect(notes[0]).toContain('\u2066ms\u2069');
    expect(notes).toContain('\u2068fp32\u2069');
  });
  it('gives symbols their hue and others a step of the ramp, with different markers', () => {
    const markers = data.map((trace) => trace['marker'] as { color: string; symbol: string });
    expect(markers[1]!.color).toBe('#2f62cc');
    expect(markers[0]!.color).not.toBe(markers[1]!.color);
    expect(markers[0]!.symbol).not.toBe(markers[1]!.symbol);
  });
  it('keeps error bars inside the range and starts at zero when the least is small', () => {
    const range = spec.layout.yaxis!.range as number[];
    expect(range[0]).toBe(0);
    expect(range[1]).toBeGreaterThan(100);
  });
  it('does not let a name from data become a tag or a template', () => {
    const hover = String(data[1]!['hovertemplate']);
    expect(hover).toContain('&lt;b>');
    const sly = chartSpec(
      { ...lines, traces: [{ type: 'line', name: '%{x}', y: [1, 2] }] },
      settings,
    );
    expect(JSON.stringify(sly.data)).not.toContain('<b>\u2068%{x}');
  });
  it('names lines at their ends when there is room, in a legend when there is not, and in files', () => {
    expect(spec.hasDirectLabels).toBe(true);
    expect(chartSpec(lines, { ...settings, width: 340 }).hasDirectLabels).toBe(false);
    const file = chartSpec(lines, { ...settings, isFile: true });
    expect(file.layout.showlegend).toBe(true);
    expect(file.layout.paper_bgcolor).toBe('#fbfcfb');
    expect(JSON.stringify(file.layout.title)).toContain('زمن الاستجابة');
  });
  it('keeps categories bare and labels their ticks', () => {
    const view: ChartView = {
      ...lines,
      x: { label: 'model', scale: 'category' },
      traces: [{ type: 'bar', x: ['هجين', 'BM25'], y: [1, 2] }],
    };
    const { xaxis } = chartSpec(view, settings).layout;
    expect(xaxis!.tickvals).toEqual(['هجين', 'BM25']);
    expect(xaxis!.ticktext).toEqual(['\u2068هجين\u2069', '\u2068BM25\u2069']);
  });
  it('survives no points, no traces and points that are not finite', () => {
    const none = { ...lines, traces: [] };
    expect(chartSpec(none, settings).data).toEqual([]);
    expect(chartTwin(none, 'en').rows).toEqual([]);
    const holes: ChartView = {
      ...lines,
      y: { label: 'y', scale: 'log' },
      traces: [
        { type: 'line', name: 'a', y: [NaN, 0, -1] },
        { type: 'line', name: 'b', y: [] },
      ],
    };
    expect(chartSpec(holes, settings).hasDirectLabels).toBe(false);
  });
  it('is the same for the same input', () => {
    expect(chartSpec(lines, settings)).toEqual(spec);
  });
});

describe('the twin of a chart', () => {
  it('has one column for each series over a shared x, error bars beside', () => {
    const twin = chartTwin(lines, 'en');
    expect(twin.columns.map((column) => column.label)).toEqual([
      'parameters',
      'fp32',
      'fp32, error ±',
      'نموذج <b>',
    ]);
    expect(twin.rows[1]).toEqual([1e9, 80, 20, 79]);
  });
  it('lists points one by one where series do not share x', () => {
    const view: ChartView = {
      ...lines,
      traces: [
        { type: 'scatter', name: 'a', x: [1], y: [2], text: ['first'] },
        { type: 'bubble', x: [3, 4], y: [5, 6], z: [7, 8] },
      ],
    };
    expect(twinText(view)).toEqual([
      ['a', '1', '2', '–', 'first'],
      ['series 2', '3', '5', '7', '–'],
      ['series 2', '4', '6', '8', '–'],
    ]);
  });
  it('shows the bins and the five numbers that the picture is drawn from', () => {
    const histogram: ChartView = {
      ...lines,
      traces: [{ type: 'histogram', x: [1, 1.2, 2, 3, 9.9] }],
    };
    const rows = twinText(histogram);
    expect(rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(5);
    const drawn = chartSpec(histogram, settings).data[0] as unknown as { y: number[] };
    expect(rows.map((row) => Number(row[1]))).toEqual(drawn.y);
    const box: ChartView = { ...lines, traces: [{ type: 'box', name: 'a', y: [1, 2, 3, 4, 100] }] };
    expect(twinText(box)).toEqual([['a', '5', '1', '2', '3', '4', '100']]);
  });
  it('lists a heat map by rows', () => {
    const heat: ChartView = {
      ...lines,
      traces: [
        {
          type: 'heatmap',
          z: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    };
    expect(twinText(heat)).toEqual([
      ['0', '1', '2'],
      ['1', '3', '4'],
    ]);
  });
});

describe('histogram', () => {
  it('has round edges that hold all values, the last edge included', () => {
    const values = Array.from({ length: 101 }, (_, i) => i / 10);
    const edges = binEdges(values);
    expect(edges[0]).toBe(0);
    expect(edges[edges.length - 1]).toBe(10);
    expect(countBins(values, edges).counts.reduce((a, b) => a + b)).toBe(101);
  });
  it('puts a value that equals an edge into the bin that starts there', () => {
    const { counts } = countBins([0.1, 0.3, 0.7], [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
    expect(counts).toEqual([0, 1, 0, 1, 0, 0, 0, 1]);
  });
  it('copes with nothing, one value, equal values and one far outlier', () => {
    expect(binEdges([])).toEqual([0, 1]);
    expect(binEdges([NaN, 5, 5])).toEqual([4.5, 5.5]);
    expect(binEdges([...Array<number>(99).fill(0), 1e6]).length).toBeLessThanOrEqual(62);
  });
  it('rounds steps up', () => {
    expect([0.11, 1, 2.1, 26, 999].map(roundStep)).toEqual([0.2, 1, 2.5, 50, 1000]);
  });
});

describe('five numbers', () => {
  it('agree with type 7 quantiles and Tukey’s whiskers', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(fiveNumbers([1, 2, 3, 4, 100])).toMatchObject({
      q1: 2,
      median: 3,
      q3: 4,
      lowWhisker: 1,
      highWhisker: 4,
      outliers: [100],
    });
    expect(fiveNumbers([NaN])).toBeNull();
  });
});

describe('axes', () => {
  it('writes ticks of log axes in few letters', () => {
    expect(logTicks(7, 9)).toEqual([1e7, 3e7, 1e8, 3e8, 1e9]);
    expect(logTicks(-1, 5)).toEqual([0.1, 1, 10, 100, 1000, 1e4, 1e5]);
    expect(logTicks(0, 40).length).toBeLessThanOrEqual(10);
    const written = [0.001, 1, 3000, 1e4, 3e5, 1e7, 1e9].map((value) =>
      compactNumber(value, false),
    );
    expect(written).toEqual(['0.001', '1', '3,000', '10k', '300k', '10M', '1B']);
    expect(compactNumber(1e9, true)).toBe('1G');
    expect(compactNumber(1e-6, true)).toBe('1e−6');
  });
  it('leaves air, and a point its surroundings', () => {
    expect(rangeOf([5], false)).toEqual([4.5, 5.5]);
    expect(rangeOf([0], false)).toEqual([-0.1, 0.1]);
    expect(rangeOf([0, -1], true)).toBeNull();
    expect(rangeOf([1, 100], true)![0]).toBeLessThan(0);
  });
  it('spreads labels apart without changing their order, inside the plot', () => {
    expect(spreadApart([10, 12, 100], 16, 200)).toEqual([10, 26, 100]);
    expect(spreadApart([199, 198], 16, 200)).toEqual([200, 184]);
    expect(spreadApart([], 16, 200)).toEqual([]);
  });
});
