import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runCommand } from '../tools/command.mjs';
import { serveFolder } from '../tools/staticServer.mjs';
import { CoursePage, measureIn, openMeasured, outSelector, runSelector } from './coursePage.ts';
import { installPeers } from './installPeers.ts';
import type { RowPlan } from './measure.ts';
import type { Bench, Part } from './part.ts';

/** What the course is measured beside, in exact versions; installed on demand, never a dependency. */
const peers = { '@observablehq/notebook-kit': '2.1.8', pyodide: '314.0.7' } as const;
const observable = `notebook-kit ${peers['@observablehq/notebook-kit']}`;
const pyodide = `pyodide ${peers.pyodide}`;
const lesson = 'attention/one-head';
const slideRounds = 40;
const firstRounds = 10;

const rows: readonly RowPlan[] = [
  {
    id: 'slide-course',
    what: 'slider → output of another cell',
    system: 'course',
    unit: 'ms',
    rounds: slideRounds,
  },
  {
    id: 'slide-observable',
    what: 'slider → output of another cell',
    system: observable,
    unit: 'ms',
    rounds: slideRounds,
  },
  {
    id: 'first-course',
    what: 'navigation → first result (of a cell with tensors)',
    system: 'course',
    unit: 'ms',
    rounds: firstRounds,
  },
  {
    id: 'first-pyodide',
    what: 'navigation → first result (of 20 + 1)',
    system: pyodide,
    unit: 'ms',
    rounds: firstRounds,
  },
];

/** The course beside its peers, in turns, on the same machine in the same minutes. */
export const peersPart: Part = {
  name: 'peers',
  about: 'slider to output beside Observable, first result beside Pyodide',
  rows,
  limitMinutes: 15,
  async run(bench) {
    bench.say('installing the peers into bench-peers/');
    const folder = await preparePeers();
    const served = await serveFolder({ folder, port: 0 });
    try {
      await compareSliders(bench, served.url);
      await compareFirstResults(bench, served.url);
    } finally {
      await served.close();
    }
  },
};

/** A slider and a cell that depends on it, in Observable's own format and without anything from outside. */
const observableNotebook = `<!doctype html>
<notebook>
  <title>slider</title>
  <script id="1" type="module">
    const range = document.createElement("input");
    range.type = "range";
    range.max = 1000;
    range.value = 1;
    const x = view(range);
  </script>
  <script id="2" type="module">
    const result = document.createElement("output");
    result.className = "out";
    result.textContent = \`value \${x * 2}.\`;
    display(result);
  </script>
</notebook>
`;

/** The least that runs Python in a worker and shows what it says. */
const pyodidePage = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>pyodide</title>
<output class="out"></output>
<script type="module">
  const worker = new Worker('pyodide-worker.js', { type: 'module' });
  worker.onmessage = ({ data }) => { document.querySelector('.out').textContent = data; };
</script></html>
`;
const pyodideWorker = `import { loadPyodide } from './node_modules/pyodide/pyodide.mjs';
const python = await loadPyodide();
postMessage('first ' + python.runPython('20 + 1'));
`;

async function preparePeers(): Promise<string> {
  const folder = join(projectRoot, 'bench-peers');
  await installPeers(folder, peers);
  writeFileSync(join(folder, 'slider.html'), observableNotebook);
  const notebooks = join(folder, 'node_modules/@observablehq/notebook-kit/dist/bin/notebooks.js');
  const built = await runCommand(process.execPath, [
    notebooks,
    'build',
    '--root',
    folder,
    '--out',
    'observable',
    '--',
    join(folder, 'slider.html'),
  ]);
  if (built.code !== 0) throw new Error(`Observable's page was not built: ${built.output.trim()}`);
  writeFileSync(join(folder, 'pyodide.html'), pyodidePage);
  writeFileSync(join(folder, 'pyodide-worker.js'), pyodideWorker);
  return folder;
}

async function compareSliders(
  { site, launch, record, signal, say }: Bench,
  peerSite: string,
): Promise<void> {
  say('moving sliders, in turns');
  const browser = await launch();
  const ours = await openMeasured(browser);
  const course = new CoursePage(ours.page);
  await course.open(`${site}en/${lesson}/`);
  const input = await course.addCell(
    "import { slider } from 'kit/input';\nconst x = slider('x', { min: 0, max: 1000, value: 1 });",
  );
  await course.run(input);
  const output = await course.addCell('display(`value ${x * 2}.`);');
  await course.run(output);

  const theirs = await openMeasured(browser);
  await theirs.page.goto(`${peerSite}observable/slider.html`);
  await theirs.page.locator('.out', { hasText: 'value 2.' }).waitFor();

  for (let round = 0; round < slideRounds; round += 1) {
    signal.throwIfAborted();
    const value = 10 + round;
    const text = `value ${value * 2}.`;
    await ours.page.bringToFront();
    await record.round('slide-course', () =>
      measureIn(ours.page, 'slide', {
        slider: `${outSelector(input)} input[type=range]`,
        value,
        out: outSelector(output),
        text,
        limitMs: 10_000,
      }),
    );
    await theirs.page.bringToFront();
    await record.round('slide-observable', () =>
      measureIn(theirs.page, 'slide', {
        slider: 'input[type=range]',
        value,
        out: '.out',
        text,
        limitMs: 10_000,
      }),
    );
  }
  await browser.close();
}

/** From a browser that knows nothing to the first computed text in the page: the wait of a reader's first visit. */
async function compareFirstResults(
  { site, launch, record, signal, say }: Bench,
  peerSite: string,
): Promise<void> {
  say('first results, a new browser each time, in turns');
  for (let round = 0; round < firstRounds; round += 1) {
    signal.throwIfAborted();
    await record.round('first-course', async () => {
      const browser = await launch();
      const { page } = await openMeasured(browser);
      await page.goto(`${site}en/${lesson}/`, { waitUntil: 'commit' });
      const ms = await measureIn(page, 'sinceNavigation', {
        poke: runSelector('vectors'),
        wanted: '[data-cell-id="vectors"][data-status="done"]',
        limitMs: 60_000,
      });
      await browser.close();
      return ms;
    });
    await record.round('first-pyodide', async () => {
      const browser = await launch();
      const { page } = await openMeasured(browser);
      await page.goto(`${peerSite}pyodide.html`, { waitUntil: 'commit' });
      const ms = await measureIn(page, 'sinceNavigation', {
        wanted: '.out:not(:empty)',
        limitMs: 60_000,
      });
      await browser.close();
      return ms;
    });
  }
}
