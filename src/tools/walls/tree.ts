import type { Fault, Source } from './source.ts';

const longestFile = 600;
/** Data and messages grow with the course and are read by search, not from top to bottom. */
const mayBeLong =
  /(^|\/)(messages\.\w+|glossary|explanations(\.\w+)?|[\w.-]+\.data)\.ts$|\.(json|md|csv|svg)$|^lessons\/.*\/(outputs|cells)/;

/** No file over 600 lines: it holds more than one idea. */
export function longFileFaults(sources: readonly Source[]): Fault[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.split('\n').length;
    if (mayBeLong.test(path) || lines <= longestFile) return [];
    return [{ path, line: 0, message: `has ${lines} lines, over ${longestFile}` }];
  });
}

/** A file has the name of its idea; these names have none. */
export function vagueNameFaults(paths: readonly string[]): Fault[] {
  return paths
    .filter((path) => /(^|\/)(utils?|helpers?|misc|common|stuff)(\.\w+)*(\/|$)/i.test(path))
    .map((path) => ({ path, line: 0, message: 'is named after no idea' }));
}

// Written so that the pattern does not find itself.
const later = /\b(TO{1}DO|FIX{1}ME|XX{1}X)\b/;

/** Nothing is left for later in a comment: it is done, or it is not promised. */
export function leftForLaterFaults(sources: readonly Source[]): Fault[] {
  return sources
    .filter(({ path }) => path !== 'package-lock.json' && !/\.(json|csv|txt)$/.test(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          later.test(line) ? [{ path, line: index + 1, message: line.trim() }] : [],
        ),
    );
}

/** What stands at the top of the repository, and nothing else. */
export const topLevel: readonly string[] = [
  '.ci',
  '.gitignore',
  'LICENSE',
  'README.md',
  'e2e',
  'index.html',
  'lessons',
  'package-lock.json',
  'package.json',
  'public',
  'src',
  'tsconfig.json',
  'vite.config.ts',
];

/** A newcomer sees the whole plan of the house in one screen. */
export function topLevelFaults(paths: readonly string[]): Fault[] {
  const names = [...new Set(paths.map((path) => path.split('/')[0] ?? path))];
  const added = names
    .filter((name) => !topLevel.includes(name))
    .map((name) => ({ path: name, line: 0, message: 'does not belong at the top level' }));
  const missing = topLevel
    .filter((name) => !names.includes(name))
    .map((name) => ({ path: name, line: 0, message: 'is missing at the top level' }));
  return [...added, ...missing];
}

/** A file and its size. */
export interface SizedFile {
  readonly path: string;
  readonly bytes: number;
}

/** The work tree stays under 50 MB and every file under 20 MB, so that a clone and a host stay light. */
export function sizeFaults(
  files: readonly SizedFile[],
  limits = { treeBytes: 50e6, fileBytes: 20e6 },
): Fault[] {
  const faults = files
    .filter(({ bytes }) => bytes > limits.fileBytes)
    .map(({ path, bytes }) => ({ path, line: 0, message: `has ${(bytes / 1e6).toFixed(1)} MB` }));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > limits.treeBytes) {
    faults.push({ path: '.', line: 0, message: `holds ${(total / 1e6).toFixed(1)} MB in all` });
  }
  return faults;
}
