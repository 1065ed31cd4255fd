import { drawings, escapes, forgeries, stealPort, type Escape } from './cells/escapes.ts';
import { addCell, cellOf, clickRun, expectState, lesson, openLesson, outputOf, patience, pressRun, runCode, write } from './support/cells.ts';
import { startRecorder, type Recorder } from './support/recorder.ts';
import { expect, test } from './support/test.ts';
import type { Page } from '@playwright/test';

let recorder: Recorder;
test.beforeAll(async () => {
  recorder = await startRecorder();
});
test.afterAll(() => recorder.close());

/** Where an attempt calls: its own path, so that the recorder's list tells who got out. */
const callOf = ({ name }: Escape, from: string) =>
  `${recorder.origin}/${from}/${name.replaceAll(/\W+/g, '-')}`;

const settled = (page: Page) => page.waitForTimeout(500);

/** Which of the attempts reached the recorder. */
const arrived = (from: string) => recorder.hits.filter((hit) => hit.includes(`/${from}/`));

test('no cell gets out of the sandbox', async ({ page, watch, site }) => {
  test.setTimeout(5 * 60_000);
  // Refusals are what is wanted here; the browser reports each of them.
  watch.expect(/Content Security Policy|Refused|Failed to|net::ERR|Uncaught|data:|blob:/i);
  watch.expect(new RegExp(`localhost:${new URL(recorder.origin).port}`));
  expect(escapes.length).toBeGreaterThanOrEqual(30);
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');

  const escaped: string[] = [];
  for (const attempt of escapes) {
    await test.step(attempt.name, async () => {
      const call = callOf(attempt, 'cell');
      await write(
        page,
        own,
        `console.log(String(await (async (): Promise<any> => {
const R = ${JSON.stringify(call)}; const S = ${JSON.stringify(site.root)};
${attempt.body}
})().catch((error) => 'confined: ' + error)) + ' /end');`,
      );
      await pressRun(page, own);
      await expect(outputOf(page, own)).toContainText('/end', { timeout: patience });
      const verdict = await outputOf(page, own).innerText();
      if (verdict.includes('ESCAPED')) escaped.push(`${attempt.name}: ${verdict}`);
      await expectState(page, own, 'done');
    });
  }
  await settled(page);
  console.log(`Escapes: ${escaped.length} of ${escapes.length} got out; ${recorder.hits.length} requests arrived`);
  expect(escaped).toEqual([]);
  expect(recorder.hits).toEqual([]);
});

test('the same attempts do get out where nobody confines them', async ({ page, watch, site }) => {
  watch.expect(/./);
  await page.goto(recorder.page('plain', '<!doctype html><title>plain</title>'));
  const attempts = escapes.filter(({ worksUnconfined }) => worksUnconfined);
  const confined: string[] = [];
  for (const attempt of attempts) {
    const source = `const R = ${JSON.stringify(callOf(attempt, 'plain'))}; const S = ${JSON.stringify(site.root)};
(async () => { ${attempt.body} })().then((value) => postMessage({ end: String(value) }), (error) => postMessage({ end: 'confined: ' + error }));`;
    const before = recorder.hits.length;
    const verdict = await page.evaluate(
      (text) =>
        new Promise<string>((resolve) => {
          const worker = new Worker(URL.createObjectURL(new Blob([text])));
          const end = (value: string) => {
            worker.terminate();
            resolve(value);
          };
          worker.onmessage = ({ data }: MessageEvent<{ end?: string; t?: string }>) => {
            if (data.t !== undefined) end('ESCAPED: heard');
            if (data.end !== undefined) end(data.end);
          };
          worker.onerror = (event) => end(`confined: ${event.message}`);
          setTimeout(() => end('confined: silence'), 5000);
        }),
      source,
    );
    const isOut = verdict.startsWith('ESCAPED') || recorder.hits.length > before;
    if (!isOut) confined.push(`${attempt.name}: ${verdict}`);
  }
  expect(attempts.length).toBeGreaterThan(20);
  expect(confined, 'attempts that prove nothing, since they never get out').toEqual([]);
  expect(arrived('plain').length).toBeGreaterThan(10);
});
