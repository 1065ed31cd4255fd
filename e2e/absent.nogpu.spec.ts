import { clickRun, expectState, lesson, matrixOf, openLesson } from './support/cells.ts';
import { expect, test } from './support/test.ts';

test('a browser without WebGPU computes with wasm and says so', async ({ page }) => {
  test.setTimeout(2 * 60_000);
  await openLesson(page, lesson);
  await clickRun(page, 'weights');
  await expectState(page, 'weights', 'done');
  const weights = await matrixOf(page, 'weights');
  for (let row = 0; row < 6; row++) {
    const sum = weights.slice(row * 6, row * 6 + 6).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - 1)).toBeLessThan(0.05);
  }
  const badge = page.getByRole('button', { name: /What computes.*wasm/ });
  await expect(badge).toBeVisible();
  await badge.click();
  await expect(page.getByRole('dialog')).toContainText(/no WebGPU|no GPU/);
  // Asked for by name it is still not there, and the answer is the same.
  await page.getByRole('radio', { name: /^WebGPU/ }).check();
  await page.keyboard.press('Escape');
  await clickRun(page, 'weights');
  await expectState(page, 'weights', 'done');
  await expect(badge).toBeVisible();
});
