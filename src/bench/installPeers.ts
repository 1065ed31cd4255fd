import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, runCommand } from '../tools/command.mjs';

/**
 * Installs packages in exact versions into a folder of their own, unless they are there already: what is only measured
 * beside us is never a dependency.
 */
export async function installPeers(
  folder: string,
  versions: Readonly<Record<string, string>>,
): Promise<void> {
  const wanted = JSON.stringify({ private: true, dependencies: versions });
  const note = join(folder, 'package.json');
  const isThere =
    existsSync(note) &&
    readFileSync(note, 'utf8') === wanted &&
    Object.keys(versions).every((name) => existsSync(join(folder, 'node_modules', name)));
  if (isThere) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(note, wanted);
  const npm = npmCommand();
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  const result = await runCommand(npm.program, [...npm.before, ...args], { shell: npm.shell });
  if (result.code !== 0) {
    throw new Error(`npm could not install the peers: ${result.output.trim()}`);
  }
}
