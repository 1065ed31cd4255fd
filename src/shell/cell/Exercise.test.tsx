// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import type { SlotContent } from '../slots.ts';
import { fakePage } from '../testing/fakeNotebook.ts';
import { render } from '../testing/render.tsx';
import type { Rendered } from '../testing/render.tsx';
import { Exercise } from './Exercise.tsx';

const content: SlotContent = {
  hints: ['<p>first</p>', '<p>second</p>', '<p>third</p>'],
  messages: { rows: '<p>Row {row} sums to <bdi data-value="sum">{sum}</bdi>.</p>' },
};
const lesson = fakePage([
  {
    id: 'mask',
    kind: 'exercise',
    run: 'cost',
    source: 'return 0;',
    solution: 'return 1;',
    check: 'x',
  },
]);
let page: Rendered;
afterEach(() => page.unmount());

async function drawn(): Promise<void> {
  page = await render(lesson, <Exercise id="mask" content={content} />);
}

test('its button checks instead of running', async () => {
  await drawn();
  await page.click('.btn.run');
  expect(page.notebook.calls).toEqual([['check', 'mask']]);
});

test('a finding is told in the lesson’s words with its values; values are never markup', async () => {
  await drawn();
  await page.change(() =>
    page.notebook.set('mask', {
      findings: [
        { passed: true, message: 'shape', values: {} },
        { passed: false, message: 'rows', values: { row: 2, sum: '<b>0.58</b>' } },
      ],
    }),
  );
  expect(page.text()).toContain('1 of 2 checks pass');
  expect(page.host.querySelector('.fail')?.textContent).toContain('Row 2 sums to <b>0.58</b>.');
});

test('a finding without words still says which it is', async () => {
  await drawn();
  await page.change(() =>
    page.notebook.set('mask', { findings: [{ passed: false, message: 'unheard-of', values: {} }] }),
  );
  expect(page.text()).toContain('unheard-of');
});

test('hints open in order, and the solution only after the last', async () => {
  await drawn();
  expect(page.host.querySelectorAll('.ladder .link')).toHaveLength(1);
  expect(page.text()).not.toContain('first');
  await page.click('.ladder .link');
  expect(page.text()).toContain('first');
  expect(page.text()).not.toContain('second');
  await page.click('.ladder .link');
  await page.click('.ladder .link');
  expect(page.text()).not.toContain('return 1;');
  await page.click('.ladder .link');
  const lines = [...page.host.querySelectorAll('.solution .diff > span')];
  expect(lines.map((line) => [line.className, line.lastChild?.textContent])).toEqual([
    ['removed', '− return 0;\n'],
    ['added', '+ return 1;\n'],
  ]);
  await page.click('.solution .link');
  expect(page.notebook.getState().cells['mask']?.source).toBe('return 1;');
});

test('passing says that the lesson goes on with the reader’s version', async () => {
  await drawn();
  await page.change(() =>
    page.notebook.set('mask', { findings: [{ passed: true, message: 'rows', values: {} }] }),
  );
  expect(page.text()).toContain('From here on the lesson uses your version');
});

test('what the checks find by themselves is told in the page’s words too', async () => {
  await drawn();
  await page.change(() =>
    page.notebook.set('mask', {
      findings: [
        {
          passed: false,
          message: 'check-shape',
          values: { check: 'rows', expected: 'Tensor [5, 5]', got: 'Promise' },
        },
        {
          passed: false,
          message: 'check-threw',
          values: { check: 'rows', name: 'TypeError', error: 'x is not a function' },
        },
      ],
    }),
  );
  const [shape, threw] = [...page.host.querySelectorAll('.findings li')];
  expect(shape?.textContent).toContain('gives Promise, where Tensor [5, 5] was expected');
  expect(threw?.textContent).toContain('stopped with an error');
  expect(threw?.querySelector('pre')?.textContent).toBe('TypeError: x is not a function');
  expect(page.text()).not.toContain('check-');
});
