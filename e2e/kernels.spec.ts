import { kernelCells, longCell, oracleCell } from './cells/kernels.ts';
import { addCell, chooseBackend, lesson, openLesson, outputOf, runCode } from './support/cells.ts';
import { expect, test } from './support/test.ts';

// One page for all: the kernels share what is compiled, and the cells share one oracle.
test('every own kernel gives what loops in double precision give', async ({ page }) => {
  test.setTimeout(6 * 60_000);
  await openLesson(page, lesson);
  await chooseBackend(page, 'WebGPU');
  const oracle = await addCell(page, 'parts');
  await runCode(page, oracle, oracleCell);
  const own = await addCell(page, oracle);

  for (const { name, code } of [...kernelCells, longCell]) {
    await test.step(name, async () => {
      await runCode(page, own, code);
      const text = await outputOf(page, own).innerText();
      const [, worst, loud] = /worst ([\d.e+-]+|NaN), loud ([\d.e+-]+|NaN) \/end/.exec(text) ?? [];
      expect(Number(worst), `${name}\n${text}`).toBeLessThan(1e-5);
      expect(Number(loud), `${name}, huge scores`).toBeLessThan(1e-3);
    });
  }
});
