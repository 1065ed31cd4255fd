import { join } from 'node:path';
import type { Bench, Part } from './part.ts';
import type { RowPlan } from './measure.ts';
import {
  cellSelector,
  CoursePage,
  measureIn,
  openMeasured,
  outSelector,
  runSelector,
} from './coursePage.ts';
import { builtPages, fileOfAddress, readableFiles, sentKB } from './siteBytes.ts';

const lesson = 'attention/one-head';
const coldRounds = 10;
const warmRounds = 30;
const stopRounds = 50;
const system = 'course';
/** A page that nobody touches has loaded all that it loads by itself. */
const idleMs = 4000;

const row = (
  id: string,
  what: string,
  unit: RowPlan['unit'],
  rounds: number,
  budget?: RowPlan['budget'],
): RowPlan => ({ id, what, system, unit, rounds, ...(budget ? { budget } : {}) });

const rows: readonly RowPlan[] = [
  row('readable-ar', `${lesson} (ar): HTML, CSS, entry script, gz`, 'KB', 1, {
    of: 'max',
    limit: 130,
  }),
  row('readable-en', `${lesson} (en): HTML, CSS, entry script, gz`, 'KB', 1, {
    of: 'max',
    limit: 130,
  }),
  row('readable-worst', 'heaviest page of the site: the same', 'KB', 1, { of: 'max', limit: 130 }),
  row('fonts-ar', `${lesson} (ar): fonts`, 'KB', 1, { of: 'max', limit: 160 }),
  row('fonts-en', `${lesson} (en): fonts`, 'KB', 1, { of: 'max', limit: 160 }),
  row('editor', 'editor: its own scripts, loaded after the first paint, gz', 'KB', 1, {
    of: 'max',
    limit: 220,
  }),
  row('engine', 'engine and output: other scripts loaded until an idle page, gz', 'KB', 1),
  row('core', 'kernel of a cell without tensors, gz', 'KB', 1, { of: 'max', limit: 60 }),
  row('gpu', 'what the first cell with tensors adds, gz', 'KB', 1, { of: 'max', limit: 600 }),
  row('outside', 'requests to other hosts, all pages', 'requests', 1, { of: 'max', limit: 0 }),
  row('paint', 'navigation → first paint', 'ms', coldRounds),
  row('editable', 'navigation → first cell editable', 'ms', coldRounds, {
    of: 'median',
    limit: 600,
  }),
  row('cold', 'click → result, cold kernel', 'ms', coldRounds, { of: 'median', limit: 250 }),
  row('warm', 'click → result, warm kernel', 'ms', warmRounds, { of: 'median', limit: 30 }),
  row('stop', 'Stop → a trivial cell has run', 'ms', stopRounds, { of: 'p95', limit: 150 }),
];

/** Cells that do not end by themselves, each in its own way. */
const hostile = [
  'while (true) {}',
  'for (let i = 0; ; i += 1) Math.sqrt(i);',
  'const spin = () => Promise.resolve().then(spin); await spin();',
  'let text = ""; while (true) text = (text + "x").slice(-1000);',
  'const pile = []; while (true) { pile.push(1); if (pile.length > 1e6) pile.length = 0; }',
];

/** What this site weighs and how fast it answers. */
export const pagePart: Part = {
  name: 'page',
  about: 'weight of the pages, time to an editable cell, click to result, Stop',
  rows,
  limitMinutes: 15,
  async run(bench) {
    weighPages(bench);
    await countOutside(bench);
    await weighLateFiles(bench);
    await timeOpening(bench);
    await timeCold(bench);
    await timeWarmAndStop(bench);
  },
};

const kbOf = (dist: string, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + sentKB(join(dist, file)), 0);

function weighPages({ dist, record }: Bench): void {
  const kb = (page: string) => kbOf(dist, readableFiles(dist, page));
  record.add('readable-ar', kb(`ar/${lesson}/index.html`));
  record.add('readable-en', kb(`en/${lesson}/index.html`));
  record.add('readable-worst', Math.max(...builtPages(dist).map(kb)));
}

async function countOutside({ dist, site, launch, record, signal, say }: Bench): Promise<void> {
  say('opening every page');
  const browser = await launch();
  const { page, requests, close } = await openMeasured(browser);
  for (const file of builtPages(dist)) {
    signal.throwIfAborted();
    await page.goto(site + file, { waitUntil: 'networkidle' });
  }
  record.add('outside', requests.filter((address) => !address.startsWith(site)).length);
  await close();
  await browser.close();
}

/** What is loaded after the first paint: weighed by watching what a reader's acts make the page ask for. */
async function weighLateFiles({ dist, site, launch, record, say }: Bench): Promise<void> {
  say('weighing fonts, editor, kernel');
  for (const locale of ['ar', 'en']) {
    const browser = await launch();
    const { page, requests, close } = await openMeasured(browser);
    const address = `${site}${locale}/${lesson}/`;
    const course = new CoursePage(page);
    await course.open(address);
    await page.waitForLoadState('networkidle');
    const files = () => [...new Set(requests.map((each) => fileOfAddress(site, each)))];
    record.add(
      `fonts-${locale}`,
      kbOf(
        dist,
        files().filter((file) => file.endsWith('.woff2')),
      ),
    );
    if (locale === 'en') {
      const isKernel = (file: string) => file.includes('/kernel/') || file === 'sandbox.html';
      const isEditor = (file: string) => /\/(create|dist)-[^/]*\.js$/.test(file);
      const entry = readableFiles(dist, `${locale}/${lesson}/index.html`);
      const kb = (wanted: (file: string) => boolean) => kbOf(dist, files().filter(wanted));
      await course.editFirst();
      // An idle page starts a kernel by itself, with what every cell needs and no more.
      await page.waitForTimeout(idleMs);
      record.add('editor', kb(isEditor));
      record.add(
        'engine',
        kb(
          (file) =>
            /\.(js|css)$/.test(file) && !isKernel(file) && !isEditor(file) && !entry.includes(file),
        ),
      );
      const core = kb(isKernel);
      record.add('core', core);
      await course.run('vectors');
      record.add('gpu', kb(isKernel) - core);
    }
    await close();
    await browser.close();
  }
}

/** A new browser each time: no caches of any kind. */
async function timeOpening({ site, launch, record, signal, say }: Bench): Promise<void> {
  say('opening the lesson, a new browser each time');
  for (let round = 0; round < coldRounds; round += 1) {
    signal.throwIfAborted();
    const browser = await launch();
    const { page, close } = await openMeasured(browser);
    await record.round('editable', async () => {
      await page.goto(`${site}en/${lesson}/`, { waitUntil: 'commit' });
      return measureIn(page, 'sinceNavigation', {
        wanted: '.cm-content[contenteditable=true]',
        poke: '.code-host',
        limitMs: 30_000,
      });
    });
    await record.round('paint', async () => {
      const paint = await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
      );
      if (paint === null) throw new Error('the browser told of no paint');
      return paint;
    });
    await close();
    await browser.close();
  }
}

/** A page just opened again, with a cell kept from the last visit: nothing has run in it. */
async function timeCold({ site, launch, record, signal, say }: Bench): Promise<void> {
  say('first click after opening');
  const browser = await launch();
  const { page, close } = await openMeasured(browser);
  const course = new CoursePage(page);
  await course.open(`${site}en/${lesson}/`);
  const id = await course.addCell("display('cold');");
  // Edits are saved a moment after they are made.
  await page.waitForTimeout(1500);
  for (let round = 0; round < coldRounds; round += 1) {
    signal.throwIfAborted();
    await record.round('cold', async () => {
      await page.reload();
      await page.locator(runSelector(id)).waitFor();
      return measureIn(page, 'click', {
        click: [runSelector(id)],
        out: outSelector(id),
        text: 'cold',
        limitMs: 10_000,
      });
    });
  }
  await close();
  await browser.close();
}

async function timeWarmAndStop({ site, launch, record, signal, say }: Bench): Promise<void> {
  say('clicks with a warm kernel');
  const browser = await launch();
  const { page, close } = await openMeasured(browser);
  const course = new CoursePage(page);
  await course.open(`${site}en/${lesson}/`);
  const light = await course.addCell('let count = 0;');
  await course.run(light);
  for (let round = 0; round < warmRounds; round += 1) {
    signal.throwIfAborted();
    await record.round('warm', async () => {
      await course.write(light, `display('warm ${round}.');`);
      const click = { click: [runSelector(light)], out: outSelector(light), limitMs: 10_000 };
      return measureIn(page, 'click', { ...click, text: `warm ${round}.` });
    });
  }
  say('stopping cells that never end');
  const endless = await course.addCell('while (true) {}');
  for (let round = 0; round < stopRounds; round += 1) {
    signal.throwIfAborted();
    await record.round('stop', async () => {
      await course.write(endless, hostile[round % hostile.length] ?? '');
      await course.write(light, `display('after ${round}.');`);
      await course.run(endless, 'running');
      await page.waitForTimeout(300);
      return measureIn(page, 'click', {
        click: [runSelector(endless), runSelector(light)],
        out: outSelector(light),
        text: `after ${round}.`,
        limitMs: 10_000,
      });
    });
    // A round that failed must not leave its loop to the next one.
    const isBusy = await page.locator(`${cellSelector(endless)} .btn.stop`).count();
    if (isBusy) await page.locator(runSelector(endless)).click();
  }
  await close();
  await browser.close();
}
