// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { spokenTime } from './calmLine.mjs';
import { endCommands, projectRoot, runCommand } from './command.mjs';
import { provideBrowser } from './findBrowser.mjs';
import { installIfNeeded } from './install.mjs';
import { testKernelsOnDawn } from './kernels/onDawn.mjs';
import { readPlan } from './testPlan.mjs';
import { addCounts, closingLine, countPlaywright, countVitest } from './testReport.mjs';

const help = `npm test [-- steps and filters]

Installs what is missing, finds or installs a browser, then checks the types, the
walls and the units, builds the site and tests it in the browser.

  npm test                       everything
  npm test -- unit               one step: types, unit, build, browser
  npm test -- unit src/kit/rag   only the test files whose path holds this
  npm test -- browser smoke
  npm run test:full              also what the usual run takes turns with or leaves out, and the
                                 kernels in Node on other drivers, as far as they are installed

COURSE_BROWSER=/path/to/chromium chooses the browser.
`;

/** @typedef {import('./testReport.mjs').Counts} Counts */

const reports = join(projectRoot, 'test-results');
const bin = (/** @type {string} */ path) => join(projectRoot, 'node_modules', path);
const tests = {
  tsc: bin('typescript/bin/tsc'),
  vitest: bin('vitest/vitest.mjs'),
  playwright: bin('@playwright/test/cli.js'),
  tsx: bin('tsx/dist/cli.mjs'),
};
/** A step that fails as a whole (types, a build, a runner that died) counts as one failed test. */
const oneFailure = { passed: 0, failed: 1, skipped: 0 };

/**
 * `npm test`: everything that continuous integration asks, ending with a line that counts.
 * @param {string[]} args
 */
export async function testAll(args) {
  const plan = readPlan(args);
  if (plan.help) {
    console.log(help);
    return;
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      endCommands();
      process.exit(130);
    });
  }
  const startedMs = Date.now();
  /** @type {Counts[]} */
  const counts = [];
  if (!(await installIfNeeded()).isReady) counts.push(oneFailure);
  else await runSteps(plan, counts);

  const total = addCounts(counts);
  if (total.passed + total.failed === 0) console.log('\nNo test ran, which is no success.');
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
  console.log(`\nTested in ${spokenTime(Date.now() - startedMs)}.\n${closingLine(total)}`);
}

/**
 * @param {import('./testPlan.mjs').TestPlan} plan
 * @param {Counts[]} counts filled step by step
 */
async function runSteps(plan, counts) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const types = plan.steps.has('types') ? step('types', checkTypes) : null;
  const units = plan.steps.has('unit') ? step('walls and units', () => runUnits(plan)) : null;
  for (const done of [types, units]) if (done) counts.push(await done);

  if (plan.steps.has('build')) {
    const built = await step('build', buildSite);
    counts.push(built);
    if (plan.steps.has('browser') && built.failed === 0) counts.push(await runBrowserTests(plan));
    else if (plan.steps.has('browser'))
      console.log('The browser tests need a built site: not run.');
  }
}

/**
 * Runs a step and says how it went and how long it took.
 * @param {string} name
 * @param {() => Promise<Counts>} run
 * @returns {Promise<Counts>}
 */
async function step(name, run) {
  const startedMs = Date.now();
  const counts = await run();
  const sum = counts.passed + counts.failed > 0 ? `: ${closingLine(counts)}` : '';
  const mark = counts.failed > 0 ? '✗' : '✓';
  console.log(`${mark} ${name}${sum} (${spokenTime(Date.now() - startedMs)})`);
  return counts;
}

/** @returns {Promise<Counts>} */
async function checkTypes() {
  const result = await runCommand(process.execPath, [tests.tsc, '--noEmit', '--pretty', 'false'], {
    timeoutMs: 8 * 60_000,
  });
  if (result.code === 0) return { passed: 0, failed: 0, skipped: 0 };
  console.log(result.output.trim());
  return oneFailure;
}

/** @param {import('./testPlan.mjs').TestPlan} plan @returns {Promise<Counts>} */
async function runUnits(plan) {
  const report = join(reports, 'unit.json');
  const result = await runCommand(
    process.execPath,
    [
      tests.vitest,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...(plan.filters.length > 0 ? ['--passWithNoTests'] : []),
      ...plan.filters,
    ],
    { live: true, timeoutMs: 12 * 60_000, env: fullEnv(plan) },
  );
  return readCounts(report, countVitest, result.code);
}

/** @returns {Promise<Counts>} */
async function buildSite() {
  if (isBuilt()) return { passed: 0, failed: 0, skipped: 0 };
  const result = await build();
  if (result.output) console.log(result.output);
  return result.code === 0 ? { passed: 0, failed: 0, skipped: 0 } : oneFailure;
}

/** @param {import('./testPlan.mjs').TestPlan} plan @returns {Promise<Counts>} */
async function runBrowserTests(plan) {
  const specs = readdirSync(join(projectRoot, 'e2e'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.spec.ts'),
  );
  if (specs.length === 0) {
    console.log('✗ browser: there is no e2e/*.spec.ts');
    return oneFailure;
  }
  const browser = await provideBrowser((text) => console.log(text));
  if (!browser) {
    const chosen = process.env.COURSE_BROWSER;
    console.log(
      chosen
        ? `✗ browser: ${chosen} (COURSE_BROWSER) does not start.`
        : '✗ browser: none found and none could be installed. Install Chrome, Chromium or Edge, ' +
            'or set COURSE_BROWSER to the path of one.',
    );
    return oneFailure;
  }
  console.log(`  browser: ${browser.version} at ${browser.path}`);
  const run = (/** @type {string} */ name, /** @type {string[]} */ projects) =>
    step(`browser, ${name}`, () => runPlaywright(plan, browser.path, name, projects));
  const counts = [await run('pages and lessons', ['webgpu', 'nogpu'])];
  if (plan.filters.length === 0) {
    counts.push(await step('recorded outputs', () => compareRecorded(browser.path)));
  }
  if (plan.isFull && plan.filters.length === 0) {
    counts.push(await step('kernels on Dawn in Node', () => testKernelsOnDawn(browser.path)));
  }
  // Hostile cells may leave a GPU process busy for long: last, and in a run of their own.
  if (specs.some((name) => name.endsWith('.hostile.spec.ts'))) {
    counts.push(await run('hostile cells', ['hostile']));
  }
  return addCounts(counts);
}

/**
 * Runs every cell of the lessons again and compares with what the lessons show before anything has run.
 * @param {string} browserPath
 * @returns {Promise<Counts>}
 */
async function compareRecorded(browserPath) {
  const result = await runCommand(
    process.execPath,
    [tests.tsx, join(projectRoot, 'src', 'tools', 'record.ts'), '--check'],
    { live: true, timeoutMs: 8 * 60_000, env: { COURSE_BROWSER: browserPath } },
  );
  return result.code === 0 ? { passed: 0, failed: 0, skipped: 0 } : oneFailure;
}

/**
 * @param {import('./testPlan.mjs').TestPlan} plan
 * @param {string} browserPath
 * @param {string} name
 * @param {string[]} projects
 * @returns {Promise<Counts>}
 */
async function runPlaywright(plan, browserPath, name, projects) {
  const report = join(reports, `browser-${name.replaceAll(' ', '-')}.json`);
  const result = await runCommand(
    process.execPath,
    [
      tests.playwright,
      'test',
      '--config',
      'e2e/playwright.config.ts',
      ...projects.map((project) => `--project=${project}`),
      ...(plan.filters.length > 0 ? ['--pass-with-no-tests'] : []),
      ...plan.filters,
    ],
    {
      live: true,
      timeoutMs: 16 * 60_000,
      env: { ...fullEnv(plan), COURSE_BROWSER: browserPath, COURSE_REPORT: report },
    },
  );
  return readCounts(report, countPlaywright, result.code);
}

/** @param {import('./testPlan.mjs').TestPlan} plan @returns {Record<string, string>} */
function fullEnv(plan) {
  return plan.isFull ? { COURSE_FULL: '1' } : {};
}

/**
 * A runner's own numbers. A runner that failed without saying of what has one failure.
 * @template Report
 * @param {string} report
 * @param {(report: Report) => Counts} count
 * @param {number} exitCode
 * @returns {Counts}
 */
function readCounts(report, count, exitCode) {
  try {
    const counts = count(JSON.parse(readFileSync(report, 'utf8')));
    const sum = counts.passed + counts.failed + counts.skipped;
    if (!Number.isInteger(sum)) throw new Error(`${report} holds no counts`);
    return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`No usable report (${exitCode === 124 ? 'out of time' : reason}).`);
    return oneFailure;
  }
}
