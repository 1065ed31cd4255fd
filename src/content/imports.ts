import ts from 'typescript';

/** One imported name of one import statement. */
export interface ImportedName {
  /** The name in the importing code. */
  readonly local: string;
  /** The exporting module's name for it; `*` for a namespace, `default` for a default import. */
  readonly exported: string;
  readonly specifier: string;
  readonly isType: boolean;
  /** Character range of this name's own text in the source. */
  readonly start: number;
  readonly end: number;
}

/** One import statement with its character range. */
export interface ImportStatement {
  readonly specifier: string;
  readonly names: readonly ImportedName[];
  readonly start: number;
  readonly end: number;
}

/** Parses TypeScript text without resolving anything. */
export function parseTypeScript(text: string, name = 'cells.ts'): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
}

/** The import statements at the top level of a file. */
export function findImports(file: ts.SourceFile): ImportStatement[] {
  return file.statements.filter(ts.isImportDeclaration).map((statement) => {
    const specifier = ts.isStringLiteral(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : '';
    return {
      specifier,
      names: namesOf(statement, specifier, file),
      start: statement.getStart(file),
      end: statement.getEnd(),
    };
  });
}

function namesOf(
  statement: ts.ImportDeclaration,
  specifier: string,
  file: ts.SourceFile,
): ImportedName[] {
  const clause = statement.importClause;
  if (!clause) return [];
  const isWholeType = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const one = (node: ts.Node, local: string, exported: string, isType: boolean): ImportedName => ({
    local,
    exported,
    specifier,
    isType,
    start: node.getStart(file),
    end: node.getEnd(),
  });
  const names: ImportedName[] = [];
  if (clause.name) names.push(one(clause.name, clause.name.text, 'default', isWholeType));
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    names.push(one(bindings, bindings.name.text, '*', isWholeType));
  } else if (bindings) {
    for (const element of bindings.elements) {
      const exported = (element.propertyName ?? element.name).text;
      names.push(one(element, element.name.text, exported, isWholeType || element.isTypeOnly));
    }
  }
  return names;
}

/** Replaces a range by spaces, line breaks kept, so that every other character keeps its line and column. */
export function blankOut(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);
}

/**
 * `shared` in front of `body`, less the names that `body` imports itself: one module may not import a name twice.
 * `shared` holds nothing but imports.
 */
export function mergeImports(shared: string, body: string): string {
  const own = new Set(
    findImports(parseTypeScript(body)).flatMap((found) => found.names.map(({ local }) => local)),
  );
  const kept = findImports(parseTypeScript(shared)).flatMap((statement) => {
    const names = statement.names.filter((name) => !own.has(name.local));
    if (names.length === statement.names.length)
      return [shared.slice(statement.start, statement.end)];
    return names.length ? [printImport(statement.specifier, names)] : [];
  });
  return kept.length ? `${kept.join('\n')}\n\n${body}` : body;
}

function printImport(specifier: string, names: readonly ImportedName[]): string {
  const isType = names.every((name) => name.isType);
  const listed = names.map((name) => {
    const renamed = name.exported === name.local ? name.local : `${name.exported} as ${name.local}`;
    return name.isType && !isType ? `type ${renamed}` : renamed;
  });
  return `import ${isType ? 'type ' : ''}{ ${listed.join(', ')} } from '${specifier}';`;
}

/**
 * The same text with every import of an already imported name blanked out, as regions that repeat their imports become
 * one module. All other characters keep their places.
 */
export function withoutRepeatedImports(text: string): string {
  const seen = new Set<string>();
  let result = text;
  for (const statement of findImports(parseTypeScript(text))) {
    const key = (name: ImportedName) =>
      `${name.specifier} ${name.exported} ${name.local} ${name.isType}`;
    const repeated = statement.names.filter((name) => seen.has(key(name)));
    statement.names.forEach((name) => seen.add(key(name)));
    if (repeated.length === 0) continue;
    if (repeated.length === statement.names.length) {
      result = blankOut(result, statement.start, statement.end);
      continue;
    }
    for (const name of repeated) {
      const comma = /^\s*,/.exec(result.slice(name.end))?.[0].length ?? 0;
      result = blankOut(result, name.start, name.end + comma);
    }
    // `{ a, b }` less its last name leaves `{ a, }`, which is legal.
  }
  return result;
}
