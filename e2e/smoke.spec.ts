import { settle } from './support/axe.ts';
import { builtPages } from './support/pages.ts';
import { expect, isFull, test } from './support/test.ts';

// Under a sub-path, where an address that begins with a slash shows itself as a missing file.
const places = isFull ? (['nested', 'root'] as const) : (['nested'] as const);
const pages = builtPages();

test('there are pages in both languages', () => {
  const files = pages.map(({ file }) => file);
  expect(files).toContain('index.html');
  expect(files).toContain('ar/index.html');
  const arabic = files.filter((file) => file.startsWith('ar/')).map((file) => file.slice(3));
  const english = files.filter((file) => file.startsWith('en/')).map((file) => file.slice(3));
  expect(arabic).toEqual(english);
});

for (const { file, address, place } of pages.flatMap((page) =>
  places.map((place) => ({ ...page, place })),
)) {
  test(`${file} opens, whole and in its direction (${place})`, async ({ page, site }) => {
    const response = await page.goto(`${site[place]}${address}`, { waitUntil: 'load' });
    expect(response?.status()).toBe(200);
    const html = page.locator('html');
    const locale = /^(ar|en)\//.exec(file)?.[1] ?? (await html.getAttribute('lang'));
    await expect(html).toHaveAttribute('lang', locale ?? 'en');
    await expect(html).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr');
    await expect(page).toHaveTitle(/\S/);
    await expect(page.locator('h1').first()).toBeVisible();

    // What the page's code loads late belongs to "whole".
    await settle(page);
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, 'the page scrolls sideways').toBeLessThanOrEqual(0);

    const dead = await page.evaluate(async () => {
      const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')];
      const ours = links
        .map(({ href }) => href.split('#')[0] ?? '')
        .filter((href) => href.startsWith(location.origin));
      const answers = await Promise.all(
        [...new Set(ours)].map(
          async (href) => [href, (await fetch(href, { method: 'HEAD' })).status] as const,
        ),
      );
      return answers.filter(([, status]) => status !== 200);
    });
    expect(dead, 'links that lead nowhere').toEqual([]);
  });
}
