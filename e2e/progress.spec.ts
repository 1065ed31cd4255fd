import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { cellOf, editorOf, lesson, openLesson, write } from './support/cells.ts';
import { expect, test } from './support/test.ts';

/** What the reader wrote is on the disk after this long: the course promises half a second. */
const keptAfterMs = 500;
const mine = '// written by hand\nconst parts = {};';

/** The code of a cell as the page shows it, editor or not. */
async function codeOf(page: Page, id: string): Promise<string> {
  const lines = cellOf(page, id).locator('.code-host').locator('.cm-line, pre.code .line');
  return (await lines.allInnerTexts()).map((line) => line.replace(/\n$/, '')).join('\n');
}

async function expectCode(page: Page, id: string, code: string): Promise<void> {
  await expect.poll(() => codeOf(page, id)).toBe(code);
}

const choice = (page: Page, index: number) =>
  page.locator('[data-slot=predict]').first().getByRole('radio').nth(index);

test('a reload keeps edits, cells of one’s own, answers and opened hints', async ({ page }) => {
  await openLesson(page, lesson);
  await write(page, 'parts', mine);
  await choice(page, 1).click();
  const ladder = cellOf(page, 'mask').locator('.ladder');
  await ladder.getByRole('button', { name: /Show/ }).click();
  await expect(ladder.locator('li.open')).toHaveCount(1);
  await page.waitForTimeout(keptAfterMs);
  await page.reload();
  await expectCode(page, 'parts', mine);
  await expect(cellOf(page, 'parts')).toContainText('edited');
  await expect(choice(page, 1)).toBeChecked();
  await expect(ladder.locator('li.open')).toHaveCount(1);
  // The other language shows the same work.
  await page.locator('a[data-language]').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await page.reload();
  await expectCode(page, 'parts', mine);
  await expect(choice(page, 1)).toBeChecked();
});

test('what was typed in the last moment before a reload is there', async ({ page }) => {
  await openLesson(page, lesson);
  await write(page, 'parts', mine);
  // No pause: the database has not been asked yet when the page ends.
  await page.reload();
  await expectCode(page, 'parts', mine);
  await page.waitForTimeout(keptAfterMs);
  expect(await page.evaluate(() => Object.keys(localStorage))).not.toContainEqual(
    expect.stringContaining('unsaved'),
  );
});

test('two tabs that edit one cell keep both texts until the reader chooses', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  const tabs = [page, other];
  for (const tab of tabs) {
    await openLesson(tab, lesson);
    await (await editorOf(tab, 'parts')).focus();
    await tab.keyboard.press('ControlOrMeta+a');
  }
  // At the same moment, so that neither has heard of the other.
  await Promise.all([
    page.keyboard.insertText('const parts = { a: 1 };'),
    other.keyboard.insertText('const parts = { b: 2 };'),
  ]);
  for (const tab of tabs) {
    const notice = tab.locator('.notice', { hasText: 'also edited in another tab' });
    await expect(notice).toBeVisible();
    await expect(notice).toContainText('{ a: 1 }');
    await expect(notice).toContainText('{ b: 2 }');
  }
  await expectCode(page, 'parts', 'const parts = { a: 1 };');
  await expectCode(other, 'parts', 'const parts = { b: 2 };');
  // Nothing is decided by a reload either.
  await page.reload();
  await expect(page.locator('.notice')).toContainText('{ a: 1 }');
  await expect(page.locator('.notice')).toContainText('{ b: 2 }');

  await other.getByRole('button', { name: 'Keep mine' }).click();
  for (const tab of tabs) {
    await expectCode(tab, 'parts', 'const parts = { b: 2 };');
    await expect(tab.locator('.notice')).toHaveCount(0);
  }
});

test('an edit in one tab appears in the other when that has nothing of its own', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  await openLesson(page, lesson);
  await openLesson(other, lesson);
  await write(page, 'parts', mine);
  await expectCode(other, 'parts', mine);
  // Typing for more than a second, over many saves: an echo from the other tab would be taken for a rival.
  await page.keyboard.type('\n// and on and on', { delay: 90 });
  await expectCode(other, 'parts', `${mine}\n// and on and on`);
  for (const tab of [page, other]) await expect(tab.locator('.notice')).toHaveCount(0);
});

for (const { locale, said } of [
  { locale: 'en', said: 'This browser refuses storage' },
  { locale: 'ar', said: 'يمنع هذا المتصفح الحفظ' },
]) {
  test(`refused storage is said, and the work goes on (${locale})`, async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    });
    await openLesson(page, `${locale}/attention/one-head/`);
    const notice = page.locator('.notice', { hasText: said });
    await expect(notice).toBeVisible();
    await write(page, 'parts', mine);
    await page.waitForTimeout(keptAfterMs);
    await expectCode(page, 'parts', mine);
    await notice.getByRole('button').click();
    await expect(notice).toHaveCount(0);
    // The lasting word stands with the progress.
    await expect(page.locator('.rail-kept')).toContainText(locale === 'en' ? 'refuses' : 'يمنع');
    await page.locator('a[data-language]').click();
    await expect(page.locator('html')).toHaveAttribute('lang', locale === 'en' ? 'ar' : 'en');
    await expectCode(page, 'parts', mine);
  });
}

/** Makes the kept edit look as if it had been made on an older text of the lesson. */
async function ageEdit(page: Page): Promise<void> {
  await page.waitForTimeout(keptAfterMs);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('ai-toolkit');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const transaction = db.transaction('lessons', 'readwrite');
          const store = transaction.objectStore('lessons');
          const reading = store.get('attention/one-head');
          reading.onsuccess = () => {
            reading.result.entries['edit:parts'].value.base = 'const parts = { old: true };';
            store.put(reading.result);
          };
          transaction.oncomplete = () => resolve(db.close());
          transaction.onerror = () => reject(transaction.error);
        };
      }),
  );
}

test('a lesson that changed under an edit hides neither the edit nor the new text', async ({
  page,
}) => {
  await openLesson(page, lesson);
  const original = await codeOf(page, 'parts');
  await write(page, 'parts', mine);
  await ageEdit(page);
  await page.reload();
  const notice = page.locator('.notice', { hasText: 'The lesson has changed' });
  await expect(notice).toBeVisible();
  await expectCode(page, 'parts', mine);
  await notice.locator('summary').click();
  await expect(notice.locator('.diff .removed').first()).toContainText('// written by hand');
  await expect(notice.locator('.diff .added').first()).toContainText('D = 4 places');

  // Kept: it is not asked again.
  await notice.getByRole('button', { name: 'Keep mine' }).click();
  await page.waitForTimeout(keptAfterMs);
  await page.reload();
  await expectCode(page, 'parts', mine);
  await expect(page.locator('.notice')).toHaveCount(0);

  await ageEdit(page);
  await page.reload();
  await notice.getByRole('button', { name: 'Take the new text' }).click();
  await expectCode(page, 'parts', original);
  await page.waitForTimeout(keptAfterMs);
  await page.reload();
  await expectCode(page, 'parts', original);
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('exported work is imported elsewhere, and does not push newer work aside', async ({
  page,
  browser,
  site,
}) => {
  await openLesson(page, lesson);
  await write(page, 'parts', mine);
  await choice(page, 2).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await (await saving).path();
  const text = await readFile(file, 'utf8');
  expect(text).toContain('written by hand');

  const elsewhere = await browser.newContext({ baseURL: site.root });
  try {
    const fresh = await elsewhere.newPage();
    await openLesson(fresh, lesson);
    await write(fresh, 'vectors', '// newer, and only here');
    const take = (content: string) =>
      fresh.locator('.rail input[type=file]').setInputFiles({
        name: 'progress.json',
        mimeType: 'application/json',
        buffer: Buffer.from(content),
      });
    await take('{"format":"something else"}');
    await expect(fresh.getByText('This is not a file that the course exported.')).toBeAttached();
    await take(text);
    await expectCode(fresh, 'parts', mine);
    await expect(choice(fresh, 2)).toBeChecked();
    await expectCode(fresh, 'vectors', '// newer, and only here');
    await fresh.waitForTimeout(keptAfterMs);
    await fresh.reload();
    await expectCode(fresh, 'parts', mine);
    await expectCode(fresh, 'vectors', '// newer, and only here');
  } finally {
    await elsewhere.close();
  }
});
