import { expect, test } from './support/test.ts';

test('the browser of these tests has no WebGPU adapter, and the course opens all the same', async ({
  page,
  site,
}) => {
  await page.goto(`${site.nested}ar/`);
  const adapter = await page.evaluate(async () => {
    const gpu = 'gpu' in navigator ? navigator.gpu : undefined;
    return gpu ? await gpu.requestAdapter() : null;
  });
  expect(adapter).toBeNull();
  await expect(page.locator('h1').first()).toBeVisible();
});
