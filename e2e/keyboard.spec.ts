import {
  addCell,
  cellOf,
  editorOf,
  expectState,
  lesson,
  openLesson,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';

test('cells are run, edited and left by keyboard alone', async ({ page }) => {
  await openLesson(page, lesson);
  // From the static code, Enter brings the editor with the caret in it; the idle page may have brought it already.
  const editor = cellOf(page, 'parts').locator('.cm-content');
  await expect(async () => {
    await cellOf(page, 'parts').locator('pre.code, .cm-content').first().focus({ timeout: 1000 });
    if ((await editor.count()) === 0) await page.keyboard.press('Enter');
    await expect(editor).toBeFocused({ timeout: 5000 });
  }).toPass();

  await page.keyboard.press('ControlOrMeta+Enter');
  await expectState(page, 'parts', 'done');
  await expect(editor).toBeFocused();

  // Tab indents here; after Escape it leaves.
  await page.keyboard.press('ControlOrMeta+Home');
  const before = await editor.innerText();
  await page.keyboard.press('Tab');
  expect(await editor.innerText()).not.toBe(before);
  await page.keyboard.press('Shift+Tab');
  expect(await editor.innerText()).toBe(before);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  expect(await editor.innerText()).toBe(before);

  // Shift+Enter runs and goes on.
  await editor.focus();
  await page.keyboard.press('Shift+Enter');
  await expect(editor).not.toBeFocused();
  await expectState(page, 'parts', 'done');
});

test('Tab walks past an editor and changes nothing; Enter begins to write', async ({ page }) => {
  await openLesson(page, lesson);
  const editor = await editorOf(page, 'parts');
  const before = await editor.innerText();
  await cellOf(page, 'parts')
    .getByRole('button', { name: /More for this cell/ })
    .focus();
  await page.keyboard.press('Tab');
  await expect(editor).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(editor).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await editor.innerText()).toBe(before);
  await page.keyboard.press('Tab');
  await expect(editor).toBeFocused();
  expect(await editor.innerText()).not.toBe(before);
});

test('the list of keys opens with ?, and S stops', async ({ page }) => {
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  await write(page, own, 'while (true) {}');
  await page.keyboard.press('Shift+Enter');
  await expectState(page, own, 'running');
  await page.keyboard.press('s');
  await expect(cellOf(page, own)).not.toHaveAttribute('data-status', 'running');

  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(list).toBeVisible();
  for (const what of ['Run the cell', 'Stop what is running', 'Leave the editor', 'Next cell'])
    await expect(list).toContainText(what);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();

  // In an editor the same keys are letters.
  const editor = await editorOf(page, own);
  await editor.focus();
  await page.keyboard.type('?s');
  await expect(editor).toContainText('?s');
  await expect(list).toBeHidden();
});
