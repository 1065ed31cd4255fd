import {
  addCell,
  cellOf,
  clickRun,
  countRuns,
  editorOf,
  expectState,
  lesson,
  matrixOf,
  openLesson,
  outputOf,
  patience,
  pressRun,
  runCode,
  runsOf,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';

test('a cell runs with what it needs, and an edit marks what follows', async ({ page }) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, lesson);
  await countRuns(page);
  // Opening a page is no wish to run.
  await page.waitForTimeout(300);
  expect(await runsOf(page)).toEqual({});

  await clickRun(page, 'scores');
  await expectState(page, 'scores', 'done');
  const first = Object.keys(await runsOf(page));
  expect(first).toEqual(expect.arrayContaining(['parts', 'vectors', 'scores']));
  // The row of “it”: update, stopped, server, so, restart, it.
  expect((await matrixOf(page, 'scores')).slice(30)).toEqual([1, 0, 6, 0, -1, 3]);
  await expect(cellOf(page, 'scores')).toContainText('Done in');
  // What starts by itself has followed; what measures or may take long waits for its own click.
  await expectState(page, 'output', 'done');
  expect(Object.keys(await runsOf(page))).not.toContain('at-scale');
  await expect(cellOf(page, 'at-scale')).not.toHaveAttribute('data-status', 'done');

  const editor = await editorOf(page, 'parts');
  const code = (await editor.locator('.cm-line').allInnerTexts()).join('\n');
  await write(page, 'parts', code.replace('k: [2, 0, 0, 0]', 'k: [3, 0, 0, 0]'));
  for (const id of ['vectors', 'scores']) {
    await expectState(page, id, 'stale');
    await expect(cellOf(page, id)).toContainText('Out of date');
  }
  await expect(cellOf(page, 'vectors')).toContainText('parts changed since.');
  await expect(cellOf(page, 'parts')).toContainText('edited');
  await clickRun(page, 'scores');
  await expectState(page, 'scores', 'done');
  await expect.poll(async () => (await matrixOf(page, 'scores'))[32]).toBe(9);

  await cellOf(page, 'parts').getByRole('button', { name: 'Reset to the original' }).click();
  await expectState(page, 'scores', 'stale');
  await expect(editor).toContainText('k: [2, 0, 0, 0]');
});

test('a slider runs what depends on it, and nothing else', async ({ page }) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, lesson);
  await clickRun(page, 'weights');
  await expectState(page, 'weights', 'done');
  const own = await addCell(page, 'weights');
  await runCode(page, own, '`divided by ${divisor}`;');
  const scores = await matrixOf(page, 'scores');
  await countRuns(page);

  const slider = outputOf(page, 'scale').getByRole('slider', { name: /divide the scores by/ });
  await slider.focus();
  await page.keyboard.press('End');
  await expect(outputOf(page, own)).toContainText('divided by 8', { timeout: patience });
  const scaled = scores.map((score) => score / 8);
  await expect
    .poll(async () =>
      (await matrixOf(page, 'scale')).every(
        (value, i) => Math.abs(value - (scaled[i] ?? 0)) < 0.006,
      ),
    )
    .toBe(true);
  const runs = await runsOf(page);
  expect(Object.keys(runs)).not.toContain('scores');
  expect(Object.keys(runs)).not.toContain('vectors');
  expect(Object.keys(runs)).toEqual(expect.arrayContaining(['scale', own]));
});

test('a slider keeps up while it is dragged: the last value wins, the old run is aborted', async ({
  page,
}) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, lesson);
  const source = await addCell(page, 'parts');
  const slow = await addCell(page, source);
  await runCode(
    page,
    source,
    "import { slider } from 'kit/input';\nconst amount = slider('amount', { min: 0, max: 60 });",
  );
  // Between the ends it would never end by itself: the thumb would be stuck behind the first value it passed.
  await runCode(
    page,
    slow,
    `if (amount % 60 !== 0) await new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
\`amount \${amount}\`;`,
  );
  const slider = outputOf(page, source).getByRole('slider');
  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is not to be seen');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 10, y);
  await page.mouse.down();
  for (let step = 0; step <= 30; step++) {
    await page.mouse.move(box.x + 10 + ((box.width - 12) * step) / 60, y);
    await page.waitForTimeout(20);
  }
  await expectState(page, slow, 'running');
  // The thumb follows the hand, whatever the cells are doing.
  expect(Math.abs(Number(await slider.inputValue()) - 30)).toBeLessThan(5);
  for (let step = 31; step <= 60; step++)
    await page.mouse.move(box.x + 10 + ((box.width - 12) * step) / 60, y);
  await expect(slider).toHaveValue('60');
  await page.mouse.up();
  await expect(outputOf(page, slow)).toContainText('amount 60', { timeout: patience });
  await expectState(page, slow, 'done');
});

test('Stop gives back what was there before, and values outlive it', async ({ page }) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, lesson);
  const first = await addCell(page, 'parts');
  const second = await addCell(page, first);
  const third = await addCell(page, second);
  await runCode(
    page,
    first,
    'const kept = [1, 2, 3];\nconst total = (list: number[]) => list.reduce((a, b) => a + b);',
  );
  await runCode(page, second, "'an earlier result';");
  await countRuns(page);

  await write(page, second, 'while (true) {}');
  await expectState(page, second, 'stale');
  await pressRun(page, second);
  await expectState(page, second, 'running');
  await cellOf(page, second).getByRole('button', { name: 'Stop' }).click();
  await expect(cellOf(page, second)).not.toHaveAttribute('data-status', 'running');
  await expect(outputOf(page, second)).toContainText('an earlier result');

  // Numbers come back from their snapshot, the function by evaluating its cell; the cell itself does not run again.
  await runCode(page, third, '`total ${total(kept)}`;');
  await expect(outputOf(page, third)).toContainText('total 6');
  expect(Object.keys(await runsOf(page))).not.toContain(first);
});

test('every outside request of a whole lesson is aborted and counted: there is none', async ({
  page,
  context,
  site,
  watch,
}) => {
  test.setTimeout(4 * 60_000);
  const asked: string[] = [];
  await context.route(
    (url) => url.protocol.startsWith('http') && url.origin !== new URL(site.root).origin,
    (route) => {
      asked.push(route.request().url());
      return route.abort();
    },
  );
  await openLesson(page, lesson);
  await page.getByRole('button', { name: 'Run this lesson' }).click();
  await page.getByRole('menuitem', { name: 'Run all', exact: true }).click();
  for (const id of [
    'parts',
    'vectors',
    'scores',
    'spread',
    'scale',
    'weights',
    'hook',
    'output',
    'masked',
    'own',
  ])
    await expectState(page, id, 'done');
  expect([asked, watch.outside]).toEqual([[], []]);

  // The eye that counted none does count.
  watch.expect(/elsewhere\.test|Content Security Policy|ERR_/);
  await page.route('**/probe', (route) =>
    route.fulfill({
      body: '<!doctype html><img src="http://elsewhere.test/x.png">',
      contentType: 'text/html',
    }),
  );
  await page.goto('probe');
  await expect.poll(() => asked).toEqual(['http://elsewhere.test/x.png']);
});

test('a built site works under a sub-path', async ({ page, site }) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, site.nested + lesson);
  await clickRun(page, 'output');
  await expectState(page, 'output', 'done');
  expect(await matrixOf(page, 'output')).toHaveLength(24);
  await page.getByRole('link', { name: 'AI Engineer Toolkit' }).first().click();
  await expect(page).toHaveURL(`${site.nested}en/`);
});
