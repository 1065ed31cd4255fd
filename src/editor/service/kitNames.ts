import ts from 'typescript';
import type { Insertion, NameKind } from './protocol.ts';

/** A name that a cell could import. */
export interface KitName {
  readonly name: string;
  readonly module: string;
  readonly kind: NameKind;
  readonly isType: boolean;
  /** Where it is declared. */
  readonly path: string;
  readonly at: number;
}

function kindOf(flags: ts.SymbolFlags): NameKind {
  if (flags & ts.SymbolFlags.Function) return 'function';
  if (flags & ts.SymbolFlags.Class) return 'class';
  return flags & ts.SymbolFlags.Value ? 'constant' : 'type';
}

/** The public names of one module of the kit. */
export function kitNames(program: ts.Program, module: string, path: string): KitName[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const door = file && checker.getSymbolAtLocation(file);
  if (!door) return [];
  return checker.getExportsOfModule(door).flatMap((symbol) => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = target.declarations?.[0];
    const name = declaration && ts.getNameOfDeclaration(declaration);
    if (!name) return [];
    const isType = (target.flags & ts.SymbolFlags.Value) === 0;
    return [
      {
        name: symbol.name,
        module,
        kind: kindOf(target.flags),
        isType,
        path: name.getSourceFile().fileName,
        at: name.getStart(),
      },
    ];
  });
}

/**
 * What has to be written so that `name` is imported: one more name in an import that is already there, else an import
 * below the last one. It stands before `before`, so that the caret's own text does not move under it.
 */
export function importing(
  file: ts.SourceFile,
  { name, module, isType }: Pick<KitName, 'name' | 'module' | 'isType'>,
  before: number,
): Insertion {
  const imports = file.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .filter((statement) => statement.end <= before);
  for (const { importClause, moduleSpecifier } of imports) {
    const list = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== module) continue;
    const isTypeOnly = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const last = list && ts.isNamedImports(list) ? list.elements.at(-1) : undefined;
    if (last && isTypeOnly === isType) return { at: last.end, text: `, ${name}` };
  }
  const statement = `import ${isType ? 'type ' : ''}{ ${name} } from '${module}';`;
  const last = imports.at(-1);
  return last ? { at: last.end, text: `\n${statement}` } : { at: 0, text: `${statement}\n` };
}
