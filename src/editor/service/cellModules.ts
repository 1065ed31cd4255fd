import ts from 'typescript';
import type { CellText } from './protocol.ts';

/** A name that a cell gives to the others. */
interface Definition {
  readonly name: string;
  /** Where the name stands in the cell. */
  readonly at: number;
  readonly isValue: boolean;
  /** Of a type: its parameters as written, with constraints and defaults, and their bare names. */
  readonly parameters: { readonly written: string; readonly names: string } | null;
}

/** A cell as a module of its own: its text unmoved, then an export of what it defines. */
export interface CellModule {
  readonly id: string;
  readonly path: string;
  readonly source: string;
  readonly text: string;
  readonly file: ts.SourceFile;
  readonly definitions: readonly Definition[];
}

/** Where a shared name comes from. */
export interface Origin {
  readonly cell: string;
  readonly path: string;
  readonly at: number;
}

/** The file in which every cell finds the names of the others. */
export const scopePath = '/scope.d.ts';

const cellPath = (id: string): string => `/cells/${encodeURIComponent(id)}.ts`;

function bound(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : bound(element.name),
  );
}

function definitionsOf(
  file: ts.SourceFile,
  statements: readonly ts.Statement[] = file.statements,
): Definition[] {
  const found: Definition[] = [];
  const value = (name: ts.Identifier): void => {
    found.push({ name: name.text, at: name.getStart(file), isValue: true, parameters: null });
  };
  const type = (node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration) => {
    if (!node.name) return;
    const parameters = node.typeParameters ?? [];
    const list = (texts: readonly string[]): string =>
      texts.length === 0 ? '' : `<${texts.join(', ')}>`;
    found.push({
      name: node.name.text,
      at: node.name.getStart(file),
      isValue: false,
      parameters: {
        written: list(parameters.map((each) => each.getText(file))),
        names: list(parameters.map((each) => each.name.text)),
      },
    });
  };
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) bound(name).forEach(value);
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) value(statement.name);
      if (ts.isClassDeclaration(statement)) type(statement);
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      type(statement);
    }
  }
  // While somebody types, a name may be missing: the parser stands in for it with an empty one.
  return found.filter(({ name }) => name !== '');
}

/** What a cell exports in so many words. An export list of its own or `export *` has no meaning in a cell. */
function exportedNames(file: ts.SourceFile): Set<string> {
  const exported = file.statements.filter(
    (statement) =>
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
  return new Set(definitionsOf(file, exported).map(({ name }) => name));
}

/** Reads a cell. The export stands behind the text, so that every position of the cell stays what it is. */
export function cellModule({ id, source }: CellText): CellModule {
  const path = cellPath(id);
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2023, false, ts.ScriptKind.TS);
  const definitions = definitionsOf(file);
  const exported = exportedNames(file);
  const names = new Set(definitions.map(({ name }) => name).filter((name) => !exported.has(name)));
  const text = `${source}\n;export { ${[...names].join(', ')} };\n`;
  return { id, path, source, text, file, definitions };
}

/**
 * The names of all cells as globals. A cell's own names and imports come first, so nothing clashes; of two cells with the
 * same name the first one counts, and the notebook itself reports the clash.
 */
export function cellScope(modules: readonly CellModule[]): {
  readonly text: string;
  readonly origins: ReadonlyMap<string, Origin>;
} {
  const origins = new Map<string, Origin>();
  const lines: string[] = [];
  for (const { id, path, definitions } of modules) {
    const own = new Set<string>();
    for (const { name, at, isValue, parameters } of definitions) {
      const known = origins.get(name);
      if (known && known.cell !== id) continue;
      const key = `${isValue ? 'value' : 'type'} ${name}`;
      if (own.has(key)) continue;
      own.add(key);
      if (!known) origins.set(name, { cell: id, path, at });
      const place = `import(${JSON.stringify(path)}).${name}`;
      lines.push(
        isValue
          ? `declare const ${name}: typeof ${place};`
          : `declare type ${name}${parameters?.written ?? ''} = ${place}${parameters?.names ?? ''};`,
      );
    }
  }
  return { text: lines.join('\n'), origins };
}
