import { hostileGpuCells } from './cells/hostile.ts';
import {
  addCell,
  cellOf,
  chooseBackend,
  expectState,
  heartbeat,
  lesson,
  openLesson,
  outputOf,
  patience,
  percentile,
  pressRun,
  runCode,
  startHeartbeat,
  write,
} from './support/cells.ts';
import { stopThenRun } from './support/stopping.ts';
import { expect, test } from './support/test.ts';

// A browser of their own: a dispatch goes on after its worker has ended, and would slow down whatever comes next.
test.use({ launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions }) });

test('Stop gives JavaScript back while the GPU is still busy, and the GPU comes back', async ({
  page,
}) => {
  test.setTimeout(4 * 60_000);
  await openLesson(page, lesson);
  const hostile = await addCell(page, 'parts');
  const trivial = await addCell(page, hostile);
  await runCode(page, trivial, 'crypto.randomUUID();');
  await startHeartbeat(page);

  const times: number[] = [];
  for (const { name, code } of hostileGpuCells) {
    await test.step(name, async () => {
      await write(page, hostile, `console.log('in');\n${code}`);
      await pressRun(page, hostile);
      await expect(outputOf(page, hostile), `“${name}” runs`).toContainText('in', {
        timeout: patience,
      });
      await page.waitForTimeout(500);
      await expect(cellOf(page, hostile), `“${name}” still runs`).toHaveAttribute(
        'data-status',
        'running',
      );
      await heartbeat(page);
      await expect
        .poll(async () => (await heartbeat(page)).beats, {
          message: `the page’s thread while “${name}” runs`,
          timeout: patience,
        })
        .toBeGreaterThan(2);
      times.push(await stopThenRun(page, hostile, trivial));
    });
  }
  console.log(
    `Stop → a trivial cell has run, GPU busy: ${times.length} of ${hostileGpuCells.length}, ` +
      `p95 ${Math.round(percentile(times, 0.95))} ms, longest ${Math.round(Math.max(...times))} ms`,
  );

  // After all that, a cell that needs the GPU gets it, even if it has to wait for what is still running there.
  await chooseBackend(page, 'WebGPU');
  await write(
    page,
    trivial,
    "import { sum, tensor, toArray } from 'kit/tensor';\nawait toArray(sum(tensor([1, 2, 3])));",
  );
  await pressRun(page, trivial);
  await expectState(page, trivial, 'done');
  await expect(outputOf(page, trivial)).toContainText('6');
});
