import { hostileCells } from './cells/hostile.ts';
import {
  addCell,
  cellOf,
  clickRun,
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
import { takeOverKernels } from './support/takeover.ts';
import { expect, test } from './support/test.ts';

/** Long enough for a flood to pile up and for a list to grow. */
const rageMs = 150;

test('Stop ends every hostile cell, and the page stays alive', async ({ page, watch }) => {
  test.setTimeout(8 * 60_000);
  // Timers and promises of hostile cells fail where nobody catches them; the browser's console then says so.
  watch.expect(
    /^Error: x$|data:text\/javascript|data:;|blob:null|Uncaught|Refused|cell-own|\(about:/i,
  );

  await takeOverKernels(page);
  await openLesson(page, lesson);
  const hostile = await addCell(page, 'parts');
  const trivial = await addCell(page, hostile);
  await runCode(page, trivial, 'crypto.randomUUID();');
  await startHeartbeat(page);

  const cut: string[] = [];
  const stops: { name: string; ms: number; pauseMs: number }[] = [];
  for (const { name, code, isCut } of hostileCells) {
    await test.step(name, async () => {
      const imports = code.startsWith('import ') ? `${code.split('\n')[0]}\n` : '';
      await write(page, hostile, `${imports}console.log('in');\n${code.slice(imports.length)}`);
      await pressRun(page, hostile);
      if (isCut) {
        await expectState(page, hostile, 'error');
        await expect(outputOf(page, hostile)).toContainText('flooded the page');
        await clickRun(page, trivial);
        await expectState(page, trivial, 'done');
        cut.push(name);
        return;
      }
      await expect(outputOf(page, hostile), `“${name}” runs`).toContainText('in', {
        timeout: patience,
      });
      await heartbeat(page);
      await page.waitForTimeout(rageMs);
      let longestMs = 0;
      await expect
        .poll(
          async () => {
            const { beats, longestMs: pauseMs } = await heartbeat(page);
            longestMs = Math.max(longestMs, pauseMs);
            return beats;
          },
          { message: `the page’s thread while “${name}” runs`, timeout: patience },
        )
        .toBeGreaterThan(2);
      await expect(cellOf(page, hostile), `“${name}” still runs`).toHaveAttribute(
        'data-status',
        'running',
      );
      const ms = await stopThenRun(page, hostile, trivial);
      stops.push({ name, ms, pauseMs: longestMs });
      await expect(cellOf(page, hostile)).not.toHaveAttribute('data-status', 'running');
    });
  }

  const times = stops.map(({ ms }) => ms);
  const slowest = [...stops].sort((a, b) => b.ms - a.ms).slice(0, 5);
  const stillest = [...stops].sort((a, b) => b.pauseMs - a.pauseMs).slice(0, 3);
  const ms = (value: number) => `${Math.round(value)} ms`;
  console.log(
    [
      `Stop → a trivial cell has run: ${stops.length} of ${hostileCells.length - cut.length} hostile cells; ${cut.length} more were ended by the page itself`,
      `  p50 ${ms(percentile(times, 0.5))}, p95 ${ms(percentile(times, 0.95))}, longest ${ms(Math.max(...times))}`,
      ...slowest.map((one) => `  ${ms(one.ms)}  ${one.name}`),
      `  longest pause of the page: ${stillest.map((one) => `${ms(one.pauseMs)} (${one.name})`).join(', ')}`,
    ].join('\n'),
  );
  expect(stops.length + cut.length).toBe(hostileCells.length);
  expect(stops.length).toBeGreaterThanOrEqual(50);
  // One kernel at work and one standing by, whatever was stopped before.
  await expect.poll(() => page.locator('iframe').count()).toBeLessThanOrEqual(2);
});
