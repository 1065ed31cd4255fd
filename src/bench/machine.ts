import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { projectRoot } from '../tools/command.mjs';

/** What the numbers were measured on. */
export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly node: string;
  readonly browser: string;
  /** Of the sources; null outside of git. A `+` says that files differ from it. */
  readonly commit: string | null;
}

/** Describes this machine. */
export function describeMachine(browser: string): Machine {
  return {
    system: `${type()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    browser,
    commit: commitNow(),
  };
}

/** The load averages of the last 1, 5 and 15 minutes: what else the machine was doing. Zeros on Windows. */
export function loadNow(): readonly number[] {
  return loadavg().map((load) => Math.round(load * 100) / 100);
}

function commitNow(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? '+' : '');
  } catch {
    // An archive without git has no commit to name.
    return null;
  }
}
