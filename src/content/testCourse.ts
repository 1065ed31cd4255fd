import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The project's root. */
export const projectRoot = new URL('../../', import.meta.url).pathname.replace(/\/$/, '');

/** For tests: a course of its own in a temporary folder, with the real kit beside it, that may be broken at will. */
export interface TestCourse {
  readonly root: string;
  read(file: string): string;
  /** Replaces the first `from` in a file. @throws when it is not there: a mutation that changes nothing proves nothing */
  replace(file: string, from: string, to: string): void;
  write(file: string, text: string): void;
  /** The 1-based line of the first occurrence of `text`. */
  lineOf(file: string, text: string): number;
  remove(): void;
}

/** Makes such a course from the project's own lessons. */
export function copyCourse(): TestCourse {
  const root = mkdtempSync(join(tmpdir(), 'course-'));
  cpSync(join(projectRoot, 'lessons'), join(root, 'lessons'), { recursive: true });
  for (const file of ['tsconfig.json', 'index.html'])
    cpSync(join(projectRoot, file), join(root, file));
  for (const folder of ['src', 'node_modules'])
    symlinkSync(join(projectRoot, folder), join(root, folder));
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const write = (file: string, text: string) => writeFileSync(join(root, file), text);
  return {
    root,
    read,
    write,
    replace: (file, from, to) => {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
      write(
        file,
        text.replace(from, () => to),
      );
    },
    lineOf: (file, text) => {
      const index = read(file).indexOf(text);
      if (index < 0) throw new Error(`${file} does not hold ${JSON.stringify(text)}`);
      return read(file).slice(0, index).split('\n').length;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
