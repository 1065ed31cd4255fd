// @ts-check
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot, runCommand } from './command.mjs';

/** Where installers put Chrome, Chromium and Edge, by system. Names without a folder are looked up in PATH. */
const installed = {
  linux: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    if (!folder) return [];
    return [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Chromium', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ];
  }),
};

/**
 * Programs that may be a browser we can test with, best first. They exist; whether they start is another question.
 * @param {{ platform?: string, path?: string, exists?: (file: string) => boolean }} [machine]
 * @returns {string[]}
 */
export function installedBrowsers(machine = {}) {
  const {
    platform = process.platform,
    path = process.env.PATH ?? '',
    exists = existsSync,
  } = machine;
  const places =
    platform === 'darwin' || platform === 'win32' ? installed[platform] : installed.linux;
  return places
    .flatMap((place) =>
      /[\\/]/.test(place)
        ? [place]
        : path
            .split(delimiter)
            .filter(Boolean)
            .map((folder) => join(folder, place)),
    )
    .filter((place) => exists(place));
}

/** @returns {Promise<import('playwright').BrowserType | null>} Playwright's Chromium, null before it is installed */
async function playwrightChromium() {
  const entry = join(projectRoot, 'node_modules', 'playwright', 'index.mjs');
  if (!existsSync(entry)) return null;
  return (await import(pathToFileURL(entry).href)).chromium;
}

/**
 * Starts a browser for a moment. A program that is there may still lack its libraries.
 * @param {string} executablePath
 * @returns {Promise<string | null>} its version; null when it does not start
 */
export async function browserVersion(executablePath) {
  const chromium = await playwrightChromium();
  if (!chromium || !existsSync(executablePath)) return null;
  try {
    const browser = await chromium.launch({
      executablePath,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      timeout: 60_000,
    });
    const version = browser.version();
    await browser.close();
    return version;
  } catch {
    // Not starting is the answer: the caller tries the next one.
    return null;
  }
}

/**
 * @typedef {{ path: string, version: string }} FoundBrowser
 */

/**
 * The first browser that starts, without installing anything: the one named by COURSE_BROWSER and no other if that is
 * set, then Playwright's own, then an installed Chrome, Chromium or Edge.
 * @returns {Promise<FoundBrowser | null>}
 */
export async function findBrowser() {
  const chosen = process.env.COURSE_BROWSER;
  const own = (await playwrightChromium())?.executablePath();
  const candidates = chosen ? [chosen] : [...(own ? [own] : []), ...installedBrowsers()];
  for (const path of candidates) {
    const version = await browserVersion(path);
    if (version) return { path, version };
  }
  return null;
}

/**
 * A browser that starts, installed if there is none: through Playwright, then, on Debian and its kin as root, through
 * the system's packages.
 * @param {(text: string) => void} say
 * @returns {Promise<FoundBrowser | null>}
 */
export async function provideBrowser(say) {
  const found = await findBrowser();
  if (found || process.env.COURSE_BROWSER) return found;

  say('No browser found; asking Playwright for its Chromium …');
  const cli = join(projectRoot, 'node_modules', 'playwright', 'cli.js');
  await runCommand(process.execPath, [cli, 'install', 'chromium', '--no-shell'], {
    timeoutMs: 5 * 60_000,
  });
  const downloaded = await findBrowser();
  if (downloaded) return downloaded;

  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  say('Playwright could not provide one; asking the system for the package chromium …');
  const apt = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 10 * 60_000 };
  await runCommand('apt-get', ['update', '-qq'], apt);
  await runCommand('apt-get', ['install', '-qq', '--no-install-recommends', 'chromium'], apt);
  return findBrowser();
}

// `node src/tools/findBrowser.mjs` prints the path, for programs that must not import from here.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = await findBrowser();
  if (found) console.log(found.path);
  else process.exitCode = 1;
}
