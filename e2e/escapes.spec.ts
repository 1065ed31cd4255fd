import { drawings, escapes, forgeries, stealPort, type Escape } from './cells/escapes.ts';
import {
  addCell,
  cellOf,
  clickRun,
  expectState,
  lesson,
  openLesson,
  outputOf,
  patience,
  pressRun,
  runCode,
  write,
} from './support/cells.ts';
import { startRecorder, type Recorder } from './support/recorder.ts';
import { takeOverKernels } from './support/takeover.ts';
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

/** What a test itself asks of the recorder is no outside request of the course. */
const strangers = () => new RegExp(`localhost:${new URL(recorder.origin).port}`);

const settled = (page: Page) => page.waitForTimeout(500);

/** Which of the attempts reached the recorder. */
const arrived = (from: string) => recorder.hits.filter((hit) => hit.includes(`/${from}/`));

test('no cell gets out of the sandbox', async ({ page, watch, site }) => {
  test.setTimeout(5 * 60_000);
  // Refusals are what is wanted here; the browser reports each of them.
  watch.expect(
    /Content Security Policy|Refused|Failed to|net::ERR|Uncaught|data:|blob:|^undefined$/i,
  );
  watch.expect(strangers());
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
  console.log(
    `Escapes: ${escaped.length} of ${escapes.length} got out; ${recorder.hits.length} requests arrived`,
  );
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

test('a kernel that a cell has taken over has no power over the page', async ({ page, watch }) => {
  test.setTimeout(4 * 60_000);
  // Views of no kind are meant to break, each in its own place.
  watch.expect(/./);
  await takeOverKernels(page);
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  const other = await addCell(page, own);
  await runCode(page, other, "'untouched';");
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));

  for (const { name, messages } of forgeries) {
    await test.step(name, async () => {
      const R = `const R = ${JSON.stringify(`${recorder.origin}/forged`)};`;
      await write(page, own, `${stealPort}${R}\n${messages}\nvoid R;`);
      await pressRun(page, own);
      // Without the port in hand the forgery would prove nothing.
      await expect(outputOf(page, own)).toContainText('port in hand', { timeout: patience });
      await expect(cellOf(page, own)).not.toHaveAttribute('data-status', 'running', {
        timeout: patience,
      });
      await clickRun(page, other);
      await expectState(page, other, 'done');
      await expect(outputOf(page, other)).toContainText('untouched');
    });
  }
  await settled(page);
  expect(await page.evaluate(() => Reflect.get({}, 'polluted') as unknown)).toBeUndefined();
  expect(downloads).toEqual([]);
  expect(arrived('forged')).toEqual([]);
  await expect(page.locator('.notice')).toHaveCount(0);
});

/** Markup in an output that no view may bring there: handlers, scripts, addresses that are code or somebody else's. */
const suspects = (root: Element): string[] =>
  [...root.querySelectorAll('*')].flatMap((element) => {
    const isActive = /^(script|iframe|object|embed|base|form|meta|link)$/i.test(element.localName);
    const bad = [...element.attributes].filter(
      ({ name, value }) =>
        /^on/i.test(name) ||
        (/^(href|src|xlink:href|action|data|poster|srcset)$/i.test(name) &&
          /^\s*(javascript|vbscript|data:text\/html)/i.test(value)) ||
        (/^(src|poster|srcset|style|xlink:href)$/i.test(name) && /(?<!blob:)https?:/i.test(value)),
    );
    return isActive || bad.length > 0 ? [element.outerHTML.slice(0, 200)] : [];
  });

test('nothing that a cell shows becomes markup, script or request', async ({ page, watch }) => {
  // A picture of a type that there is not cannot be drawn, and says so.
  watch.expect(/assets\/Picture-/);
  test.setTimeout(4 * 60_000);
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  const R = JSON.stringify(`${recorder.origin}/drawn`);
  for (const { name, code } of drawings) {
    await test.step(name, async () => {
      const [first = '', ...rest] = code.split('\n');
      const head = first.startsWith('import')
        ? [first, `const R = ${R}; void R;`]
        : [`const R = ${R}; void R;`, first];
      await write(
        page,
        own,
        [...head, ...rest, "console.log('/end');"]
          .join('\n')
          .replace("console.log('/end');", code.startsWith('throw') ? '' : "console.log('/end');"),
      );
      await pressRun(page, own);
      await expect(cellOf(page, own)).toHaveAttribute(
        'data-status',
        code.startsWith('throw') ? 'error' : 'done',
        { timeout: patience },
      );
      await expect(outputOf(page, own).locator('.skel, .viz-waiting')).toHaveCount(0);
      expect(await outputOf(page, own).evaluate(suspects), name).toEqual([]);
    });
  }
  await settled(page);
  expect(
    await page.evaluate(() => [Reflect.get(window, 'escaped'), Reflect.get({}, 'polluted')]),
  ).toEqual([undefined, undefined]);
  expect(arrived('drawn')).toEqual([]);
  expect(watch.outside).toEqual([]);

  expect(watch.violations).toEqual([]);

  // The eye that found nothing does see; the sample's own handler is of course refused.
  watch.expect(/inline event handler/);
  const seen = await page.evaluateHandle(() => {
    const sample =
      '<a href="javascript:1">a</a><b onclick="1">b</b><iframe></iframe><img src="http://x/">';
    return new DOMParser().parseFromString(sample, 'text/html').body;
  });
  expect(await seen.evaluate(suspects)).toHaveLength(4);
});

test('sandbox.html refuses to work anywhere but in its sandbox', async ({ page, watch, site }) => {
  watch.expect(/only runs inside its sandbox/);
  watch.expect(strangers());
  const spawn =
    "const { port2 } = new MessageChannel(); target.postMessage({ t: 'spawn', nonce: 'n', id: 0 }, '*', [port2]);";
  await page.goto(`${site.root}sandbox.html#n`);
  await expect(page.locator('body')).toHaveText('This file only runs inside its sandbox.');
  await page.evaluate(`{ const target = window; ${spawn} }`);

  // Framed by a stranger with the site's own origin left to it.
  await page.goto(
    recorder.page('frames', `<!doctype html><iframe src="${site.root}sandbox.html#n"></iframe>`),
  );
  const inner = page.frameLocator('iframe').locator('body');
  await expect(inner).toHaveText('This file only runs inside its sandbox.');
  await page.evaluate(`{ const target = frames[0]; ${spawn} }`);
  await settled(page);
  expect(page.workers()).toEqual([]);
});

test('only the sandbox frame itself is believed', async ({ page, context, site, watch }) => {
  watch.expect(strangers());
  await openLesson(page, lesson);
  const own = await addCell(page, 'parts');
  await runCode(page, own, "'first';");
  await expect.poll(() => page.locator('iframe[sandbox]').count()).toBe(2);
  const frames = () =>
    page
      .locator('iframe[sandbox]')
      .evaluateAll((all) => all.map((one) => (one as HTMLIFrameElement).src).sort());
  const before = await frames();
  const nonces = before.map((src) => src.split('#')[1] ?? '');
  expect(nonces.every((nonce) => nonce.length === 32)).toBe(true);

  // The page itself, a frame of the page's own making, and a stranger who opened it, all of them with the true word.
  const forge = (target: string) =>
    `for (const nonce of ${JSON.stringify(nonces)}) for (let id = 0; id < 4; id++) for (const t of ['died', 'frame-ready', 'spawned'])
      ${target}.postMessage({ t, nonce, id, reason: 'forged', via: 'data' }, '*');`;
  await page.evaluate(forge('window'));
  await page.evaluate(() => document.body.append(document.createElement('iframe')));
  for (const frame of page.frames().filter((one) => one.url() === 'about:blank'))
    await frame.evaluate(forge('parent'));
  const stranger = await context.newPage();
  await stranger.goto(recorder.page('opener', '<!doctype html><title>stranger</title>'));
  const [opened] = await Promise.all([
    stranger.waitForEvent('popup'),
    stranger.evaluate((address) => {
      Reflect.set(window, 'opened', open(address));
    }, site.root + lesson),
  ]);
  await expect(opened.locator('.cell-state').first()).toBeVisible();
  await stranger.evaluate(forge('opened'));
  await settled(page);
  expect(await frames()).toEqual(before);
  await expect(page.locator('.notice')).toHaveCount(0);
  await expect(opened.locator('.notice')).toHaveCount(0);

  // The frame's own word does count: otherwise the silence above would mean nothing.
  const sandbox = page.frames().filter((frame) => frame.url().includes('sandbox.html'));
  // Believed at the first word, the frames are gone before they can say more.
  await sandbox[0]
    ?.evaluate(() => {
      const nonce = location.hash.slice(1);
      for (let id = 0; id < 4; id++)
        parent.postMessage({ t: 'died', nonce, id, reason: 'told by the frame' }, '*');
    })
    .catch(() => undefined);
  await expect.poll(frames).not.toEqual(before);
});
