import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { chooseAddresses } from './support/site.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const site = await chooseAddresses();
const report = process.env.COURSE_REPORT ?? `${root}test-results/browser.json`;

/** The browser that `npm test` chose, else the one it would choose. Asked for once; workers inherit the answer. */
process.env.COURSE_BROWSER ??= execFileSync(process.execPath, ['src/tools/findBrowser.mjs'], {
  cwd: root,
  encoding: 'utf8',
}).trim();

/**
 * No name and no number leads anywhere but to this machine: whatever the site, a cell or the browser itself tries to
 * reach fails at once, and is seen.
 */
const sealed = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost',
  '--disable-background-networking',
  // Chromium's own sandbox does not work for root, as in most continuous integration.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
const launch = (...args: string[]) => ({
  launchOptions: { executablePath: process.env.COURSE_BROWSER ?? '', args: [...sealed, ...args] },
});
/** WebGPU on any machine: without a GPU on Chromium's software adapter. */
const webgpu = launch('--enable-unsafe-webgpu');

export default defineConfig({
  testDir: '.',
  // Beside the report: a later run must not clear away what this one left of its failures.
  outputDir: report.replace(/\.json$/, ''),
  reporter: [['list'], ['json', { outputFile: report }]],
  workers: 2,
  fullyParallel: false,
  // A loaded machine may miss a wait once, and the report calls such a test flaky; what fails twice in a row has failed.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: site.root,
    trace: 'off',
    viewport: { width: 1280, height: 900 },
    navigationTimeout: 30_000,
  },
  projects: [
    { name: 'webgpu', testIgnore: /\.(nogpu|hostile)\.spec\.ts$/, use: webgpu },
    { name: 'nogpu', testMatch: /\.nogpu\.spec\.ts$/, use: launch('--disable-gpu') },
    { name: 'hostile', testMatch: /\.hostile\.spec\.ts$/, use: webgpu, workers: 1 },
  ],
  webServer: [site.root, site.nested].map((address) => {
    const { port, pathname } = new URL(address);
    return {
      command: `node src/tools/start.mjs --no-build --port ${port} --base ${pathname}`,
      cwd: root,
      url: address,
      timeout: 30_000,
      gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 3000 },
    };
  }),
});
