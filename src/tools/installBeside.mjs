// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, runCommand } from './command.mjs';

/**
 * Installs packages in exact versions into a folder of their own, unless they are there already: what only a check or a
 * measurement needs is never a dependency.
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} versions
 * @returns {Promise<string | null>} what npm said when it failed; null when all is there
 */
export async function installBeside(folder, versions) {
  const wanted = JSON.stringify({ private: true, dependencies: versions });
  const note = join(folder, 'package.json');
  const isThere =
    existsSync(note) &&
    readFileSync(note, 'utf8') === wanted &&
    Object.keys(versions).every((name) => existsSync(join(folder, 'node_modules', name)));
  if (isThere) return null;
  mkdirSync(folder, { recursive: true });
  writeFileSync(note, wanted);
  const npm = npmCommand();
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  const result = await runCommand(npm.program, [...npm.before, ...args], {
    shell: npm.shell,
    timeoutMs: 5 * 60_000,
  });
  return result.code === 0 ? null : result.output.trim();
}
