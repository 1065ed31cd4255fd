import {
  cellOf,
  clickRun,
  expectState,
  matrixOf,
  openLesson,
  outputOf,
  runButton,
  patience,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';

const wrong = `/** Hides nothing. */
function maskFuture(scores: any): any {
  return scores;
}`;
const wrongWay = `import { fill, greater, indices, where } from 'kit/tensor';
function maskFuture(scores: any): any {
  const [rows, columns] = indices(scores.shape);
  return where(greater(rows, columns), fill(scores.shape, -Infinity), scores);
}`;
const right = `import { fill, greater, indices, where } from 'kit/tensor';
function maskFuture(scores: any): any {
  console.log('the learner masks');
  const [rows, columns] = indices(scores.shape);
  return where(greater(columns, rows), fill(scores.shape, -Infinity), scores);
}`;

for (const { locale, leaks, changed, passed, check } of [
  {
    locale: 'en',
    leaks: /Row 0 still depends on column 1/,
    changed: /came back changed/,
    passed: /Passed\./,
    check: /Check/,
  },
  {
    locale: 'ar',
    leaks: /ما زال الصف 0 رهنًا بالعمود 1/,
    changed: /وقد عادت متغيّرة/,
    passed: /اجتزته/,
    check: /تحقّق|افحص/,
  },
]) {
  test(`the causal exercise tells what is wrong, then passes (${locale})`, async ({ page }) => {
    test.setTimeout(2 * 60_000);
    await openLesson(page, `${locale}/attention/one-head/`);
    const findings = cellOf(page, 'mask').locator('.findings');
    await expect(runButton(page, 'mask')).toHaveText(check);

    await write(page, 'mask', wrong);
    await clickRun(page, 'mask');
    await expect(findings.locator('.fail').first()).toHaveText(leaks, { timeout: patience });
    await expect(findings.locator('.pass')).not.toHaveCount(0);

    await write(page, 'mask', wrongWay);
    await clickRun(page, 'mask');
    await expect(findings.locator('.fail').first()).toHaveText(changed, { timeout: patience });

    // Until it passes, the lesson goes on with its own version.
    await clickRun(page, 'masked');
    await expectState(page, 'masked', 'done');
    expect((await matrixOf(page, 'masked')).slice(0, 6)).toEqual([1, 0, 0, 0, 0, 0]);
    await expect(outputOf(page, 'masked')).not.toContainText('the learner masks');

    await write(page, 'mask', right);
    await clickRun(page, 'mask');
    await expect(cellOf(page, 'mask')).toContainText(passed, { timeout: patience });
    await expect(findings).toHaveCount(0);
    await expectState(page, 'mask', 'done');

    // From here on the lesson uses the learner's version.
    await clickRun(page, 'masked');
    await expectState(page, 'masked', 'done');
    expect((await matrixOf(page, 'masked')).slice(0, 6)).toEqual([1, 0, 0, 0, 0, 0]);
    await expect(outputOf(page, 'masked')).toContainText('the learner masks');
  });
}
