import {
  cellOf,
  clickRun,
  editorOf,
  expectState,
  openLesson,
  outputOf,
  patience,
  pressRun,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';
import type { Page } from '@playwright/test';

/** Where a reader writes WGSL. */
const lesson = 'en/attention/flash/';

/** Answers what is asked before the first run. */
async function choose(page: Page, groups: string, bound: string): Promise<void> {
  const selects = cellOf(page, 'ask').locator('select');
  await selects.nth(0).selectOption({ label: groups });
  await selects.nth(1).selectOption({ label: bound });
  await expect(outputOf(page, 'ask')).toContainText('scores to be computed', { timeout: patience });
}

/** The number of wrong rows, which stands first in the row of the table. */
const wrongRows = (page: Page) => outputOf(page, 'on-gpu').locator('tbody td').first();

/** Runs the kernel. On a busy machine one slice may seem too long for the bound, and is refused: then once more. */
async function runUntil(page: Page, wrong: string): Promise<void> {
  await expect(async () => {
    await clickRun(page, 'on-gpu');
    await expect(wrongRows(page)).toHaveText(wrong, { timeout: patience / 3 });
  }).toPass({ timeout: patience });
}

test('a kernel runs once its size is settled, and is compared with the formula', async ({
  page,
}) => {
  test.setTimeout(3 * 60_000);
  await openLesson(page, lesson);
  await clickRun(page, 'on-gpu');
  await expectState(page, 'on-gpu', 'done');
  await expect(outputOf(page, 'on-gpu')).toContainText('Choose both numbers first');

  await choose(page, '16', '1024');
  await runUntil(page, '0');
  await expect(outputOf(page, 'on-gpu')).toContainText('swiftshader');

  // 4 of 16 workgroups: 1,024 − 256 rows stay zero
  await choose(page, '4', '1024');
  await runUntil(page, '768');
});

test("what is wrong in a kernel is marked on the reader's own line", async ({ page }) => {
  test.setTimeout(3 * 60_000);
  await openLesson(page, lesson);
  const code = await (
    await editorOf(page, 'kernel')
  ).evaluate((editor) =>
    [...editor.querySelectorAll('.cm-line')].map((line) => line.textContent ?? '').join('\n'),
  );
  const lineOf = (text: string) => code.split('\n').findIndex((line) => line.includes(text)) + 1;

  await write(page, 'kernel', code.replace('var total = 0.0;', 'var total = nowhere;'));
  await pressRun(page, 'kernel');
  await expectState(page, 'kernel', 'error');
  await expect(cellOf(page, 'kernel')).toContainText(`line ${lineOf('var total')}`);
  await expect(outputOf(page, 'kernel')).toContainText("unresolved value 'nowhere'");

  await write(page, 'kernel', code.replace(/for \(var j.*\{/, 'while (true) {'));
  await pressRun(page, 'kernel');
  await expect(outputOf(page, 'kernel')).toContainText('for (start; condition; step)', {
    timeout: patience,
  });
  await expect(cellOf(page, 'kernel')).toContainText(`line ${lineOf('for (var j')}`);
});
