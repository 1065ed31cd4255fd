import {
  addCell,
  expectState,
  lesson,
  openLesson,
  outputOf,
  pressRun,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';

/** What Plotly draws for a series, whatever its kind. */
const drawnTrace = '.viz-chart .main-svg .trace, .viz-chart .main-svg .hm';

/** One cell for each kind of output: its code, where it is drawn, and what a reader finds there. */
const kinds: readonly { kind: string; code: string; at: string; text?: RegExp }[] = [
  { kind: 'text', code: "'plain words';", at: '.viz-text', text: /plain words/ },
  {
    kind: 'number',
    code: "import { number } from 'kit/show';\nnumber(3.25, { unit: 'ms', label: 'time' });",
    at: '.viz-number',
    text: /3\.25/,
  },
  {
    kind: 'table',
    code: "[{ name: 'a', size: 1 }, { name: 'b', size: 2 }];",
    at: '.viz-table-box, .viz-table',
    text: /size/,
  },
  {
    kind: 'matrix',
    code: "import { matrix } from 'kit/show';\nmatrix([[1, -2], [3, 4]], { rows: ['x', 'y'] });",
    at: '.viz-matrix [data-cell="1 1"]',
    text: /4/,
  },
  {
    kind: 'large matrix',
    code: "import { matrix } from 'kit/show';\nmatrix(Array.from({ length: 60 }, (_, i) => Array.from({ length: 60 }, (_, j) => i * j)));",
    at: '.viz-matrix canvas',
  },
  ...['line', 'scatter', 'bar'].map((type) => ({
    kind: type,
    code: `import { chart, ${type} } from 'kit/show';\nchart(${type}({ x: [1, 2, 3], y: [2, 4, 1] }), { title: 'the title', x: 'x', y: 'y' });`,
    at: drawnTrace,
  })),
  {
    kind: 'histogram',
    code: "import { chart, histogram } from 'kit/show';\nchart(histogram({ x: [1, 2, 2, 3, 3, 3] }), { x: 'x', y: 'count' });",
    at: drawnTrace,
  },
  {
    kind: 'box',
    code: "import { box, chart } from 'kit/show';\nchart(box({ y: [1, 2, 3, 4, 10] }), { x: 'x', y: 'y' });",
    at: drawnTrace,
  },
  {
    kind: 'heat map',
    code: "import { chart, heatmap } from 'kit/show';\nchart(heatmap({ z: [[1, 2], [3, 4]] }), { x: 'x', y: 'y' });",
    at: drawnTrace,
  },
  {
    kind: 'bubble',
    code: "import { bubble, chart } from 'kit/show';\nchart(bubble({ x: [1, 2], y: [1, 2], z: [5, 9] }), { x: 'x', y: 'y' });",
    at: drawnTrace,
  },
  {
    kind: 'network',
    code: "import { network } from 'kit/show';\nnetwork([{ id: 'a', label: 'card' }, { id: 'b', label: 'bank' }], [{ source: 'a', target: 'b', isDirected: true }]);",
    at: '.viz-network canvas',
  },
  {
    kind: 'formula',
    code: "import { formula } from 'kit/show';\nformula('\\\\frac{1}{\\\\sqrt{D}}');",
    at: '.viz-formula .katex',
  },
  {
    kind: 'image of pixels',
    code: "import { image } from 'kit/show';\nimage({ width: 2, height: 1, data: new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 255]), alt: 'two pixels', isPixelated: true });",
    at: '.viz-image canvas',
  },
  {
    kind: 'encoded image',
    code: 'import { image } from \'kit/show\';\nimage({ width: 8, height: 8, mime: \'image/svg+xml\', alt: \'a square\', data: new TextEncoder().encode(\'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>\') });',
    at: '.viz-image img',
  },
  {
    kind: 'markdown',
    code: "import { markdown } from 'kit/show';\nmarkdown('**bold** and $x^2$');",
    at: '.viz-markdown strong',
    text: /bold/,
  },
  {
    kind: 'tree',
    code: 'new Map<string, unknown>([["a", { deep: [1, 2] }]]);',
    at: '.viz-tree',
    text: /Map/,
  },
  {
    kind: 'tensor',
    code: "import { ones } from 'kit/tensor';\nones([2, 3]);",
    at: '.viz-tensor',
    text: /2/,
  },
  {
    kind: 'log',
    code: "console.warn('a warning');",
    at: '.viz-log[data-level="warn"]',
    text: /a warning/,
  },
  {
    kind: 'sentence',
    code: "import { sentence } from 'kit/show';\nsentence(['one', 'two'], [[1, 0], [0.5, 0.5]], { from: 1 });",
    at: '.viz-sentence',
    text: /two/,
  },
  {
    kind: 'group',
    code: "import { group, text } from 'kit/show';\ngroup(text('left'), text('right'));",
    at: '.viz-group',
    text: /right/,
  },
  {
    kind: 'cut output',
    code: 'for (let i = 0; i < 150; i++) display(i);',
    at: '.viz-cut',
    text: /100/,
  },
  {
    kind: 'shown error',
    code: "display(Object.assign(new Error('shown, not thrown')));",
    at: '.viz',
    text: /shown, not thrown/,
  },
];

test('every kind of output is drawn', async ({ page }) => {
  test.setTimeout(4 * 60_000);
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  for (const { kind, code, at, text } of kinds) {
    await test.step(kind, async () => {
      await write(page, own, code);
      await pressRun(page, own);
      await expectState(page, own, 'done');
      const drawn = outputOf(page, own).locator(at).first();
      await expect(drawn, kind).toBeVisible();
      if (text) await expect(outputOf(page, own), kind).toContainText(text);
      await expect(outputOf(page, own).locator('.viz-error, .out-fault'), kind).toHaveCount(0);
    });
  }
});
