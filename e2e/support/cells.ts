import { expect, type Locator, type Page } from '@playwright/test';

/** Cells as a reader meets them: found by their names, written in the editor, run by keys. */

/** The lesson that most tests open; in English, so that roles and labels read well here. */
export const lesson = 'en/attention/one-head/';

/** Starting a library, compiling shaders on two busy cores: how long a cell may take before a test gives up. */
export const patience = 60_000;

/** The live part of a cell. */
export function cellOf(page: Page, id: string): Locator {
  return page.locator(`[data-cell-id="${id}"]`);
}

/** What a cell shows below its code. */
export function outputOf(page: Page, id: string): Locator {
  return cellOf(page, id).locator('.out');
}

/** Opens a lesson and waits until its cells are alive. */
export async function openLesson(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('.cell-state').first()).toBeVisible();
}

/** Adds a cell of the reader's own below another one, by the menu, and gives its name. */
export async function addCell(page: Page, after: string): Promise<string> {
  const own = page.locator('.cell.own [data-cell-id]');
  const idsOf = () =>
    own.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-cell-id') ?? ''));
  const before = await idsOf();
  await cellOf(page, after)
    .getByRole('button', { name: /More for this cell|المزيد/ })
    .click();
  await page.getByRole('menuitem', { name: /Add a cell below|أضف خلية بعدها/ }).click();
  await expect(own).toHaveCount(before.length + 1);
  const added = (await idsOf()).find((id) => !before.includes(id));
  if (added === undefined) throw new Error('the new cell has no name');
  return added;
}

/** The text box of a cell's editor; a click on the static code brings it, as for a reader. */
export async function editorOf(page: Page, id: string): Promise<Locator> {
  const editor = cellOf(page, id).locator('.cm-content');
  if ((await editor.count()) === 0) await cellOf(page, id).locator('.code-host').click();
  await expect(editor).toBeVisible();
  return editor;
}

/** Replaces a cell's code in its editor. */
export async function write(page: Page, id: string, code: string): Promise<void> {
  const editor = await editorOf(page, id);
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
}

/** Runs a cell as a reader does who has just written it. */
export async function pressRun(page: Page, id: string): Promise<void> {
  await (await editorOf(page, id)).focus();
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** A cell's Run button, or the Check of an exercise; while the cell runs or waits its turn there is Stop in its place. */
export function runButton(page: Page, id: string): Locator {
  return cellOf(page, id).locator('.btn.run:not(.stop)');
}

/** Presses a cell's Run button, once nothing of the lesson runs by itself any more. */
export async function clickRun(page: Page, id: string): Promise<void> {
  await expect(page.locator('[data-status="running"]')).toHaveCount(0, { timeout: patience });
  await runButton(page, id).click();
}

/** Waits for the state that a cell shows: `running`, `done`, `error`, `stale`, `stored`, `idle`. */
export async function expectState(page: Page, id: string, state: string): Promise<void> {
  await expect(cellOf(page, id), `state of the cell ${id}`).toHaveAttribute('data-status', state, {
    timeout: patience,
  });
}

/** Writes code into a cell, runs it, and waits for its end. */
export async function runCode(page: Page, id: string, code: string, end = 'done'): Promise<void> {
  await write(page, id, code);
  await pressRun(page, id);
  await expectState(page, id, end);
}

/** Chooses what computes in the menu of the header. */
export async function chooseBackend(
  page: Page,
  name: 'WebGPU' | 'wasm' | 'JavaScript',
): Promise<void> {
  const badge = page.getByRole('button', { name: /What computes|محرّك الحساب/ });
  await badge.click();
  await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
  await page.keyboard.press('Escape');
}

/** Starts to count the beats of the page's own thread. */
export async function startHeartbeat(page: Page): Promise<void> {
  await page.evaluate(() => {
    const beats: number[] = [];
    Reflect.set(window, 'heartbeats', beats);
    setInterval(() => beats.push(performance.now()), 25);
  });
}

/** Beats so far, and the longest pause between two of them since the last question, in ms. */
export async function heartbeat(page: Page): Promise<{ beats: number; longestMs: number }> {
  return page.evaluate(() => {
    const beats = Reflect.get(window, 'heartbeats') as number[];
    const pauses = beats.slice(1).map((beat, index) => beat - (beats[index] ?? beat));
    const count = beats.length;
    beats.splice(0, count - 1);
    return { beats: count, longestMs: Math.round(Math.max(0, ...pauses)) };
  });
}

/** The value below which a share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Counts from now on how often each cell starts to run, as the page shows it. */
export async function countRuns(page: Page): Promise<void> {
  await page.evaluate(() => {
    const runs: Record<string, number> = {};
    Reflect.set(window, 'runsOfCells', runs);
    new MutationObserver((records) => {
      for (const { target, oldValue } of records) {
        const { status, cellId = '' } = (target as HTMLElement).dataset;
        if (status === 'running' && oldValue !== 'running') runs[cellId] = (runs[cellId] ?? 0) + 1;
      }
    }).observe(document.body, {
      subtree: true,
      attributes: true,
      attributeFilter: ['data-status'],
      attributeOldValue: true,
    });
  });
}

/** How often each cell has run since `countRuns`, or since the last question. */
export async function runsOf(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const runs = Reflect.get(window, 'runsOfCells') as Record<string, number>;
    const counted = { ...runs };
    for (const id of Object.keys(runs)) delete runs[id];
    return counted;
  });
}

/** The numbers of the first matrix that a cell shows, row by row. */
export async function matrixOf(page: Page, id: string): Promise<number[]> {
  const cells = outputOf(page, id).locator('.viz-matrix [data-cell]');
  await expect(cells.first()).toBeVisible({ timeout: patience });
  const texts = await cells.allInnerTexts();
  return texts.map((text) => Number(text.replace('−', '-').replaceAll(/[^\d.e-]/g, '')));
}
