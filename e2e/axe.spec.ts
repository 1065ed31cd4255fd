import { axeFaults, settle, walkThrough } from './support/axe.ts';
import {
  addCell,
  cellOf,
  clickRun,
  expectState,
  openLesson,
  patience,
  runCode,
} from './support/cells.ts';
import { builtPages } from './support/pages.ts';
import { expect, isFull, test } from './support/test.ts';

const themes = ['light', 'dark'] as const;
/** Pages that every kind of page is represented by; the other lessons take turns with the themes. */
const always = /^(404|index|(ar|en)\/(index|attention\/one-head\/index))\.html$/;

const visits = builtPages().flatMap(({ file, address }, index) =>
  themes
    .filter((_, turn) => isFull || always.test(file) || turn === index % 2)
    .map((theme) => ({ file, address, theme })),
);

for (const { file, address, theme } of visits) {
  test(`${file} is accessible (${theme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    // The page at the root would send the browser on before it can be looked at.
    if (address === '') {
      await page.route('**/assets/*.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: '' }),
      );
    }
    await page.goto(address);
    await settle(page);
    await walkThrough(page);
    expect(await axeFaults(page)).toEqual([]);
  });
}

for (const locale of ['ar', 'en'] as const) {
  test(`a lesson at work is accessible (${locale})`, async ({ page }) => {
    test.setTimeout(3 * 60_000);
    await page.emulateMedia({ colorScheme: locale === 'ar' ? 'dark' : 'light' });
    await openLesson(page, `${locale}/attention/one-head/`);
    const faultsWith = (what: string) =>
      test.step(what, async () => expect(await axeFaults(page), what).toEqual([]));

    await page.locator('dfn.term > a').first().focus();
    await expect(page.getByRole('tooltip')).toBeVisible();
    await faultsWith('a term explained');

    await page.locator('h1').click();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await faultsWith('the list of keys');
    await page.keyboard.press('Escape');

    await page.locator('.top .menu > button').first().click();
    await faultsWith('the menu of what computes');
    await page.keyboard.press('Escape');

    await page.locator('[data-slot=predict] .choice, [data-slot=predict] label').first().click();
    await clickRun(page, 'weights');
    await expectState(page, 'weights', 'done');
    await clickRun(page, 'mask');
    await expect(cellOf(page, 'mask').locator('.findings .fail').first()).toBeVisible({
      timeout: patience,
    });
    for (const [index] of (await cellOf(page, 'mask').locator('.ladder > li').all()).entries())
      await cellOf(page, 'mask')
        .locator('.ladder > li')
        .nth(index)
        .getByRole('button')
        .first()
        .click();
    await page.locator('[data-slot=recall] button').first().click();
    const own = await addCell(page, 'parts');
    await runCode(page, own, 'notThere + 1;', 'error');
    await walkThrough(page);
    await faultsWith('results, findings, hints, the solution, an answer, an error');
  });
}
