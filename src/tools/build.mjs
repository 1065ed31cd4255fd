// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calmLine, spokenTime } from './calmLine.mjs';
import { projectRoot, runCommand } from './command.mjs';

/** What the built site is made from. Tests, tools and benchmarks are not in it. */
const sources = [
  'index.html',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'lessons',
  'public',
  'src',
];
const notShipped = /^src\/(tools|bench)\/|\.test\.tsx?$/;

/**
 * A short text that changes when any source of the site is added, removed or written to. Sizes and dates only: reading
 * every model file would take longer than many a build.
 * @param {string} [root]
 */
export function sourceFingerprint(root = projectRoot) {
  const hash = createHash('sha256');
  hash.update(process.env.SITE_URL ?? '');
  /** @param {string} path relative, with forward slashes */
  const visit = (path) => {
    const full = join(root, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      for (const name of readdirSync(full).sort()) visit(`${path}/${name}`);
    } else if (!notShipped.test(path)) {
      hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    }
  };
  for (const source of sources) visit(source);
  return hash.digest('hex');
}

/** Kept outside `dist/`, which holds nothing but the site. */
function stampFile() {
  return join(projectRoot, 'node_modules', '.cache', 'course', 'built-from');
}

/** Whether `dist/` is there and was built from the sources as they are now. */
export function isBuilt() {
  const stamp = stampFile();
  return (
    existsSync(join(projectRoot, 'dist', 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === sourceFingerprint()
  );
}

/**
 * Builds the site into `dist/`.
 * @returns {Promise<import('./command.mjs').CommandResult>}
 */
export async function build() {
  // Taken before: a file written during the build makes the next start build again.
  const fingerprint = sourceFingerprint();
  const vite = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = await runCommand(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    timeoutMs: 10 * 60_000,
  });
  // Where in the build tools a fault was noticed tells neither a reader nor an author anything; colours would be lost
  // in a log.
  const output = result.output
    .replace(/\x1b\[[\d;]*m/g, '')
    .replace(/^(\s+at .*|\s+errors: \[Getter.*|\}$)\n?/gm, '')
    .trim();
  if (result.code === 0) {
    mkdirSync(join(stampFile(), '..'), { recursive: true });
    writeFileSync(stampFile(), fingerprint);
  }
  return { ...result, output };
}

/**
 * Builds with one calm line, when there is anything to build.
 * @returns {Promise<boolean>} whether `dist/` is usable
 */
export async function buildIfNeeded() {
  if (isBuilt()) return true;
  const startedMs = Date.now();
  const line = calmLine('Building the site …');
  const timer = setInterval(
    () => line.update(`Building the site: ${spokenTime(Date.now() - startedMs)} …`),
    1000,
  );
  const result = await build();
  clearInterval(timer);
  if (result.code !== 0) {
    line.end('The site could not be built:');
    console.error(result.output);
    return false;
  }
  line.end(`Built the site in ${spokenTime(Date.now() - startedMs)}.`);
  return true;
}
