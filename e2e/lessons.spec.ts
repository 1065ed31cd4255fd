import { walkThrough } from './support/axe.ts';
import { cellOf, chooseBackend, openLesson } from './support/cells.ts';
import { builtPages, isLesson } from './support/pages.ts';
import { expect, isFull, test } from './support/test.ts';
import type { Page } from '@playwright/test';

/** With a CPU for a GPU, busy with another test besides; how long it took is printed. */
const lessonMs = 240_000;
/** Of the WebGPU run beside what was recorded with wasm, whose numbers are shown rounded. */
const tolerance = 1e-3;

const ids = builtPages()
  .filter(({ address }) => address.startsWith('en/') && isLesson(address))
  .map(({ address }) => address.slice('en/'.length, -1));
/** Each lesson in one language, taking turns; `npm run test:full` runs both. */
const visits = ids.flatMap((id, index) =>
  (['ar', 'en'] as const)
    .filter((_, turn) => isFull || turn === index % 2)
    .map((locale) => ({ id, locale })),
);

interface Shown {
  readonly isStored: boolean;
  readonly numbers: readonly string[];
}

/** The numbers that each cell shows, as text: with as many places as the reader sees. */
const shownBy = (page: Page): Promise<Record<string, Shown>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-cell-id]')].map((cell) => {
        const out = cell.querySelector('.out')?.cloneNode(true) as HTMLElement | undefined;
        // A chart rounds as its axes and its width ask for.
        const asides = '.out-head, .viz-tools, .inputs, button, style, .viz-chart';
        for (const aside of out?.querySelectorAll(asides) ?? []) aside.remove();
        const texts: string[] = [];
        const walk = out && document.createTreeWalker(out, NodeFilter.SHOW_TEXT);
        while (walk?.nextNode()) texts.push(walk.currentNode.textContent ?? '');
        const numbers = texts.join(' ').match(/[-−]?\d+(?:\.\d+)?/g) ?? [];
        return [
          cell.dataset['cellId'] ?? '',
          { isStored: cell.dataset['status'] === 'stored', numbers },
        ];
      }),
    ),
  );

const valueOf = (text: string): number => Number(text.replace('−', '-'));
/** One unit of the last place that is shown. */
const unitOf = (text: string): number => 10 ** -(text.split('.')[1]?.length ?? 0);

test('there are lessons', () => expect(ids.length).toBeGreaterThan(0));

for (const { id, locale } of visits) {
  test(`every cell of ${id} runs on WebGPU and shows what was recorded (${locale})`, async ({
    page,
  }) => {
    test.setTimeout(lessonMs + 60_000);
    await openLesson(page, `${locale}/${id}/`);
    await expect(page.locator('[data-cell-id]').last()).toBeAttached();
    // Outputs are drawn once they come near.
    await walkThrough(page);
    const before = await shownBy(page);
    await chooseBackend(page, 'WebGPU');
    const begun = performance.now();
    await page
      .locator('header')
      .getByRole('button', { name: /Run all|شغّل الكل/ })
      .click();
    await page.getByRole('menuitem', { name: /^(Run all|شغّل الكل)$/ }).click();
    const cells = Object.keys(before);
    const last = cellOf(page, cells.at(-1) ?? '');
    await expect(last).not.toHaveAttribute('data-status', /stored|idle/, { timeout: lessonMs });
    await expect(page.locator('[data-status="running"]')).toHaveCount(0, { timeout: lessonMs });
    console.log(`${id} (${locale}): ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    await expect(page.locator('[data-status="error"]')).toHaveCount(0);

    await walkThrough(page);
    const after = await shownBy(page);
    for (const cell of cells.filter((cell) => before[cell]?.isStored)) {
      const [recorded = [], run = []] = [before[cell]?.numbers, after[cell]?.numbers];
      expect(run.length, `numbers that ${cell} shows`).toBe(recorded.length);
      recorded.forEach((text, index) => {
        const off = Math.abs(valueOf(run[index] ?? '') - valueOf(text));
        const most = unitOf(text) + tolerance * Math.abs(valueOf(text));
        expect(
          off,
          `${cell}, number ${index}: ${run[index]}, recorded ${text}`,
        ).toBeLessThanOrEqual(most);
      });
    }
  });
}
