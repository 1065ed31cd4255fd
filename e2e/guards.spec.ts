import type { Page } from '@playwright/test';
import {
  addCell,
  cellOf,
  clickRun,
  countRuns,
  editorOf,
  expectState,
  lesson,
  openLesson,
  outputOf,
  patience,
  pressRun,
  runCode,
  runsOf,
  write,
} from './support/cells.ts';
import { talkBeside } from './support/beside.ts';
import { startRecorder } from './support/recorder.ts';
import { expect, test } from './support/test.ts';

const notice = (page: Page, text: string) => page.locator('.notice', { hasText: text });

test('the watchdog asks, then ends a run that says nothing; progress and a wish keep it going', async ({
  page,
}) => {
  test.setTimeout(2 * 60_000);
  await page.clock.install();
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  const asks = notice(page, 'has run for half a minute without a word');
  await write(page, own, "console.log('in');\nawait new Promise(() => {});");
  await pressRun(page, own);
  // Shown as running already while it waits its turn, which no watchdog minds.
  await expect(outputOf(page, own)).toContainText('in', { timeout: patience });
  await page.clock.fastForward(15_000);
  await expect(asks).toHaveCount(0);
  await page.clock.fastForward(6_000);
  await expect(asks).toBeVisible();
  await page.clock.fastForward(10_000);
  await expect(cellOf(page, own)).not.toHaveAttribute('data-status', 'running');
  await expect(asks).toHaveCount(0);

  await pressRun(page, own);
  await expect(outputOf(page, own)).toContainText('in', { timeout: patience });
  await page.clock.fastForward(21_000);
  await asks.getByRole('button', { name: 'Keep running' }).click();
  await page.clock.fastForward(60_000);
  await expectState(page, own, 'running');
  await cellOf(page, own).getByRole('button', { name: 'Stop' }).click();

  await write(
    page,
    own,
    'for (let i = 0; ; i++) { progress(i % 1000, 1000); await new Promise((done) => setTimeout(done, 20)); }',
  );
  await pressRun(page, own);
  await expect(cellOf(page, own).getByRole('progressbar')).toHaveAttribute('aria-valuenow', /\d/);
  for (let turn = 0; turn < 4; turn++) {
    await page.clock.fastForward(15_000);
    // The kernel's own clock goes on as ever: give it time for its next word.
    const at = await cellOf(page, own).getByRole('progressbar').getAttribute('aria-valuenow');
    await expect(cellOf(page, own).getByRole('progressbar')).not.toHaveAttribute(
      'aria-valuenow',
      at ?? '',
    );
  }
  await expectState(page, own, 'running');
  await expect(asks).toHaveCount(0);
});

test('a reload in the middle of a run is no crash; a crashed tab is, and then nothing runs by itself', async ({
  page,
  context,
  watch,
}) => {
  test.setTimeout(2 * 60_000);
  watch.expect(/crashed|ERR_/i);
  await openLesson(page, lesson);
  await clickRun(page, 'weights');
  await expectState(page, 'weights', 'done');
  const own = await addCell(page, 'parts');
  await write(page, own, 'while (true) {}');
  await pressRun(page, own);
  await expectState(page, own, 'running');

  const crashed = (of: Page) => notice(of, 'This page ended badly last time');
  // What was typed is written within half a second.
  await page.waitForTimeout(700);
  // Edits are kept within half a second of the last key.
  await page.waitForTimeout(600);
  await page.reload();
  await expect(cellOf(page, own)).toBeVisible();
  await expect(await editorOf(page, own)).toContainText('while (true) {}');
  await page.waitForTimeout(300);
  await expect(crashed(page)).toHaveCount(0);
  await expect(cellOf(page, own)).not.toHaveAttribute('data-status', 'running');

  await pressRun(page, own);
  await expectState(page, own, 'running');
  const gone = page.waitForEvent('crash');
  const devtools = await context.newCDPSession(page);
  // Its answer never comes: the process that would give it is gone.
  void devtools.send('Page.crash').catch(() => undefined);
  await gone;
  await page.close();
  // Another tab might still be at work: only a mark that nobody renews tells of a crash.
  await new Promise((resolve) => setTimeout(resolve, 6000));

  const next = await context.newPage();
  await openLesson(next, lesson);
  await expect(crashed(next)).toBeVisible();
  await countRuns(next);
  await expect(await editorOf(next, own)).toContainText('while (true) {}');
  await write(
    next,
    'vectors',
    (await (await editorOf(next, 'vectors')).locator('.cm-line').allInnerTexts()).join('\n') + '\n',
  );
  await next.waitForTimeout(500);
  expect(await runsOf(next)).toEqual({});
  // A click still runs what it asks for, and an answer takes the notice away.
  await clickRun(next, 'scores');
  await expectState(next, 'scores', 'done');
  await crashed(next).getByRole('button', { name: 'Let cells run by themselves' }).click();
  await expect(crashed(next)).toHaveCount(0);
});

test('a cell that brings its process down is told so, and the page goes on with a new kernel', async ({
  page,
  browser,
  watch,
}) => {
  test.setTimeout(2 * 60_000);
  watch.expect(/crashed/i);
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  const other = await addCell(page, own);
  await runCode(page, other, 'crypto.randomUUID();');
  await write(page, own, 'while (true) {}');
  await pressRun(page, own);
  await expectState(page, own, 'running');

  const beside = await talkBeside(browser, 'page', lesson);
  const cell = (id: string) => `document.querySelector('[data-cell-id="${id}"]')`;
  const frame = await talkBeside(browser, 'iframe', 'sandbox.html');
  frame.crash();
  await expect
    .poll(() => beside.value(`${cell(own)}.dataset.status`), { timeout: patience })
    .toBe('error');
  await expect
    .poll(() => beside.value(`${cell(own)}.innerText`))
    .toMatch(/The kernel ended by itself/);
  const before = await beside.value(`${cell(other)}.querySelector('.out').innerText`);
  await beside.value(`${cell(other)}.querySelector('.btn.run').click()`);
  await expect
    .poll(() => beside.value(`${cell(other)}.querySelector('.out').innerText`), {
      timeout: patience,
    })
    .not.toBe(before);
});

test('framed by another site, the page asks once before it runs anything', async ({
  page,
  site,
  watch,
}) => {
  test.setTimeout(2 * 60_000);
  const stranger = await startRecorder();
  watch.expect(new RegExp(stranger.origin));
  try {
    await page.goto(
      stranger.page(
        'frame',
        `<!doctype html><iframe src="${site.root}${lesson}" width="1200" height="800"></iframe>`,
      ),
    );
    const inner = page.frameLocator('iframe').first();
    const cell = (id: string) => inner.locator(`[data-cell-id="${id}"]`);
    await cell('parts').locator('.btn.run').click();
    const asks = inner.locator('.notice', { hasText: 'Another site shows this page' });
    await expect(asks).toContainText(stranger.origin);
    await expect(cell('parts')).not.toHaveAttribute('data-status', 'done');
    await asks.getByRole('button', { name: 'Only read' }).click();
    await page.waitForTimeout(300);
    await expect(cell('parts')).not.toHaveAttribute('data-status', 'done');

    await cell('parts').locator('.btn.run').click();
    await asks.getByRole('button', { name: 'Run code here' }).click();
    await expect(cell('parts')).toHaveAttribute('data-status', 'done', { timeout: patience });
    // One that does not start by itself: its button is Run for sure.
    await cell('spread').locator('.btn.run').click();
    await expect(cell('spread')).toHaveAttribute('data-status', 'done', { timeout: patience });
    await expect(asks).toHaveCount(0);
  } finally {
    await stranger.close();
  }
});

test('a cell saves one file; for each later one the reader is asked', async ({ page }) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  const first = page.waitForEvent('download');
  await write(
    page,
    own,
    `import { host } from 'kit/host';
const save = async (name: string) => host().download(name, new Blob([name])).then(() => 'saved', (e) => 'refused ' + e.code);
const answers = [await save('one.txt'), await save('two.txt'), await save('three.txt')];
answers.join(', ');`,
  );
  await pressRun(page, own);
  expect((await first).suggestedFilename()).toBe('one.txt');
  const asks = (name: string) => notice(page, name);
  const second = page.waitForEvent('download');
  await asks('two.txt').getByRole('button', { name: 'Save it' }).click();
  expect((await second).suggestedFilename()).toBe('two.txt');
  await asks('three.txt').getByRole('button', { name: 'No' }).click();
  await expectState(page, own, 'done');
  await expect(outputOf(page, own)).toContainText('saved, saved, refused download-refused');
});

test('the page speaks its language, and changes it in place without losing work', async ({
  page,
}) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, 'ar/attention/one-head/');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('dir', 'rtl');
  await expect(cellOf(page, 'scores').locator('.btn.run')).toHaveText(/شغّل/);
  await expect(cellOf(page, 'scores').locator('.code-host')).toHaveAttribute('dir', 'ltr');
  const own = await addCell(page, 'parts');
  await runCode(page, own, "const said = lesson.texts.sentence.join(' ');\n`${said} /end`;");
  await expect(outputOf(page, own)).toContainText('الخادم');

  await page.locator('a[data-language]').click();
  await expect(html).toHaveAttribute('dir', 'ltr');
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(page).toHaveURL(/\/en\/attention\/one-head\/$/);
  await expect(cellOf(page, 'scores').locator('.btn.run')).toHaveText(/Run/);
  await expect(await editorOf(page, own)).toContainText('lesson.texts.sentence');
  // What a cell showed in the other language is made anew.
  await expect(outputOf(page, own)).toContainText('server', { timeout: patience });
});
