import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { rolldown } from 'rolldown';
import { projectRoot } from '../tools/command.mjs';
import { serveFolder } from '../tools/staticServer.mjs';
import { WRONG_FROM, type Prepared } from './attentionContender.ts';
import type { AdapterFacts, AttentionProgram } from './attentionPage.ts';
import {
  attentionPeers,
  attentionRows,
  checkedKernels,
  encodeRounds,
  groups,
  lapsFor,
  orderOf,
  ratiosOf,
  type Group,
} from './attentionRows.ts';
import { installPeers } from './installPeers.ts';
import type { Bench, Part } from './part.ts';

/** A step that takes longer will not end: loading 27 MB and compiling for a software adapter included. */
const STEP_LIMIT_MS = 120_000;
/** How far a group may exceed its budget before those after it lose theirs. */
const OVERTIME = 1.5;

/** The kit's attention beside its peers, on the GPU of this machine or on what pretends to be one. */
export const attentionPart: Part = {
  name: 'attention',
  about: 'attention kernels beside tfjs, jax-js and onnxruntime-web; their bytes and errors',
  rows: attentionRows,
  limitMinutes: 15,
  needsNoSite: true,
  async run(bench) {
    bench.say('installing the peers into bench-peers/attention/');
    const folder = join(projectRoot, 'bench-peers', 'attention');
    await installPeers(folder, attentionPeers);
    await bundlePage(folder);
    const served = await serveFolder({ folder, port: 0 });
    try {
      await measureErrors(bench, served.url, false);
      await measureErrors(bench, served.url, true);
      const page = await openProgram(bench, served.url);
      const facts = await call(page, 'start', { withFeatures: true });
      noteAdapter(bench, facts);
      await countCosts(bench, page);
      for (const group of groups) await timeGroup(bench, page, group);
      await page.context().browser()?.close();
    } finally {
      await served.close();
    }
  },
};

/** Makes the measured page: our sources as one module. The peers are loaded as they were published. */
async function bundlePage(folder: string): Promise<void> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('./attentionPage.ts', import.meta.url)),
    cwd: projectRoot,
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' } },
    // tfjs carries Node-only branches that never run here.
    external: ['util', 'crypto', 'node-fetch', 'string_decoder', 'fs', 'path', 'os'],
    logLevel: 'silent',
  });
  try {
    await bundle.write({ file: join(folder, 'attentionPage.js'), format: 'es' });
  } finally {
    await bundle.close();
  }
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<title>attention</title><script type="module" src="attentionPage.js"></script></html>
`,
  );
}

async function openProgram({ launch }: Bench, site: string): Promise<Page> {
  const page = await (await launch()).newPage();
  // Isolated, the page's clock has steps of 5 µs instead of 100.
  await page.route(site, async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    };
    await route.fulfill({ response, headers });
  });
  await page.goto(site);
  await page.waitForFunction(() => 'attentionProgram' in globalThis);
  return page;
}

/** Calls the page's program; a step that never ends counts as failed. */
async function call<Name extends keyof AttentionProgram>(
  page: Page,
  name: Name,
  ...given: Parameters<AttentionProgram[Name]>
): Promise<Awaited<ReturnType<AttentionProgram[Name]>>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} ${JSON.stringify(given)}: no end in ${STEP_LIMIT_MS} ms`)),
      STEP_LIMIT_MS,
    );
  });
  try {
    const script = `attentionProgram.${name}(...${JSON.stringify(given)})`;
    return (await Promise.race([page.evaluate(script), tooLong])) as Awaited<
      ReturnType<AttentionProgram[Name]>
    >;
  } finally {
    clearTimeout(timer);
  }
}

function noteAdapter({ record, say }: Bench, facts: AdapterFacts): void {
  const { adapter, isSoftware, sizes } = facts;
  record.computedOn(isSoftware ? 'software' : 'gpu');
  record.note({
    adapter: isSoftware
      ? `${adapter} (a SOFTWARE adapter: says nothing about the speed of a GPU)`
      : adapter,
    work: `attention of H = ${sizes.heads}, T = ${sizes.tokens}, D = ${sizes.headDim}; matrices ${sizes.matrix} × ${sizes.matrix}; all float32`,
    method:
      'results checked against double precision first; compiling, upload and reading back not timed; all in turn; of the laps of a round the fastest counts; ratios are medians of the ratios within rounds',
    peers: attentionPeers,
    gpu: facts,
  });
  say(`${adapter}${isSoftware ? ', a software adapter' : ''}`);
}

/** The error of every kernel, in a browser of its own. */
async function measureErrors(bench: Bench, site: string, withFeatures: boolean): Promise<void> {
  const { record, signal, say } = bench;
  say(`checking kernels, optional features ${withFeatures ? 'on' : 'off'}`);
  const page = await openProgram(bench, site);
  const facts = await call(page, 'start', { withFeatures });
  record.computedOn(facts.isSoftware ? 'software' : 'gpu');
  if (!withFeatures) record.note({ featuresWhenOff: facts.features });
  for (const name of checkedKernels) {
    signal.throwIfAborted();
    await record.round(`error-${name}${withFeatures ? '' : '-core'}`, () =>
      call(page, 'kernelError', name),
    );
  }
  await page.context().browser()?.close();
}

async function countCosts({ record, signal, say }: Bench, page: Page): Promise<void> {
  say('counting bytes, timing encoders');
  const naive = await call(page, 'extraBytes', 'tfjs');
  const flash = await call(page, 'extraBytes', 'flash');
  record.add('bytes-tfjs', naive.bytes);
  record.add('bytes-flash', flash.bytes);
  record.add('bytes-tfjs/flash', naive.bytes / flash.bytes);
  record.add('score-buffers', flash.scoreBuffers);

  const counted: Record<string, number> = {};
  for (const kind of ['mha', 'gqa', 'mqa'] as const) {
    const bytes = await call(page, 'cacheBytes', kind);
    record.add(`cache-${kind}`, bytes.counted);
    record.add(`cache-${kind}-exact`, bytes.exact);
    counted[kind] = bytes.counted;
  }
  const { mha = NaN, gqa = NaN, mqa = NaN } = counted;
  record.add('cache-mha/gqa', mha / gqa);
  record.add('cache-mha/mqa', mha / mqa);

  await call(page, 'encode');
  for (let round = 0; round < encodeRounds; round += 1) {
    signal.throwIfAborted();
    const { tfjs, dispatch, plan } = await call(page, 'encode');
    record.add('encode-tfjs', tfjs);
    record.add('encode-dispatch', dispatch);
    record.add('encode-plan', plan);
    record.add('encode-tfjs/plan', tfjs / plan);
  }
}

/** Checks and warms up everyone, then measures those who are right, in turns. */
async function timeGroup(bench: Bench, page: Page, group: Group): Promise<void> {
  const { record, signal, say } = bench;
  say(group.what);
  const ready: string[] = [];
  const prepared: Record<string, Prepared> = {};
  for (const { id } of group.members) {
    signal.throwIfAborted();
    try {
      const found = await call(page, 'prepare', id);
      prepared[id] = found;
      if (found.error <= WRONG_FROM) ready.push(id);
      else rejectAll(bench, group, id, `error ${found.error.toPrecision(2)}, so not timed`);
    } catch (error) {
      failAll(bench, group, id, error);
    }
  }
  const laps: number[] = [];
  const startedMs = performance.now();
  let lapMs = Object.values(prepared).reduce((sum, { warmMs }) => sum + (warmMs ?? 0), 0);
  for (let round = 0; round < group.rounds; round += 1) {
    const spentMs = performance.now() - startedMs;
    if (spentMs > OVERTIME * group.budgetMs) {
      for (const id of ready) failAll(bench, group, id, `no time after ${round} rounds`);
      break;
    }
    const roundLaps = lapsFor({
      leftMs: group.budgetMs - spentMs,
      roundsLeft: group.rounds - round,
      lapMs,
    });
    laps.push(roundLaps);
    const times = await timeRound(bench, page, ready, { round, laps: roundLaps });
    for (const [id, ms] of times) record.add(id, ms);
    for (const { id, value } of ratiosOf(group.ratios, times)) record.add(id, value);
    lapMs = (performance.now() - startedMs - spentMs) / roundLaps;
  }
  record.note({ [`prepared: ${group.what}`]: prepared, [`laps: ${group.what}`]: laps });
}

/** The fastest time of each over some laps: other work on the machine only ever makes one slower. */
async function timeRound(
  { record, signal }: Bench,
  page: Page,
  ids: readonly string[],
  { round, laps }: { readonly round: number; readonly laps: number },
): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  const failed = new Set<string>();
  for (let lap = 0; lap < laps; lap += 1) {
    for (const id of orderOf(ids, round + lap)) {
      signal.throwIfAborted();
      if (failed.has(id)) continue;
      try {
        times.set(id, Math.min(times.get(id) ?? Infinity, await call(page, 'time', id)));
      } catch (error) {
        record.fail(id, error);
        failed.add(id);
      }
    }
  }
  for (const id of failed) times.delete(id);
  return times;
}

/** A wrong system has no time, and no ratio to others. */
function rejectAll({ record }: Bench, { ratios }: Group, id: string, reason: string): void {
  record.reject(id, reason);
  for (const ratio of ratios) {
    if (ratio.slow === id || ratio.fast === id) record.reject(ratio.id, reason);
  }
}

function failAll({ record }: Bench, { ratios }: Group, id: string, reason: unknown): void {
  record.fail(id, reason);
  for (const ratio of ratios) {
    if (ratio.slow === id || ratio.fast === id) record.fail(ratio.id, reason);
  }
}
