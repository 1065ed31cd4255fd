import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runCommand } from '../command.mjs';

/** Where sources of models are installed: ignored by git, made again when it is gone. */
export const sourcesFolder = join(projectRoot, 'build', 'model-sources');

/** The folder of a package that is installed among the sources; null before it is. */
export function installedPackage(name: string): string | null {
  const folder = join(sourcesFolder, 'node_modules', name);
  return existsSync(join(folder, 'package.json')) ? folder : null;
}

/**
 * Installs packages, each `name@1.2.3`, that only the making of a model needs, without running their scripts. They are no dependencies of the
 * course: nothing that a reader gets imports them.
 */
export async function installPackages(packages: readonly string[]): Promise<void> {
  mkdirSync(sourcesFolder, { recursive: true });
  const manifest = join(sourcesFolder, 'package.json');
  if (!existsSync(manifest)) {
    writeFileSync(manifest, `${JSON.stringify({ name: 'model-sources', private: true })}\n`);
  }
  const options = [
    '--prefix',
    sourcesFolder,
    '--save-exact',
    '--ignore-scripts',
    '--no-fund',
    '--no-audit',
  ];
  const { code, output } = await runCommand('npm', ['install', ...options, ...packages], {
    timeoutMs: 5 * 60_000,
    // on Windows npm is a batch file
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`npm could not install ${packages.join(', ')}:\n${output}`);
}
