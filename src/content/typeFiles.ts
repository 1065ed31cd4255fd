import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { kernelEntries } from './kernelFiles.ts';
import { globalsOf } from './typeGlobals.ts';

/** Declarations for the editor's type service, as the page fetches them. */
export interface TypeBundle {
  /** What a cell may import, and the file that stands for it. */
  readonly modules: Readonly<Record<string, string>>;
  /** Texts by path. Every import in them names another of these paths in full, so that nobody has to resolve anything. */
  readonly files: Readonly<Record<string, string>>;
}

/** The kit's declarations with what they need of tfjs, and those of the language itself. */
export interface TypeBundles {
  readonly kit: TypeBundle;
  readonly lib: TypeBundle;
}

/** The path of the file that declares the language: the service's default library. */
export const libPath = '/lib.d.ts';

/** Rooms of the kit that are part of the kernel's core and so are no entries of their own. */
const inCore = ['kit/errors', 'kit/host', 'kit/random', 'kit/show', 'kit/input'];

/**
 * Code that no cell calls and that would bring all of WebGPU's and the page's types with it. What is left of it becomes
 * `any`, in signatures that are not for readers.
 */
const leftOut = /^@tensorflow\/tfjs-backend-|^node-fetch$/;

/** What a cell may import: specifier → source file. */
export function doors(root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [id, path] of kernelEntries(root))
    if (/^kit\/[^/]+$/.test(id) || id === '@tensorflow/tfjs') found.set(id, path);
  for (const id of inCore) {
    const room = resolve(root, 'src', id);
    found.set(id, existsSync(`${room}.ts`) ? `${room}.ts` : join(room, 'index.ts'));
  }
  return found;
}

/** Declarations of the kit by the path of their source, without its tests and whatever no door leads to. */
function emitKit(root: string, entries: readonly string[]): Map<string, string> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([...entries], {
    ...options,
    noEmit: false,
    // Errors are `tsc`'s business; here they would only cost time.
    noCheck: true,
    allowJs: false,
    declaration: true,
    emitDeclarationOnly: true,
  });
  const texts = new Map<string, string>();
  program.emit(undefined, (path, text) => void texts.set(path, text), undefined, true);
  return texts;
}

/** The first paragraph of each doc comment: a hover shows no more of a library's long tables and examples. */
export function shortenDocs(text: string): string {
  return text.replace(/\/\*\*[\s\S]*?\*\//g, (comment) => {
    const words = comment.slice(3, -2).replace(/^[ \t]*\* ?/gm, '');
    const first = words.trim().split(/\n\s*\n|(?:^|\n)\s*@|```/, 1)[0] ?? '';
    const line = first.replace(/\s+/g, ' ').trim();
    return line === '' ? '' : `/** ${line} */`;
  });
}

/** A library's declarations without what only its own build needs. */
function bare(text: string): string {
  return shortenDocs(text)
    .replace(/^\/\/[/#]?\s*(<(amd|reference)\b|# ?sourceMappingURL).*$/gm, '')
    .replace(/^\/\*![\s\S]*?\*\//gm, '')
    .replace(/\n\s*\n+/g, '\n')
    .trim();
}

function packageDoor(root: string, specifier: string): string | null {
  const folder = join(root, 'node_modules', specifier);
  const main = join(folder, 'dist/index.d.ts');
  if (!leftOut.test(specifier) && existsSync(main)) return main;
  // tfjs's side effects (`…/register_all_gradients`) add methods to tensors by declarations.
  return existsSync(`${folder}.d.ts`) ? `${folder}.d.ts` : null;
}

/** Puts the path that `resolveTo` knows in the place of each import's specifier. */
function withPaths(
  text: string,
  resolveTo: (specifier: string) => string | null,
): { readonly text: string; readonly paths: readonly string[] } {
  const paths: string[] = [];
  const found = ts.preProcessFile(text, true, false).importedFiles;
  let rewritten = text;
  for (const { fileName, pos } of [...found].sort((a, b) => b.pos - a.pos)) {
    const path = resolveTo(fileName);
    if (path === null) continue;
    const start = text.indexOf(fileName, pos);
    rewritten = rewritten.slice(0, start) + path + rewritten.slice(start + fileName.length);
    paths.push(path);
  }
  return { text: rewritten, paths };
}

/** Everything that the type service needs to know of the kit. */
export function buildKitTypes(root: string): TypeBundle {
  const entries = doors(root);
  const emitted = emitKit(root, [...entries.values()]);
  const kit = resolve(root, 'src/kit');
  const packages = resolve(root, 'node_modules');
  const toPath = (file: string): string => {
    const [base, home] = file.startsWith(kit) ? [kit, '/kit/'] : [packages, '/packages/'];
    return home + relative(base, file).split(sep).join('/');
  };
  const declared = (source: string): string => source.replace(/(\.d)?\.ts$/, '.d.ts');
  const files: Record<string, string> = {};
  const todo = [...entries.values()].map(declared);
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    const path = toPath(file);
    if (path in files) continue;
    const own = emitted.get(file);
    const source = own ?? bare(readFileSync(file, 'utf8'));
    const from = dirname(file);
    const { text } = withPaths(source, (specifier) => {
      const target = specifier.startsWith('.')
        ? localFile(resolve(from, specifier), emitted)
        : packageDoor(root, specifier);
      if (target === null) return null;
      todo.push(target);
      return toPath(target);
    });
    files[path] = text;
  }
  files['/cell.d.ts'] = readFileSync(join(root, 'lessons/cell.d.ts'), 'utf8');
  const modules = Object.fromEntries(
    [...entries].map(([specifier, source]) => [specifier, toPath(declared(source))]),
  );
  return { modules, files: sorted(files) };
}

function localFile(path: string, emitted: ReadonlyMap<string, string>): string | null {
  const candidates = path.endsWith('.ts')
    ? [path.replace(/(\.d)?\.ts$/, '.d.ts')]
    : [`${path}.d.ts`, join(path, 'index.d.ts')];
  return candidates.find((each) => emitted.has(each) || existsSync(each)) ?? null;
}

/** The same sources give the same text, whatever order they were reached in. */
function sorted(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The language (ES2023) and the few things of a worker that a cell has, in one file. */
export function buildLibTypes(root: string): TypeBundle {
  const folder = join(root, 'node_modules/typescript/lib');
  const read = (name: string): string => readFileSync(join(folder, `lib.${name}.d.ts`), 'utf8');
  const texts: string[] = [];
  const seen = new Set<string>();
  const add = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = read(name);
    for (const [, needed = ''] of text.matchAll(/<reference lib="([^"]+)"/g)) add(needed);
    texts.push(bare(text));
  };
  add('es2023');
  texts.push(bare(globalsOf(read('webworker'))));
  return { modules: {}, files: { [libPath]: texts.join('\n') } };
}
