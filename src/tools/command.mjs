// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {object} CommandResult
 * @property {number} code exit code; 124 when it ran out of time, 127 when it could not be started
 * @property {string} output standard output and error together, in the order they came
 */

/**
 * Runs a program from the project's root to its end. Never throws: a program that cannot be started is a result too.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, timeoutMs?: number, live?: boolean, shell?: boolean }} [options]
 *   `live` also shows the output as it comes
 * @returns {Promise<CommandResult>}
 */
export function runCommand(program, args, options = {}) {
  const { env = {}, timeoutMs = 0, live = false, shell = false } = options;
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
      // A group of its own, so that a runner's browsers and workers end with it.
      detached: process.platform !== 'win32',
    });
    children.add(child);
    let output = '';
    let isOutOfTime = false;
    /** @param {Buffer} bytes */
    const collect = (bytes) => {
      const text = bytes.toString();
      output += text;
      if (live) process.stdout.write(text);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer = timeoutMs
      ? setTimeout(() => {
          isOutOfTime = true;
          endTree(child);
        }, timeoutMs)
      : undefined;
    /** @param {number} code @param {string} [reason] */
    const finish = (code, reason = '') => {
      clearTimeout(timer);
      children.delete(child);
      resolve({ code, output: output + reason });
    };
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(isOutOfTime ? 124 : (code ?? 1)));
  });
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/** Ends every program that `runCommand` still has under way, with all that they started. */
export function endCommands() {
  for (const child of children) endTree(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function endTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/**
 * How to start npm: through the very file that runs us when npm does, since `npm` is no program on Windows.
 * @returns {{ program: string, before: string[], shell: boolean }}
 */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) {
    return { program: process.execPath, before: [cli], shell: false };
  }
  return { program: 'npm', before: [], shell: process.platform === 'win32' };
}
