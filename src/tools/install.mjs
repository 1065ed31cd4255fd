// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calmLine, spokenTime } from './calmLine.mjs';
import { npmCommand, projectRoot, runCommand } from './command.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Places of the packages that the lock names and that must be there on every machine. Packages for other systems are
 * optional in the lock and stay out.
 * @param {Lock} lock
 */
export function lockedPlaces(lock) {
  return Object.entries(lock.packages ?? {})
    .filter(
      ([place, entry]) => place !== '' && !entry.optional && !entry.devOptional && !entry.link,
    )
    .map(([place]) => place);
}

/**
 * Whether what npm noted as installed holds every package of the lock in its version. Contents are compared, not dates:
 * a fresh clone, a copy and an archive all carry dates that say nothing.
 * @param {Lock} lock `package-lock.json`
 * @param {Lock | null} installed `node_modules/.package-lock.json`, null when there is none
 */
export function isInstalled(lock, installed) {
  const has = installed?.packages ?? {};
  const needs = lock.packages ?? {};
  return lockedPlaces(lock).every((place) => has[place]?.version === needs[place]?.version);
}

/** @param {string} file @returns {Lock | null} */
function readLock(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A half-written note of an interrupted install is no note.
    return null;
  }
}

/**
 * Installs the dependencies when they are missing or not those of the lock.
 * @returns {Promise<{ isReady: boolean, didInstall: boolean }>}
 */
export async function installIfNeeded() {
  const lock = readLock(join(projectRoot, 'package-lock.json'));
  if (!lock) {
    console.error('package-lock.json is missing or broken: take a fresh copy of the repository.');
    return { isReady: false, didInstall: false };
  }
  const note = join(projectRoot, 'node_modules', '.package-lock.json');
  if (isInstalled(lock, readLock(note))) return { isReady: true, didInstall: false };

  const places = lockedPlaces(lock);
  const line = calmLine(`Installing ${places.length} packages (once, needs the network) …`);
  const startedMs = Date.now();
  const timer = setInterval(() => {
    const done = places.filter((place) =>
      existsSync(join(projectRoot, place, 'package.json')),
    ).length;
    const elapsed = spokenTime(Date.now() - startedMs);
    line.update(`Installing packages: ${done} of ${places.length} in place, ${elapsed} …`);
  }, 1000);
  const npm = npmCommand();
  const result = await runCommand(
    npm.program,
    [...npm.before, 'ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    { shell: npm.shell },
  );
  clearInterval(timer);
  if (result.code !== 0) {
    line.end('The packages could not be installed. What npm said:');
    console.error(result.output.trim());
    console.error(
      'Check the network connection (or the proxy settings of npm) and run the same command again.',
    );
    return { isReady: false, didInstall: false };
  }
  line.end(`Installed ${places.length} packages in ${spokenTime(Date.now() - startedMs)}.`);
  return { isReady: true, didInstall: true };
}
