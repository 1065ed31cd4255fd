import type { Page } from '@playwright/test';
import {
  addCell,
  cellOf,
  chooseBackend,
  clickRun,
  expectState,
  lesson,
  matrixOf,
  openLesson,
  outputOf,
  patience,
  pressRun,
  runCode,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';

/** Opens the lesson and has it compute with WebGPU, which on a software adapter needs the reader's word. */
async function openOnWebGPU(page: Page): Promise<void> {
  await openLesson(page, lesson);
  await chooseBackend(page, 'WebGPU');
}

test('without a choice a software adapter does not compute, and the page says why', async ({
  page,
}) => {
  await openLesson(page, lesson);
  await clickRun(page, 'vectors');
  await expectState(page, 'vectors', 'done');
  const badge = page.getByRole('button', { name: /What computes.*wasm/ });
  await expect(badge).toBeVisible();
  await badge.click();
  await expect(page.getByRole('dialog')).toContainText(
    'The only GPU on offer is a software adapter',
  );
});

test('100 runs of a cell leave no tensor and no GPU buffer behind', async ({ page }) => {
  test.setTimeout(3 * 60_000);
  await openOnWebGPU(page);
  const own = await addCell(page, 'parts');
  const census = await addCell(page, own);
  await write(
    page,
    own,
    `import { add, matMul, ones, softmaxRows, sum, tensor, toArray } from 'kit/tensor';
const grid = matMul(ones([8, 8]), tensor([[1], [2], [3], [4], [5], [6], [7], [8]]));
add(grid, 1);
const shares = softmaxRows(add(ones([4, 4]), ones([4, 4])));
const held = { grid, list: [shares] };
await toArray(sum(shares));`,
  );
  await pressRun(page, own);
  await expectState(page, own, 'done');
  await expect(page.getByRole('button', { name: /What computes.*WebGPU/ })).toContainText(
    'software adapter',
  );

  const count = async () => {
    await write(
      page,
      census,
      `import { memory, webgpu } from 'kit/tensor';
const { bufferManager } = webgpu()!.backend as any;
await webgpu()!.device.queue.onSubmittedWorkDone();
JSON.stringify({ ...memory(), used: bufferManager.getNumUsedBuffers(), free: bufferManager.getNumFreeBuffers() }) + ' /end';`,
    );
    await clickRun(page, census);
    await expectState(page, census, 'done');
    const text = await outputOf(page, census).innerText();
    return JSON.parse(/\{.*\}/.exec(text)?.[0] ?? 'null') as Record<string, number>;
  };
  const again = (times: number) =>
    page.evaluate(
      async ([id, rounds]) => {
        const cell = document.querySelector<HTMLElement>(`[data-cell-id="${id}"]`);
        for (let round = 0; round < rounds; round++) {
          const done = new Promise<void>((resolve) => {
            let isBegun = false;
            const observer = new MutationObserver(() => {
              isBegun ||= cell?.dataset.status === 'running';
              if (!isBegun || cell?.dataset.status !== 'done') return;
              observer.disconnect();
              resolve();
            });
            observer.observe(cell!, { attributes: true, attributeFilter: ['data-status'] });
          });
          cell?.querySelector<HTMLElement>('.btn.run')?.click();
          await done;
        }
      },
      [own, times] as const,
    );
  // The first runs fill tfjs's pool of buffers that it keeps for reuse.
  await again(3);
  const before = await count();
  expect(before.tensors).toBeGreaterThanOrEqual(2);
  expect(before.used).toBeGreaterThan(0);
  await again(100);
  const after = await count();
  console.log(
    `100 runs: ${after.tensors! - before.tensors!} tensors more, ${after.used! + after.free! - before.used! - before.free!} GPU buffers more`,
  );
  expect(after).toEqual(before);
  await expect(cellOf(page, own)).not.toContainText('more than last time');

  // The eye that found no tensor more does count: this cell holds five instead of two.
  await runCode(
    page,
    own,
    "import { ones } from 'kit/tensor';\nconst held = [1, 2, 3, 4, 5].map((size) => ones([size]));",
  );
  expect((await count()).tensors).toBe((before.tensors ?? NaN) + 3);
});

test('device.destroy() is noticed, and one click brings the GPU back', async ({ page, watch }) => {
  test.setTimeout(2 * 60_000);
  watch.expect(/destroyed|device|WebGPU/i);
  await openOnWebGPU(page);
  await clickRun(page, 'scores');
  await expectState(page, 'scores', 'done');
  const before = await matrixOf(page, 'scores');
  const own = await addCell(page, 'scores');
  await write(page, own, "import { webgpu } from 'kit/tensor';\nwebgpu()!.device.destroy();");
  await pressRun(page, own);
  const notice = page.locator('.notice', { hasText: 'The GPU went away' });
  await expect(notice).toBeVisible({ timeout: patience });
  await notice.getByRole('button', { name: 'Start it again' }).click();
  await expect(notice).toHaveCount(0);
  await clickRun(page, 'scores');
  await expectState(page, 'scores', 'done');
  expect(await matrixOf(page, 'scores')).toEqual(before);
  await expect(page.getByRole('button', { name: /What computes.*WebGPU/ })).toBeVisible();
});

test('the cell at scale measures both, and the software adapter is named', async ({ page }) => {
  test.setTimeout(3 * 60_000);
  await openOnWebGPU(page);
  await clickRun(page, 'at-scale');
  await expectState(page, 'at-scale', 'done');
  await expect(outputOf(page, 'at-scale').getByRole('combobox')).toHaveValue('64');
  const rows = outputOf(page, 'at-scale').locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText('GPU');
  await expect(rows.nth(1)).toContainText('CPU');
  await expect(rows.nth(0)).toContainText(/software|swiftshader/i);
  for (const row of [0, 1]) await expect(rows.nth(row)).toContainText(/\d/);
});
