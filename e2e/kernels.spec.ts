import { readFileSync } from 'node:fs';
import { featureCells, kernelCells, longCell, oracleCell, within } from './cells/kernels.ts';
import { encoderCell, type GoldenSentence } from './cells/encoder.ts';
import { addCell, chooseBackend, lesson, openLesson, outputOf, runCode } from './support/cells.ts';
import { expect, test } from './support/test.ts';

/** Programs that a software adapter may be asked to compile for all this: each large one takes it seconds. */
const mostPrograms = 40;

// One page for all: the kernels share what is compiled, and the cells share one oracle.
test('every own kernel gives what loops in double precision give', async ({ page }) => {
  test.setTimeout(8 * 60_000);
  await openLesson(page, lesson);
  await chooseBackend(page, 'WebGPU');
  const oracle = await addCell(page, 'parts');
  await runCode(page, oracle, oracleCell);
  const own = await addCell(page, oracle);
  const answer = async (code: string) => {
    await runCode(page, own, code);
    return outputOf(page, own).innerText();
  };
  const features = await answer(
    "import { backendState } from 'kit/tensor';\n`has ${backendState().features.join(', ')} /end`;",
  );

  for (const { name, code, needs } of [...kernelCells, ...featureCells, longCell]) {
    if (needs && !features.includes(needs)) {
      console.log(`${name}: not run, as this adapter has no ${needs}`);
      continue;
    }
    await test.step(name, async () => {
      const text = await answer(code);
      const [, worst, loud] = /worst ([\d.e+-]+|NaN), loud ([\d.e+-]+|NaN) \/end/.exec(text) ?? [];
      expect(Number(worst), `${name}\n${text}`).toBeLessThan(within);
      expect(Number(loud), `${name}, huge scores`).toBeLessThan(100 * within);
    });
  }
  const compiled = await answer(
    "import { compiledPrograms } from 'kit/tensor';\n`compiled ${compiledPrograms()} /end`;",
  );
  expect(Number(/compiled (\d+)/.exec(compiled)?.[1])).toBeLessThanOrEqual(mostPrograms);
});

test('the trained encoder gives the original’s vectors on WebGPU, and those of wasm', async ({
  page,
}) => {
  test.setTimeout(4 * 60_000);
  const { sentences } = JSON.parse(readFileSync('src/kit/encoder/golden.json', 'utf8')) as {
    readonly sentences: readonly GoldenSentence[];
  };
  await openLesson(page, lesson);
  await chooseBackend(page, 'WebGPU');
  const own = await addCell(page, 'parts');
  await runCode(page, own, encoderCell(sentences));
  const text = await outputOf(page, own).innerText();
  const [, backend, cosine, apart] =
    /on (\w+): cosine ([\d.]+|NaN), apart ([\d.e+-]+|NaN) \/end/.exec(text) ?? [];
  expect(backend, text).toBe('webgpu');
  expect(Number(cosine)).toBeGreaterThanOrEqual(0.999);
  expect(Number(apart)).toBeLessThan(2e-4);
});
