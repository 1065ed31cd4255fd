import type { Fault } from './source.ts';

/** The part of package.json that the walls read. */
export interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Exact versions only: what was tested is what a reader gets. */
export function pinFaults(packageFile: PackageFile): Fault[] {
  const all = { ...packageFile.dependencies, ...packageFile.devDependencies };
  return Object.entries(all)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => fault('package.json', `${name} ${version} is not an exact version`));
}

/** Every dependency has its line in the guide's table, and every line its dependency. */
export function justificationFaults(packageFile: PackageFile, guide: string): Fault[] {
  const names = Object.keys({ ...packageFile.dependencies, ...packageFile.devDependencies });
  const rows = guide
    .split('\n')
    .map((line) => /^\|\s*((?:`[^`]+`(?:,\s*)?)+)\s*\| ([^|]+) \|$/.exec(line.trim()))
    .filter((row) => row !== null);
  const justified = rows.flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  const unexplained = names
    .filter((name) => !justified.includes(name))
    .map((name) => fault('src/README.md', `does not say why ${name} is needed`));
  const gone = justified
    .filter((name) => !names.includes(name))
    .map((name) => fault('src/README.md', `explains ${name}, which is no dependency`));
  return [...unexplained, ...gone];
}

function fault(path: string, message: string): Fault {
  return { path, line: 0, message };
}
