import {
  addCell,
  cellOf,
  editorOf,
  expectState,
  openLesson,
  outputOf,
  pressRun,
  runCode,
  write,
} from './support/cells.ts';
import { expect, test } from './support/test.ts';

const arabic = 'ar/attention/one-head/';
const english = 'en/attention/one-head/';
const arabicLetters = /\p{Script=Arabic}/u;

test('an error marks its own line and takes the reader there', async ({ page }) => {
  await openLesson(page, english);
  const own = await addCell(page, 'parts');
  await runCode(
    page,
    own,
    'const fine = 1;\n\n  (undefined as any).missing;\nconst never = 2;',
    'error',
  );
  await expect(cellOf(page, own)).toContainText('line 3');
  await expect(cellOf(page, own).locator('.cm-line.bad')).toHaveText(/undefined as any/);
  await expect(outputOf(page, own).locator('pre').first()).toContainText(
    "Cannot read properties of undefined (reading 'missing')",
  );
  await expect(outputOf(page, own).locator('details')).not.toHaveAttribute('open');
  await page.locator('h1').first().click();
  await outputOf(page, own)
    .getByRole('button', { name: /line 3/ })
    .click();
  await expect(await editorOf(page, own)).toBeFocused();
  // Mended, the mark goes.
  await runCode(page, own, 'const fine = 1;');
  await expect(cellOf(page, own).locator('.cm-line.bad')).toHaveCount(0);
});

test('an error is explained in Arabic on the Arabic page, its original beside it', async ({
  page,
}) => {
  await openLesson(page, arabic);
  const own = await addCell(page, 'parts');
  const cases = [
    { code: '(null as any).x;', original: /Cannot read properties of null/ },
    { code: 'notThere + 1;', original: /notThere is not defined/ },
    { code: "import { tensor } from 'kit/tensr';", original: /kit\/tensr/ },
    { code: 'const = 1;', original: /./ },
    { code: 'const tokens = 1;', original: /./ },
    {
      code: "import { matMul, ones } from 'kit/tensor';\nmatMul(ones([2, 3]), ones([2, 3]));",
      original: /./,
    },
  ];
  for (const { code, original } of cases) {
    await test.step(code, async () => {
      await write(page, own, code);
      await pressRun(page, own);
      await expectState(page, own, 'error');
      const box = outputOf(page, own).locator('.err');
      await expect(box.locator('.err-title')).toHaveText(arabicLetters);
      await expect(box.locator('.err-text')).toHaveText(arabicLetters);
      const pre = box.locator('pre').first();
      await expect(pre).toHaveText(original);
      await expect(pre).toHaveAttribute('dir', 'ltr');
      await expect(pre).toHaveAttribute('lang', 'en');
    });
  }
});

test('a name defined twice names both cells, and neither runs on the other', async ({ page }) => {
  await openLesson(page, english);
  const own = await addCell(page, 'parts');
  await write(page, own, 'const parts = 1;');
  await expectState(page, own, 'error');
  await expect(outputOf(page, own)).toContainText('parts');
  await expectState(page, 'parts', 'error');
  await write(page, own, 'const pieces = 1;');
  await expect(cellOf(page, 'parts')).not.toHaveAttribute('data-status', 'error');
});
