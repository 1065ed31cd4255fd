import type { Locator, Page } from '@playwright/test';
import {
  addCell,
  cellOf,
  editorOf,
  expectState,
  openLesson,
  patience,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';

/** Names while typing and types on request, as a reader meets them. The service is loaded on first use only. */

const english = 'en/attention/one-head/';
const arabic = 'ar/attention/one-head/';

/** A cell of the reader's own below `scores`, with the caret in its empty editor. */
async function ownCell(page: Page, address: string): Promise<{ id: string; editor: Locator }> {
  await openLesson(page, address);
  const id = await addCell(page, 'scores');
  const editor = await editorOf(page, id);
  // Whatever reads `scores` runs the cells above, and their outputs move the page: that shall be over.
  await write(page, id, 'scores;');
  await expectState(page, 'scores', 'done');
  await write(page, id, ';');
  await page.keyboard.press('Backspace');
  await editor.scrollIntoViewIfNeeded();
  return { id, editor };
}

/** The open list of names. */
const names = (page: Page): Locator => page.locator('.cm-tooltip-autocomplete [role=listbox]');

/** How far something sticks out of the window, in pixels. */
async function outside(page: Page, what: Locator): Promise<number> {
  const box = await what.boundingBox();
  if (!box) throw new Error('not to be seen');
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  return Math.max(0, -box.x, -box.y, box.x + box.width - width, box.y + box.height - height);
}

test('the kit’s names come while typing, with their types and their import', async ({ page }) => {
  const heavy: string[] = [];
  page.on('request', (request) => {
    if (/assets\/(worker|types)/.test(request.url())) heavy.push(request.url());
  });
  const { id, editor } = await ownCell(page, english);
  expect(heavy, 'loaded before anybody asked').toEqual([]);

  await page.keyboard.type('softm');
  const option = names(page).getByRole('option', { name: /^softmaxRows/ });
  await expect(option).toBeVisible({ timeout: patience });
  await expect(names(page)).toHaveAccessibleName('Names that fit here');
  await expect(option).toContainText('kit/tensor');
  await expect(page.locator('.cm-completionInfo')).toContainText('softmaxRows');
  expect(heavy).toHaveLength(3);

  await page.waitForTimeout(100); // CodeMirror takes no key for a list that has just come
  await page.keyboard.press('Enter');
  await expect(names(page)).toBeHidden();
  await expect(editor).toContainText("import { softmaxRows } from 'kit/tensor';");
  await page.keyboard.type('(scores).sha');
  await expect(names(page).getByRole('option', { name: 'shape', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(names(page)).toBeHidden();
  // The same Escape lets Tab leave.
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  await expect(cellOf(page, id).locator('.cm-types-note')).toBeEmpty();
});

test('the pointer and the keyboard tell the type of a name from another cell', async ({ page }) => {
  const { editor } = await ownCell(page, english);
  await page.keyboard.insertText('display(scores);');
  const card = page.locator('.cm-tooltip-hover .cm-info');
  await editor.getByText('scores', { exact: true }).hover();
  await expect(card).toBeVisible({ timeout: patience });
  await expect(card).toContainText('const scores: Tensor2D');
  await expect(card).toContainText(/from the cell \u2068?scores/);
  await page.mouse.move(640, 200);
  await expect(card).toBeHidden();

  await page.keyboard.press('Home');
  for (let step = 0; step < 10; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('ControlOrMeta+i');
  await expect(card).toContainText('const scores: Tensor2D');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(editor).toBeFocused();
});

test('in Arabic on a phone: labelled in Arabic, left to right, within the window', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { id } = await ownCell(page, arabic);
  await page.keyboard.type('scores.');
  await page.keyboard.press('Control+Space');
  await expect(names(page)).toBeVisible({ timeout: patience });
  await expect(names(page)).toHaveAccessibleName('أسماء تصلح هنا');
  await expect(names(page)).toHaveCSS('direction', 'ltr');
  const info = page.locator('.cm-completionInfo');
  await expect(info).toBeVisible();
  for (const part of [names(page), info]) expect(await outside(page, part)).toBe(0);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Backspace');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('ControlOrMeta+i');
  const card = cellOf(page, id).locator('.cm-tooltip-hover .cm-info');
  await expect(card).toContainText('من الخلية');
  await expect(card.locator('code')).toHaveCSS('direction', 'ltr');
  await expect(card.locator('.cm-info-from')).toHaveCSS('direction', 'rtl');
  expect(await outside(page, card)).toBe(0);
});

test('without the service the editor goes on, and says so once', async ({ page, watch }) => {
  watch.expect(/types|Failed to load resource/);
  await page.route(/assets\/types\//, (route) => route.abort());
  const { id, editor } = await ownCell(page, english);
  await page.keyboard.type('const a = sco');
  const note = cellOf(page, id).locator('.cm-types-note');
  await expect(note).toContainText('Types could not be loaded', { timeout: patience });
  await page.keyboard.type('res;');
  await expect(note).toBeEmpty();
  await expect(editor).toHaveText('const a = scores;');
  await expect(names(page)).toBeHidden();
});
