// @vitest-environment jsdom
import { act as reactAct } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stripIsolates } from '../i18n/bidi.ts';
import { LOCALES, type Locale } from '../i18n/locale.ts';
import type { View } from '../kit/show/types.ts';
import { focusStore, setFocus } from './focus.ts';
import { ViewOutput } from './ViewOutput.tsx';

const react = vi.fn(async () => undefined);
vi.mock('plotly.js-cartesian-dist-min', () => ({
  default: { react, purge: vi.fn(), toImage: vi.fn() },
}));
const cytoscape = vi.fn(() => ({ on: vi.fn(), destroy: vi.fn(), batch: vi.fn() }));
vi.mock('cytoscape', () => ({ default: cytoscape }));

const w = (ar: string, en: string) => ({ ar, en });
const tokens = ['The', 'robot', 'it'];
const weights = [
  [1, 0, 0],
  [0.25, 0.75, 0],
  [0.2, 0.5, 0.3],
];
const matrix: View = {
  kind: 'matrix',
  values: weights,
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  links: { symbol: 'weights', rows: 'tokens', cols: 'tokens' },
  caption: w('الأوزان', 'weights'),
};
const sentence: View = { kind: 'sentence', tokens, weights, from: 2, links: { rows: 'tokens' } };
const tree: View = {
  kind: 'tree',
  root: {
    type: 'Object',
    preview: '{a: 1}',
    children: [
      { key: 'a', type: 'Array', preview: '[1]', children: [{ type: 'number', preview: '1' }] },
    ],
    more: 3,
  },
};
const error: View = {
  kind: 'error',
  name: 'KitError',
  message: 'shape-mismatch: expected 6, got 8',
  code: 'shape-mismatch',
  details: {},
  line: 6,
  column: 2,
  stack: ['scores (6:2)', 'run'],
};
/** Each kind, with a text that must be on the page in each language. */
const KINDS: readonly (readonly [View, { ar: string; en: string }])[] = [
  [{ kind: 'text', text: w('نص', 'a text') }, w('نص', 'a text')],
  [
    { kind: 'number', value: -12.5, unit: 'ms', label: w('الفرق', 'difference') },
    w('−12.5', '−12.5'),
  ],
  [
    {
      kind: 'table',
      totalRows: 9,
      columns: [{ key: 'a', label: w('الاسم', 'name') }],
      rows: [{ a: 1.5 }],
    },
    w('أول 1 من الصفوف، ومجموعها 9', 'First 1 of 9 rows'),
  ],
  [matrix, w('الصفوف استعلامات', 'rows: queries')],
  [
    { kind: 'matrix', values: { shape: [40, 40], values: new Float32Array(1600) } },
    w('أشر إلى خانة', 'Point at an entry'),
  ],
  [
    {
      kind: 'chart',
      title: w('العنوان', 'The title'),
      x: { label: 'x' },
      y: { label: 'y' },
      traces: [{ type: 'line', y: [1, 2] }],
    },
    w('العنوان', 'The title'),
  ],
  [
    { kind: 'network', nodes: [{ id: 'a', label: w('عقدة', 'node a') }], edges: [] },
    w('أشر إلى عقدة', 'Point at a node'),
  ],
  [{ kind: 'formula', tex: '\\htmlData{symbol=Q}{Q}' }, w('Q', 'Q')],
  [
    {
      kind: 'image',
      width: 2,
      height: 1,
      data: new Uint8ClampedArray(8),
      alt: w('صورة', 'a picture'),
    },
    w('صورة', 'a picture'),
  ],
  [{ kind: 'markdown', text: w('**مهم** `a[0]`', '**weighty** `a[0]`') }, w('مهم', 'weighty')],
  [tree, w('3 عناصر أخرى', '3 more')],
  [
    {
      kind: 'tensor',
      shape: [2, 3],
      dtype: 'float32',
      sizeBytes: 24,
      stats: { min: 0, max: 5, mean: 2.5, std: 1.7 },
      nanCount: 2,
      infiniteCount: 0,
      head: { shape: [6], values: Float32Array.of(0, 1, 2, 3, 4, 5) },
    },
    w('خانتا NaN', '2 NaN entries'),
  ],
  [{ kind: 'log', level: 'warn', text: 'careful' }, w('تحذير', 'warning')],
  [{ kind: 'progress', done: 1, total: 4, leftMs: 2000 }, w('بقي 2\u00a0s', '2\u00a0s left')],
  [sentence, w('ما الذي تقرؤه «it»', 'What “it” reads')],
  [{ kind: 'turns', hands: [{ values: [[1, 0]] }], at: 0 }, w('الزوج 0', 'pair 0')],
  [{ kind: 'group', views: [{ kind: 'text', text: 'one' }, sentence] }, w('one', 'one')],
  [
    { kind: 'truncated', reason: 'rate', shown: 5, total: 20 },
    w('المعروض 5 من 20', '5 of 20 shown'),
  ],
  [error, w('مكدس الاستدعاءات: مستويان', 'Stack, 2 frames')],
];

// The first picture of each kind loads its code, KaTeX and the Markdown parser included.
vi.setConfig({ testTimeout: 30_000 });

const environment = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };
/** React's `act`, with its warnings about what loads by itself between two of them switched off. */
async function act(work: () => Promise<void>): Promise<void> {
  environment.IS_REACT_ACT_ENVIRONMENT = true;
  await reactAct(work);
  environment.IS_REACT_ACT_ENVIRONMENT = false;
}

let host: HTMLElement;
let root: Root;
beforeEach(() => {
  // jsdom draws nothing: a canvas without a context is what it offers, quietly.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
  setFocus(null);
  vi.restoreAllMocks();
  react.mockClear();
});

async function show(view: View, locale: Locale = 'en', more: object = {}): Promise<void> {
  await act(async () => root.render(<ViewOutput view={view} locale={locale} {...more} />));
  await vi.waitFor(
    async () => {
      await act(async () => undefined);
      if (host.querySelector('.viz-waiting')) throw new Error('still loading');
    },
    { timeout: 15_000, interval: 20 },
  );
}
const press = (target: Element, key: string): Promise<void> =>
  act(async () => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
const text = (): string => stripIsolates(host.textContent ?? '');

describe.each(LOCALES)('in %s', (locale) => {
  it.each(KINDS.map(([view, words], i) => [`${view.kind} ${i}`, view, words] as const))(
    'draws %s',
    async (_, view, words) => {
      await show(view, locale);
      expect(text()).toContain(words[locale]);
      expect(host.querySelector('[role="alert"]')).toBeNull();
      const output = host.querySelector('.viz-output')!;
      expect([output.getAttribute('lang'), output.getAttribute('dir')]).toEqual([
        locale,
        locale === 'ar' ? 'rtl' : 'ltr',
      ]);
    },
  );
});

describe('a matrix', () => {
  const cell = (i: number, j: number): HTMLElement =>
    host.querySelector<HTMLElement>(`[data-cell="${i} ${j}"]`)!;
  it('has one tab stop, moved by arrow keys, and points at what has the focus', async () => {
    await show(matrix);
    const stops = (): Element[] => [...host.querySelectorAll('[role="gridcell"][tabindex="0"]')];
    expect(stops()).toEqual([cell(0, 0)]);
    await act(async () => cell(0, 0).focus());
    await press(cell(0, 0), 'ArrowRight');
    expect(document.activeElement).toBe(cell(0, 1));
    expect(stops()).toEqual([cell(0, 1)]);
    expect(focusStore.getState().focus).toEqual({
      symbol: 'weights',
      group: 'tokens',
      index: 0,
      otherGroup: 'tokens',
      other: 1,
    });
    await act(async () => cell(0, 1).blur());
    expect(focusStore.getState().focus).toBeNull();
  });
  it('shows its numbers as a table on demand', async () => {
    await show(matrix);
    expect(host.querySelector('table')).toBeNull();
    await act(async () => host.querySelector<HTMLButtonElement>('[aria-expanded]')!.click());
    expect(host.querySelectorAll('tbody tr').length).toBe(3);
    expect(host.querySelector<HTMLElement>('.viz-picture')!.hidden).toBe(true);
  });
  it('lights the row that another picture points at', async () => {
    await show({ kind: 'group', views: [matrix, sentence] });
    await act(async () => setFocus({ group: 'tokens', index: 1 }));
    expect(host.querySelectorAll('.viz-heat-row[data-lit]').length).toBe(1);
    expect(text()).toContain('What “robot” reads');
    await act(async () => setFocus(null));
    expect(host.querySelector('.viz-heat-row[data-lit]')).toBeNull();
    expect(text()).toContain('What “robot” reads');
  });
});

describe('turning vectors', () => {
  const turning: View = {
    kind: 'turns',
    hands: [
      { values: { shape: [3, 2], values: Float32Array.of(1, 0, 0, 1, -1, 0) }, name: 'q' },
      { values: { shape: [3, 2], values: Float32Array.of(0, 1, -1, 0, 0, -1) }, name: 'k' },
    ],
    at: 0,
    rows: ['first', 'second', 'third'],
    links: { rows: 'places' },
  };
  const hands = (): number[] =>
    [...host.querySelectorAll<HTMLElement>('.viz-hand')].map((hand) => {
      const [, degrees] = /^rotate\((.+)deg\)$/.exec(hand.style.transform) ?? [];
      return Math.round(Number(degrees));
    });
  const [back, on] = [0, 1].map(
    (i) => () => host.querySelectorAll<HTMLButtonElement>('.viz-stepper button')[i]!,
  ) as [() => HTMLButtonElement, () => HTMLButtonElement];

  it('go from step to step, take the other pictures along, and stop at both ends', async () => {
    await show(turning);
    expect(hands()).toEqual([0, -90]);
    await act(async () => back().click());
    expect(text()).toContain('first');
    await act(async () => on().click());
    expect(hands()).toEqual([-90, -180]);
    expect(focusStore.getState().focus).toEqual({ group: 'places', index: 1 });
    await act(async () => on().click());
    await act(async () => on().click());
    expect(text()).toContain('third');
    // on by 90° from 180°, and not back by 270°
    expect(hands()).toEqual([-180, -270]);
  });
  it('follow what is pointed at elsewhere and stay there', async () => {
    await show(turning);
    await act(async () => setFocus({ group: 'places', index: 2 }));
    await act(async () => setFocus(null));
    expect(text()).toContain('third');
  });
  it('begin anew where a new run says so', async () => {
    await show(turning);
    await act(async () => on().click());
    await act(async () => setFocus(null));
    await show({ ...turning });
    expect(text()).toContain('second');
    await show({ ...turning, at: 2 });
    expect(text()).toContain('third');
  });
  it('say their angles as a table', async () => {
    await show(turning);
    await act(async () => host.querySelector<HTMLButtonElement>('[aria-expanded]')!.click());
    const rows = [...host.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((cell) => stripIsolates(cell.textContent ?? '')),
    );
    expect(rows[1]).toEqual(['second', '90.0', '180.0', '90.0']);
    expect(rows[2]).toEqual(['third', '180.0', '270.0', '90.0']);
  });
});

describe('a sentence', () => {
  it('follows sight with its arrow keys and shows the weights of the chosen word', async () => {
    await show(sentence, 'ar');
    const chosen = (): HTMLElement => host.querySelector<HTMLElement>('[aria-pressed="true"]')!;
    expect(chosen().textContent).toBe('it0.30');
    await act(async () => chosen().focus());
    await press(chosen(), 'ArrowLeft');
    expect(chosen().textContent).toBe('robot0.75');
  });
  it('is read in the direction of its own words, on a page of either language', async () => {
    const direction = () => host.querySelector('.viz-arc')!.getAttribute('dir');
    await show(sentence, 'ar');
    expect(direction()).toBe('ltr');
    const arabic: View = { ...sentence, tokens: ['أوقف', 'التحديث', 'الخادم'] } as View;
    await show(arabic, 'en');
    expect(direction()).toBe('rtl');
    const chosen = (): HTMLElement => host.querySelector<HTMLElement>('[aria-pressed="true"]')!;
    await act(async () => chosen().focus());
    await press(chosen(), 'ArrowRight');
    expect(chosen().textContent).toContain('التحديث');
    await show({ ...sentence, tokens: ['1', '+', '2'] } as View, 'ar');
    expect(direction()).toBe('rtl');
  });
});

describe('a tree', () => {
  it('opens and closes by keys', async () => {
    await show(tree);
    const items = (): HTMLElement[] => [...host.querySelectorAll<HTMLElement>('[role="treeitem"]')];
    expect(items().length).toBe(2);
    await act(async () => items()[0]!.focus());
    await press(items()[0]!, 'ArrowDown');
    await press(items()[1]!, 'ArrowRight');
    expect(items().length).toBe(3);
    await press(items()[1]!, 'ArrowLeft');
    expect(items().length).toBe(2);
  });
});

describe('an error', () => {
  it('explains in the reader’s language, keeps the original and leads to the line', async () => {
    const onGoToLine = vi.fn();
    const explain = () => ({ title: 'لا يمكن الضرب', text: 'الشكل `[6, 8]` لا يناسب.' });
    await show(error, 'ar', { explain, onGoToLine });
    expect(text()).toContain('لا يمكن الضرب');
    expect(host.querySelector('code')!.textContent).toBe('[6, 8]');
    expect(host.querySelector('pre[lang="en"]')!.textContent).toBe(
      'KitError: shape-mismatch: expected 6, got 8',
    );
    await act(async () => host.querySelector<HTMLButtonElement>('button')!.click());
    expect(onGoToLine).toHaveBeenCalledWith(6, 2);
  });
  it('has no way to a line without a page that offers one', async () => {
    await show(error);
    expect(host.querySelector('button')).toBeNull();
  });
});

describe('heavy pictures', () => {
  it('gives Plotly a spec and screen readers the numbers', async () => {
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ width: 640 } as DOMRect);
    const [chart] = KINDS.find(([view]) => view.kind === 'chart')!;
    await show(chart);
    await vi.waitFor(() => expect(react).toHaveBeenCalled());
    expect(host.querySelectorAll('.viz-sr tbody tr').length).toBe(2);
  });
  it('gives Cytoscape a graph that does not take the page’s scrolling', async () => {
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ width: 640 } as DOMRect);
    const [network] = KINDS.find(([view]) => view.kind === 'network')!;
    await show(network);
    await vi.waitFor(() => expect(cytoscape).toHaveBeenCalled());
    expect(cytoscape).toHaveBeenCalledWith(
      expect.objectContaining({ userZoomingEnabled: false, userPanningEnabled: false }),
    );
  });
});

describe('what cannot be drawn', () => {
  it('says so in its place, leaves its neighbours, and recovers with the next view', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const bad: View = { kind: 'matrix', values: { shape: [1, 1, 1], values: new Float32Array(1) } };
    await show({ kind: 'group', views: [bad, { kind: 'text', text: 'still here' }] }, 'ar');
    expect(host.querySelector('[role="alert"]')!.textContent).toContain('تعذّر إظهار هذا الرسم');
    expect(text()).toContain('still here');
    await show(matrix, 'ar');
    expect(host.querySelector('[role="alert"]')).toBeNull();
  });
  it('meets a kind that it does not know', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await show({ kind: 'hologram' } as unknown as View);
    expect(text()).toContain('hologram');
  });
});

describe('text that came from somewhere else', () => {
  it('never becomes markup', async () => {
    const nasty = '<img src=x onerror=alert(1)>';
    await show({
      kind: 'markdown',
      text: `${nasty}\n\n[x](javascript:alert(1)) ![pic](https://e.org/a.png)`,
    });
    expect(host.querySelector('img, a')).toBeNull();
    expect(text()).toContain(nasty);
  });
  it('trusts no TeX command but \\htmlData', async () => {
    await show({ kind: 'formula', tex: '\\href{javascript:alert(1)}{x} \\htmlData{symbol=Q}{Q}' });
    expect(host.querySelector('a')).toBeNull();
    expect(host.querySelector('[data-symbol="Q"]')).not.toBeNull();
  });
  it('shows a formula with a fault as its source', async () => {
    await show({ kind: 'formula', tex: '\\frac{1' });
    expect(text()).toContain('\\frac{1');
    expect(text()).toContain('could not be set');
  });
});
