import type { Page } from '@playwright/test';
import { settle, walkThrough } from './support/axe.ts';
import {
  cellOf,
  clickRun,
  expectState,
  lesson,
  openLesson,
  patience,
  write,
} from './support/cells.ts';
import { builtPages, isLesson } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const locales = ['ar', 'en'] as const;
const arabicIndic = /[\u0660-\u0669\u06f0-\u06f9]/;

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const locale of locales) {
    test(`a whole lesson can be read (${locale})`, async ({ page }) => {
      await page.goto(`${locale}/attention/one-head/`);
      for (const section of await page.locator('article h2').all())
        await expect(section).toBeVisible();
      // Each cell shows its code, and what it gave when the lesson was recorded.
      const cells = page.locator('[data-slot=cell]');
      for (const cell of await cells.all()) await expect(cell.locator('pre.code')).toBeVisible();
      await expect(page.locator('#cell-scores table')).toBeVisible();
      await expect(page.locator('#cell-scores [data-stored]')).toContainText('6');
      await expect(page.locator('.katex').first()).toBeVisible();
      // Hints, solution and answers are there for the asking.
      const hints = page.locator('#exercise-mask details.hint');
      await expect(hints).toHaveCount(3);
      await expect(hints.first().locator('p').first()).toBeHidden();
      await hints.first().locator('summary').click();
      await expect(hints.first().locator('p').first()).toBeVisible();
      await page.locator('#exercise-mask details.solution > summary').click();
      await expect(page.locator('#exercise-mask details.solution')).toContainText('-Infinity');
      await page.locator('[data-slot=predict] details > summary').click();
      await expect(page.locator('[data-slot=predict] [data-after]')).toBeVisible();
      // A marked term leads to its meaning, and the other language is a link.
      await page.locator('dfn.term > a').first().click();
      await expect(page.locator('.terms dl > :target')).toBeVisible();
      await expect(page.locator('.no-script')).toBeVisible();
      await page.locator('a[data-language]').click();
      await expect(page.locator('html')).toHaveAttribute('lang', locale === 'ar' ? 'en' : 'ar');
    });

    test(`the first page can be read (${locale})`, async ({ page }) => {
      await page.goto(`${locale}/`);
      await expect(page.locator('.lessons a').first()).toBeVisible();
      await expect(page.locator('.principles li')).toHaveCount(5);
      await page.locator('.principles a').first().click();
      await expect(page).toHaveURL(/attention\/one-head\/#why-divide$/);
    });
  }

  test('the page at the root offers both languages', async ({ page, site }) => {
    await page.goto('');
    await expect(page).toHaveURL(site.root);
    for (const locale of locales)
      await expect(page.locator(`a[data-locale=${locale}]`)).toBeVisible();
    await page.locator('a[data-locale=en]').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

for (const { speaks, opens } of [
  { speaks: 'en-GB', opens: 'en' },
  { speaks: 'ar-EG', opens: 'ar' },
  { speaks: 'fr-FR', opens: 'ar' },
]) {
  test.describe(`a browser that speaks ${speaks}`, () => {
    test.use({ locale: speaks });

    test('is sent on to its language, and later to the one chosen last', async ({ page, site }) => {
      await page.goto('');
      await expect(page).toHaveURL(`${site.root}${opens}/`);
      const other = opens === 'ar' ? 'en' : 'ar';
      await page.locator('a[data-language]').click();
      await expect(page.locator('html')).toHaveAttribute('lang', other);
      await expect(page.locator('.live .viz-sentence, .live figure').first()).toBeVisible();
      await page.goto('');
      await expect(page).toHaveURL(`${site.root}${other}/`);
    });

    test('reads Latin digits', async ({ page }) => {
      await openLesson(page, 'ar/attention/one-head/');
      await clickRun(page, 'scores');
      await expectState(page, 'scores', 'done');
      await walkThrough(page);
      const shown = await page.evaluate(() => document.body.innerText);
      expect(shown.match(/[0-9]/g)?.length ?? 0).toBeGreaterThan(100);
      expect(shown).not.toMatch(arabicIndic);
    });
  });
}

test('switching the language keeps an edit, the caret’s cell and the place', async ({ page }) => {
  await openLesson(page, lesson);
  await write(page, 'weights', '// half a thought');
  await walkThrough(page);
  // The editor under the eye, and the page scrolled to the middle of its section.
  await cellOf(page, 'weights').evaluate((cell) => {
    scrollTo({
      top: cell.getBoundingClientRect().top + scrollY - innerHeight * 0.3,
      behavior: 'instant',
    });
  });
  const topOf = () => cellOf(page, 'weights').evaluate((cell) => cell.getBoundingClientRect().top);
  const before = await topOf();
  for (const lang of ['ar', 'en']) {
    // The runner's own click would scroll the page first, as if the link did not stay in sight.
    await page.locator('a[data-language]').evaluate((link: HTMLElement) => link.click());
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect(page).toHaveURL(new RegExp(`/${lang}/attention/one-head/$`));
    await expect(cellOf(page, 'weights').locator('.cm-content')).toHaveText('// half a thought');
    await expect.poll(async () => Math.abs((await topOf()) - before)).toBeLessThan(60);
  }
  await cellOf(page, 'weights').locator('.cm-content').focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(cellOf(page, 'weights').locator('.cm-content')).toContainText('softmax');
});

test('code, formulas and pictures run left to right on an Arabic page, prose right to left', async ({
  page,
}) => {
  await openLesson(page, 'ar/attention/one-head/');
  await write(page, 'parts', 'const x = 1; // تعليق');
  await walkThrough(page);
  const directions = await page.evaluate(() => {
    const found: Record<string, string[]> = {};
    const ltr = '.katex, pre, .cm-content, article code, .viz-heat, .nums, input[type=range]';
    const rtl = 'article.lesson > p, article.lesson > h2, .ask-q, .task, .note, .terms dd';
    for (const [want, selector] of [
      ['ltr', ltr],
      ['rtl', rtl],
    ] as const) {
      found[want] = [...document.querySelectorAll(selector)]
        .filter((element) => getComputedStyle(element).direction !== want)
        .map((element) => `${element.tagName}.${element.className}`);
      found[`${want} count`] = [String(document.querySelectorAll(selector).length > 5)];
    }
    return found;
  });
  expect(directions).toEqual({ ltr: [], rtl: [], 'ltr count': ['true'], 'rtl count': ['true'] });
});

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('no page scrolls sideways at 360 px', async ({ page }) => {
  test.setTimeout(3 * 60_000);
  await page.setViewportSize({ width: 360, height: 740 });
  const wide: string[] = [];
  for (const { address } of builtPages()) {
    await page.goto(address);
    await settle(page);
    // A lesson draws its pictures as they come into view; the reference is all there at once.
    if (isLesson(address)) await walkThrough(page);
    if ((await sideways(page)) > 0) wide.push(address);
  }
  expect(wide).toEqual([]);
});

test('a chosen theme is there before the page’s own code is', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('en/');
  await page.evaluate(() => localStorage.setItem('ai-toolkit:settings', '{"theme":"dark"}'));
  // The page's code never comes: what is drawn is what the first paint drew.
  await page.route('**/assets/*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: '' }),
  );
  await page.goto(lesson);
  await expect(page.locator('h1')).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(15, 22, 23)',
  );
});

for (const { locale, show } of [
  { locale: 'en', show: 'Show' },
  { locale: 'ar', show: 'أظهر' },
]) {
  test(`predict, run, fail, take a hint, pass: by keyboard alone (${locale})`, async ({ page }) => {
    test.setTimeout(3 * 60_000);
    await openLesson(page, `${locale}/attention/one-head/`);
    const predict = page.locator('[data-slot=predict]').first();
    await predict.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect(predict.getByRole('radio', { checked: true })).toHaveCount(1);
    await cellOf(page, 'scores').locator('.btn.run').focus();
    await page.keyboard.press('Enter');
    await expectState(page, 'scores', 'done');
    await expect(page.locator('.verdict').first()).toBeVisible();

    const mask = cellOf(page, 'mask');
    await mask.locator('.btn.run').focus();
    await page.keyboard.press('Enter');
    await expect(mask.locator('.findings .fail').first()).toBeVisible({ timeout: patience });
    const next = mask.locator('.ladder').getByRole('button', { name: new RegExp(show) });
    for (let open = 1; open <= 4; open++) {
      await next.focus();
      await page.keyboard.press('Enter');
      await expect(mask.locator('.ladder > li.open')).toHaveCount(open);
    }
    // The solution stands there as a change to the reader's own code.
    await expect(mask.locator('.solution .diff .removed')).not.toHaveCount(0);
    await expect(mask.locator('.solution .diff .added')).toContainText([/-Infinity/]);
    await mask.locator('.solution .link').focus();
    await page.keyboard.press('Enter');
    await expect(mask.locator('.solution .diff .removed')).toHaveCount(0);
    await mask.locator('.btn.run').focus();
    await page.keyboard.press('Enter');
    await expectState(page, 'mask', 'done');
  });
}

for (const locale of locales) {
  test(`a printed lesson holds prose, code and outputs, and no controls (${locale})`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await openLesson(page, `${locale}/attention/one-head/`);
    await walkThrough(page);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    // The palest cells have dark numbers now.
    const palest = page.locator('#cell-scores .viz-heat-cell').filter({ hasText: /^0$/ }).first();
    await expect(palest).toHaveAttribute('data-ink', 'black');
    for (const kept of [
      'h1',
      '#why-divide',
      '#cell-scores .code-host',
      '#cell-scores .viz-heat',
      '.katex',
      '.terms dl',
    ])
      await expect(page.locator(kept).first(), kept).toBeVisible();
    const controls = page.locator(
      '.btn, .cell-tools, .rail, .notices, .prevnext, input, select, .viz-tools',
    );
    for (const control of await controls.all()) await expect(control).toBeHidden();
    // Dark ink on paper, whatever the screen shows.
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe(
      'rgb(22, 33, 31)',
    );
    expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(20_000);
  });
}
