// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SlotContent } from '../slots.ts';
import { entryOf } from '../stores/record.ts';
import { useProgress } from '../stores/progress.ts';
import { fakePage } from '../testing/fakeNotebook.ts';
import { render } from '../testing/render.tsx';
import type { Rendered } from '../testing/render.tsx';
import { Predict } from './Predict.tsx';
import { Recall } from './Recall.tsx';
import { daysUntil, nextRecall } from './spacing.ts';

const content: SlotContent = {
  question: 'Which?',
  choices: ['bank — it stands nearer', 'card — its key fits', 'it'],
  right: 1,
  after: '<p>Distance plays no part.</p>',
};
const lesson = fakePage([{ id: 'scores', kind: 'cell', run: 'cost', source: '1' }]);
let page: Rendered;
beforeEach(() => {
  document.body.innerHTML =
    '<div id="predict-p"></div><div data-slot="cell" data-id="scores"></div>';
});
afterEach(() => page.unmount());

test('one tap answers; the verdict waits until the cell has run', async () => {
  page = await render(lesson, <Predict id="p" content={content} />);
  await page.click('.choice');
  expect(entryOf(useProgress.getState().records['part/lesson'], 'answer', 'p')).toEqual({
    choice: 0,
  });
  expect(page.text()).not.toContain('Distance');
  expect(page.host.querySelector('.choice .i')).toBeNull();
  await page.change(() => page.notebook.set('scores', { status: 'done' }));
  expect(page.text()).toContain('You expected bank. It is card.');
  expect(page.text()).toContain('Distance plays no part.');
});

test('a right answer is said to be one', async () => {
  page = await render(lesson, <Predict id="p" content={content} />);
  await page.click('.choice:nth-child(2)');
  await page.change(() => page.notebook.set('scores', { status: 'done' }));
  expect(page.text()).toContain('You expected card. That is what happens.');
});

test('skipping is an answer, and the explanation still comes', async () => {
  page = await render(lesson, <Predict id="p" content={content} />);
  await page.click('.ask-foot .link');
  await page.change(() => page.notebook.set('scores', { status: 'done' }));
  expect(page.text()).toContain('Distance plays no part.');
  expect(page.text()).not.toContain('You expected');
});

test('a recall question hides its answer until asked, then comes back by how it went', async () => {
  page = await render(lesson, <Recall id="r" content={{ question: 'Why?', answer: 'Because.' }} />);
  expect(page.text()).not.toContain('Because.');
  await page.click('.ask-foot .btn');
  expect(page.text()).toContain('Because.');
  await page.click('.ask-foot .choices .btn:nth-child(2)');
  expect(page.text()).toContain('Comes back in 1 day.');
});

test('spacing: a miss starts again, successes wait 3, 7 and 21 days, then it is known', () => {
  const DAY = 86_400_000;
  let recall = nextRecall(undefined, false, 0);
  expect(daysUntil(recall, 0)).toBe(1);
  for (const days of [3, 7, 21]) {
    recall = nextRecall(recall, true, 0);
    expect(recall.dueAt / DAY).toBe(days);
  }
  recall = nextRecall(recall, true, 0);
  expect(daysUntil(recall, 0)).toBeNull();
  expect(daysUntil(nextRecall(recall, false, 0), 0)).toBe(1);
});
