import ts from 'typescript';
import type { TypeBundle } from './protocol.ts';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Legacy,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  types: [],
};

/** The one file that declares the language. */
const libPath = '/lib.d.ts';

/** Files that exist only in memory, for TypeScript's language service. */
export interface VirtualHost extends ts.LanguageServiceHost {
  /** Writes a file; the same text again changes nothing. */
  write(path: string, text: string): void;
  remove(path: string): void;
}

/**
 * A host over the bundles of the build and what is written to it. Every import in the bundles already names a path, so
 * resolving is looking up.
 */
export function virtualHost(bundles: readonly TypeBundle[], roots: readonly string[]): VirtualHost {
  const fixed = new Map(bundles.flatMap(({ files }) => Object.entries(files)));
  const modules = new Map(bundles.flatMap((bundle) => Object.entries(bundle.modules)));
  const written = new Map<string, { readonly text: string; readonly version: number }>();
  const snapshots = new Map<string, ts.IScriptSnapshot>();
  let changes = 0;
  const textOf = (path: string): string | undefined => written.get(path)?.text ?? fixed.get(path);
  return {
    write(path, text) {
      if (written.get(path)?.text === text) return;
      written.set(path, { text, version: ++changes });
      snapshots.delete(path);
    },
    remove(path) {
      if (!written.delete(path)) return;
      changes += 1;
      snapshots.delete(path);
    },
    getProjectVersion: () => String(changes),
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...roots, ...written.keys()],
    getScriptVersion: (path) => String(written.get(path)?.version ?? 0),
    getScriptSnapshot(path) {
      const known = snapshots.get(path);
      const text = textOf(path);
      if (known || text === undefined) return known;
      const snapshot = ts.ScriptSnapshot.fromString(text);
      snapshots.set(path, snapshot);
      return snapshot;
    },
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => libPath,
    fileExists: (path) => textOf(path) !== undefined,
    readFile: textOf,
    directoryExists: () => false,
    resolveModuleNameLiterals: (literals) =>
      literals.map(({ text }) => {
        const path = modules.get(text) ?? text;
        if (textOf(path) === undefined) return { resolvedModule: undefined };
        const extension = path.endsWith('.d.ts') ? ts.Extension.Dts : ts.Extension.Ts;
        return { resolvedModule: { resolvedFileName: path, extension } };
      }),
  };
}
