import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { buildIfNeeded } from '../tools/build.mjs';
import { projectRoot } from '../tools/command.mjs';
import { provideBrowser } from '../tools/findBrowser.mjs';
import { serveFolder } from '../tools/staticServer.mjs';
import { attentionPart } from './attentionPart.ts';
import { describeMachine, loadNow, type Machine } from './machine.ts';
import { Recorder } from './measure.ts';
import { pagePart } from './pagePart.ts';
import type { Bench, Part } from './part.ts';
import { peersPart } from './peersPart.ts';
import { type PartResult, resultTable } from './report.ts';

/** `npm run bench [-- names]`: measures this site on this machine, part by part, and writes what it found as JSON. */
const parts: readonly Part[] = [pagePart, peersPart, attentionPart];

const help = `npm run bench [-- names of parts]

${parts.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}

Without names, all of them. Results go to bench-results/. Other work on the
machine makes the numbers worse: the load is recorded beside them.
`;

const browserFlags = [
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

async function runPart(
  part: Part,
  tools: Omit<Bench, 'record' | 'signal'>,
  machine: Machine,
): Promise<PartResult> {
  const record = new Recorder(part.rows);
  const limit = new AbortController();
  const startedMs = performance.now();
  const loadBefore = loadNow();
  const startedAt = new Date().toISOString();
  let brokenBy: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`not done after ${part.limitMinutes} minutes`);
      limit.abort(error);
      reject(error);
    }, part.limitMinutes * 60_000);
  });
  try {
    await Promise.race([part.run({ ...tools, record, signal: limit.signal }), timeUp]);
  } catch (error) {
    // What was measured until then still counts; the rows say what is missing.
    brokenBy = error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
  return {
    part: part.name,
    startedAt,
    seconds: (performance.now() - startedMs) / 1000,
    machine,
    loadBefore,
    loadAfter: loadNow(),
    brokenBy,
    facts: record.facts(),
    rows: record.rows(),
  };
}

function saveResult(result: PartResult): string {
  const folder = join(projectRoot, 'bench-results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${result.startedAt.replace(/[:.]/g, '-')}-${result.part}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.log(unknown.includes('--help') ? help : `No part ${unknown.join(', ')}.\n\n${help}`);
    return unknown.includes('--help') ? 0 : 2;
  }
  const chosen = parts.filter(({ name }) => names.length === 0 || names.includes(name));
  const found = await provideBrowser((text) => console.log(text));
  if (!found) {
    console.log('No browser found. Install Chrome or Chromium, or set COURSE_BROWSER to one.');
    return 1;
  }
  const dist = join(projectRoot, 'dist');
  const isSiteNeeded = chosen.some(({ needsNoSite }) => !needsNoSite);
  if (isSiteNeeded && !(await buildIfNeeded())) return 1;
  mkdirSync(dist, { recursive: true });
  const served = await serveFolder({ folder: dist, port: 0 });
  const browsers = new Set<Awaited<ReturnType<typeof chromium.launch>>>();
  const tools = {
    site: served.url,
    dist,
    say: (text: string) => console.log(`  ${text}`),
    async launch() {
      const browser = await chromium.launch({ executablePath: found.path, args: browserFlags });
      browsers.add(browser);
      browser.on('disconnected', () => browsers.delete(browser));
      return browser;
    },
  };
  const machine = describeMachine(found.version);
  console.log(`${machine.processor}, ${machine.cores} cores, Chromium ${machine.browser}`);
  let isComplete = true;
  for (const part of chosen) {
    console.log(`\n${part.name}: ${part.about}`);
    const result = await runPart(part, tools, machine);
    for (const browser of browsers) await browser.close();
    console.log(`\n${resultTable(result)}\nWritten to ${saveResult(result)}`);
    isComplete &&=
      result.brokenBy === null && result.rows.every((row) => row.isFinished || row.wrong !== null);
  }
  await served.close();
  return isComplete ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
// A part that ran out of time may still hold timers and sockets.
process.exit();
