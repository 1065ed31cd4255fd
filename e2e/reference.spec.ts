import { cellOf, clickRun, expectState, matrixOf, openLesson, outputOf } from './support/cells.ts';
import { builtPages } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const modules = builtPages().flatMap(({ address }) => {
  const name = /^en\/reference\/([\w-]+)\/$/.exec(address)?.[1];
  return name === undefined ? [] : [name];
});

for (const [locale, open, run, done] of [
  ['en', 'Reference', 'Run', 'Done in'],
  ['ar', 'المرجع', 'شغّل', 'تمّت في'],
] as const) {
  test(`an example of the reference runs in its place (${locale})`, async ({ page }) => {
    test.setTimeout(2 * 60_000);
    await page.goto(`${locale}/`);
    await page.getByRole('navigation').getByRole('link', { name: open }).click();
    await page.locator('.modules a[href$="/tensor/"]').click();
    await expect(page).toHaveURL(new RegExp(`/${locale}/reference/tensor/$`));
    await expect(page.locator('nav.nav a[aria-current=page]')).toHaveText(open);
    await cellOf(page, 'rows').getByRole('button', { name: run, exact: true }).click();
    await expectState(page, 'rows', 'done');
    await expect(cellOf(page, 'rows')).toContainText(done);
    const weights = await matrixOf(page, 'rows');
    expect(weights.slice(0, 3)).toEqual([0.09, 0.24, 0.67]);
    expect(weights.slice(6)).toEqual([0, 0, 0]);
  });
}

test('the language changes in place, and what has run stays', async ({ page }) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, 'en/reference/input/');
  await clickRun(page, 'wave');
  await expectState(page, 'wave', 'done');
  await page.locator('a[data-language]').click();
  await expect(page).toHaveURL(/\/ar\/reference\/input\/$/);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('h1')).toHaveText('المُدخلات');
  await expectState(page, 'wave', 'done');
  await expect(outputOf(page, 'wave').getByRole('slider')).toHaveAccessibleName(/عدد الموجات/);
});

test('there is a page for every module', () => {
  expect(modules).toEqual(expect.arrayContaining(['attention', 'random', 'show', 'tensor']));
});

for (const [index, name] of modules.entries()) {
  const locale = index % 2 ? 'ar' : 'en';
  test(`every example of kit/${name} runs to its end (${locale})`, async ({ page }) => {
    test.setTimeout(3 * 60_000);
    await openLesson(page, `${locale}/reference/${name}/`);
    const cells = page.locator('[data-cell-id]');
    const ids = await cells.evaluateAll((all) =>
      all.map((cell) => cell.getAttribute('data-cell-id') ?? ''),
    );
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      await clickRun(page, id);
      await expectState(page, id, 'done');
      await expect(outputOf(page, id)).toBeVisible();
    }
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the reference can be read: signatures, comments, code of the examples, contents', async ({
    page,
  }) => {
    await page.goto('ar/reference/attention/');
    await page.locator('.toc a[href="#scaledDotProductAttention"]').click();
    const entry = page.locator('#scaledDotProductAttention');
    await expect(entry).toBeInViewport();
    await expect(entry.locator('+ pre')).toContainText('function scaledDotProductAttention');
    await expect(page.locator('#scaledDotProductAttention ~ dl').first()).toContainText(
      'Attention Is All You Need',
    );
    await expect(page.locator('#cell-plain code')).toContainText('isCausal: true');
  });
});
