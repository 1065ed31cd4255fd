import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A file that exists only for the checker. */
export interface VirtualFile {
  /** Absolute, in the folder that its relative imports count from. */
  readonly path: string;
  readonly text: string;
}

/** What the compiler says about one place of a virtual file. */
export interface TypeFault {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Parsed files by path and time of change: the kit and the libraries are parsed once for all lessons. */
const parsed = new Map<string, { readonly stamp: number; readonly file: ts.SourceFile }>();

/**
 * A program of the project's own settings, over files that exist and files that exist only for it. What it parses is kept
 * for the next program.
 */
export function makeProgram(
  root: string,
  rootNames: readonly string[],
  files: readonly VirtualFile[] = [],
): ts.Program {
  const options = readOptions(root);
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const host = ts.createCompilerHost(options);
  const own = new Map<string, ts.SourceFile>();
  const getSourceFile: ts.CompilerHost['getSourceFile'] = (path, settings) => {
    const text = texts.get(path);
    if (text !== undefined) {
      const known = own.get(path) ?? ts.createSourceFile(path, text, settings, true);
      own.set(path, known);
      return known;
    }
    return readParsed(path, settings);
  };
  return ts.createProgram({
    rootNames: [...rootNames, ...texts.keys()],
    options,
    host: {
      ...host,
      getSourceFile,
      fileExists: (path) => texts.has(path) || host.fileExists(path),
      readFile: (path) => texts.get(path) ?? host.readFile(path),
    },
  });
}

/**
 * Type-checks virtual files against the real kit, with the project's own settings. Names that a cell only displays are
 * not "unused", so those two checks are off; everything else is as strict as in `src`.
 */
export function checkTypes(root: string, files: readonly VirtualFile[]): TypeFault[] {
  const program = makeProgram(root, [join(root, 'lessons/cell.d.ts')], files);
  return files.flatMap(({ path }) => {
    const file = program.getSourceFile(path);
    if (!file) throw new Error(`internal: ${path} is not in the program`);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      (fault) => {
        const at = file.getLineAndCharacterOfPosition(fault.start ?? 0);
        const message = ts.flattenDiagnosticMessageText(fault.messageText, ' ');
        return { path, line: at.line + 1, column: at.character + 1, message };
      },
    );
  });
}

function readOptions(root: string): ts.CompilerOptions {
  const path = findConfig(root);
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path, ts.sys.readFile).config,
    ts.sys,
    dirname(path),
  );
  return { ...config.options, noUnusedLocals: false, noUnusedParameters: false, noEmit: true };
}

function findConfig(root: string): string {
  const path = join(root, 'tsconfig.json');
  if (!existsSync(path)) throw new Error(`no tsconfig.json in ${root}`);
  return path;
}

function readParsed(
  path: string,
  settings: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  const stamp = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (stamp === undefined) return undefined;
  const known = parsed.get(path);
  if (known?.stamp === stamp) return known.file;
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), settings, true);
  parsed.set(path, { stamp, file });
  return file;
}
