import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A file of the repository, as the walls see it. `path` is relative to the root, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One breach of a wall. */
export interface Fault {
  readonly path: string;
  /** Counted from 1; 0 when the fault is of the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** What a rule is: everything it must know comes in, everything it found goes out. */
export type Rule = (sources: readonly Source[]) => Fault[];

/** A fault as one line that an editor's terminal can open. */
export function faultLine({ path, line, message }: Fault): string {
  return `${path}${line > 0 ? `:${line}` : ''} ${message}`;
}

/** Whether a path is TypeScript or the tools' plain JavaScript, which the same rules read. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path);
}

/** Whether a path is a test, or serves tests (`testBackend.ts`): it may use test tools, and is never shipped. */
export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$|\/test[A-Z]\w*\.ts$/.test(path) || path.startsWith('e2e/');
}

const parsed = new WeakMap<Source, ts.SourceFile>();

/** The syntax tree of a code file; parsed once for all rules. */
export function parse(source: Source): ts.SourceFile {
  const known = parsed.get(source);
  if (known) return known;
  const kind = source.path.endsWith('.tsx')
    ? ts.ScriptKind.TSX
    : /js$/.test(source.path)
      ? ts.ScriptKind.JS
      : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true, kind);
  parsed.set(source, tree);
  return tree;
}

const flattened = new WeakMap<ts.Node, readonly ts.Node[]>();

/** Every node of a tree, parents before children; doc comments are not in it. Walked once for all rules. */
export function nodesOf(root: ts.SourceFile): readonly ts.Node[] {
  const known = flattened.get(root);
  if (known) return known;
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  flattened.set(root, nodes);
  return nodes;
}

/** The line of a node, counted from 1. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/**
 * Every file that git holds or would take in, as paths. In a copy without git (an archive), every file of the rooms.
 */
export function repositoryPaths(root: string): string[] {
  if (existsSync(join(root, '.git'))) {
    const listed = execFileSync(
      'git',
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
    );
    // Files removed but not yet committed are still listed.
    return [...new Set(listed.split('\0'))].filter((path) => path && existsSync(join(root, path)));
  }
  const ignored =
    /^(node_modules|dist|test-results|playwright-report|bench-(results|peers)|\.cache)$/;
  return readdirSync(root)
    .filter((name) => !ignored.test(name))
    .flatMap((name) => pathsUnder(root, name));
}

/** Every file under a folder (or the file itself), whether git sees it or not. */
export function pathsUnder(root: string, path: string): string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => pathsUnder(root, `${path}/${name}`));
}

/** The text files among these, read. Binary files are told by their ending. */
export function readSources(root: string, paths: readonly string[]): Source[] {
  const isText =
    /\.(ts|tsx|mts|mjs|js|css|html|md|json|svg|csv|txt|yml|webmanifest)$|(^|\/)(run|\.gitignore|LICENSE)$/;
  return paths
    .filter((path) => isText.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/**
 * Those of the paths that `.gitignore` would hide, whether they exist or not. Null where there is no git to ask.
 */
export function ignoredPaths(root: string, paths: readonly string[]): string[] | null {
  const asked = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
    cwd: root,
    input: paths.join('\0'),
    encoding: 'utf8',
  });
  // 0: some are ignored; 1: none is; anything else: no repository, or no git.
  if (asked.status !== 0 && asked.status !== 1) return null;
  return asked.stdout.split('\0').filter(Boolean);
}
