import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as code from './tools/walls/code.ts';
import { justificationFaults, pinFaults, type PackageFile } from './tools/walls/packages.ts';
import { doorFaults, endingFaults, roomFaults } from './tools/walls/rooms.ts';
import {
  type Fault,
  faultLine,
  ignoredPaths,
  isCode,
  parse,
  pathsUnder,
  readSources,
  repositoryPaths,
} from './tools/walls/source.ts';
import { physicalSideFaults, type SideAllowance } from './tools/walls/style.ts';
import * as tree from './tools/walls/tree.ts';

/**
 * The walls of the house, held against the whole repository. Each rule is a pure function in `tools/walls`, where tests
 * beside it show that it catches what it is there for. What a wall is good for stands in `src/README.md`.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const paths = repositoryPaths(root);
const sources = readSources(root, paths);
// Parsed here, where no test's clock is running: the rules share the trees.
for (const source of sources) if (isCode(source.path)) parse(source);

/** Places where a physical side is right, each with its reason. */
const physicalSides: readonly SideAllowance[] = [
  {
    path: 'src/viz/HeatCanvas.tsx',
    declares: 'left:',
    reason: 'a frame over a canvas, whose pixels count from the left in both languages',
  },
  {
    path: 'src/viz/viz.css',
    declares: 'text-align: right',
    reason: 'numbers line up on their last digit, which is the rightmost one in both scripts',
  },
  ...['cell', 'home', 'notices'].map((name) => ({
    path: `src/shell/styles/${name}.css`,
    declares: 'text-align: left',
    reason: 'code stands on the left in both scripts',
  })),
];

/** Links that a reader may follow with a click; nothing loads them. */
const linkedHosts: readonly { path: string; host: string }[] = [];

/** Empty when the wall stands; else every breach, as a line to click on. */
function expectNone(faults: readonly Fault[]): void {
  expect(faults.map(faultLine)).toEqual([]);
}

describe('the rooms', () => {
  it('import only what the table of rooms allows', () => expectNone(roomFaults(sources)));
  it('enter a kit folder through its index.ts', () => expectNone(doorFaults(sources)));
  it('name relative imports in full', () => expectNone(endingFaults(sources)));
});

describe('the code', () => {
  it('has named exports only', () => expectNone(code.defaultExportFaults(sources)));
  it('is strictly typed', () => expectNone(code.anyFaults(sources)));
  it('keeps randomness, clock and outside out of the kit', () =>
    expectNone(code.kitPurityFaults(sources)));
  it('has Latin names', () => expectNone(code.arabicNameFaults(sources)));
  it('hides no error', () => expectNone(code.emptyCatchFaults(sources)));
  it('asks no other host', () => expectNone(code.outsideHostFaults(sources, linkedHosts)));
  it('has components of readable length', () => expectNone(code.longComponentFaults(sources)));
  it('turns with the direction of the page', () =>
    expectNone([
      ...physicalSideFaults(sources, physicalSides),
      ...code.inlineSideFaults(sources, physicalSides),
    ]));
});

describe('the tree', () => {
  it('has at its top what belongs there', () => expectNone(tree.topLevelFaults(paths)));
  it('has no file that is too long', () => expectNone(tree.longFileFaults(sources)));
  it('names files after ideas', () => expectNone(tree.vagueNameFaults(paths)));
  it('leaves nothing for later', () => expectNone(tree.leftForLaterFaults(sources)));
  it('stays light', () =>
    expectNone(
      tree.sizeFaults(paths.map((path) => ({ path, bytes: statSync(join(root, path)).size }))),
    ));

  it('hides nothing of the product from git', (test) => {
    const present = ['public', 'lessons', 'e2e', 'src'].flatMap((name) => pathsUnder(root, name));
    // What later lessons will bring: the usual groups of an ignore file must not swallow them.
    const expected = [
      'models/a/weights.bin',
      'data/a.csv',
      'build/a.js',
      'dist/a.js',
      'env/a.json',
    ].flatMap((path) =>
      ['public', 'lessons/part', 'e2e', 'src'].map((folder) => `${folder}/${path}`),
    );
    const ignored = ignoredPaths(root, [...present, ...expected]);
    if (!ignored) return test.skip('git is not at hand');
    expect(ignored).toEqual([]);
    expect(ignoredPaths(root, ['node_modules/a.js', 'dist/a.js'])).toHaveLength(2);
  });
});

describe('the dependencies', () => {
  const packageFile = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageFile;
  it('are pinned exactly', () => expectNone(pinFaults(packageFile)));
  it('each have their reason in the guide', () =>
    expectNone(
      justificationFaults(packageFile, readFileSync(join(root, 'src/README.md'), 'utf8')),
    ));
});
