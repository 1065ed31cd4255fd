import ts from 'typescript';
import type { Excerpt } from '../cells.ts';
import { findImports, parseTypeScript } from '../imports.ts';
import type { LessonCode } from '../lesson.ts';
import type { Problem, Rule } from '../problem.ts';

/** Longest line of a cell: what fits the text column, and a phone with a short scroll. */
const MAX_COLUMNS = 72;
const MAX_LINES = 25;

type Report = (line: number, rule: Rule, message: string, fix: string) => void;

/** Rules of a cell's text that the compiler does not know. */
export function cellProblems(lesson: LessonCode): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (line, rule, message, fix) =>
    problems.push({ ...lesson.cells.place(line), rule, message, fix });
  const importedAnywhere = new Set<string>();
  for (const { names } of findImports(parseTypeScript(lesson.cells.text))) {
    for (const name of names) importedAnywhere.add(name.local);
  }
  for (const region of lesson.regions) {
    if (region.kind !== 'exercise') {
      checkImports([region.body], region.body, importedAnywhere, report);
    } else {
      checkShared(region.body, report);
      const parts = [region.starter, region.solution, region.check].flatMap((part) => part ?? []);
      for (const part of parts) checkImports([region.body, part], part, importedAnywhere, report);
      reportUnused(region.body, parts, report);
    }
    for (const part of [region.body, region.starter, region.solution, region.check]) {
      if (part) checkText(part, region.kind !== 'figure', report);
    }
    if (region.kind === 'cell' && region.body.source.split('\n').length > MAX_LINES) {
      report(
        region.line,
        'cell-width',
        `cell "${region.id}" has more than ${MAX_LINES} lines`,
        'cut it in two, or move the dull part into the kit',
      );
    }
  }
  return problems;
}

/** Between `//#exercise` and `//#starter` stand imports alone: each part gets them, so nothing else may run there. */
function checkShared(part: Excerpt, report: Report): void {
  const file = parseTypeScript(part.source);
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    const { line } = file.getLineAndCharacterOfPosition(statement.getStart(file));
    report(
      part.line + line,
      'cell-grammar',
      'code between //#exercise and //#starter',
      'only imports stand there; move it into a cell before the exercise',
    );
  }
}

/** A cell imports all that it uses, and uses all that it imports: what another cell imports is not here. */
function checkImports(
  scope: readonly Excerpt[],
  part: Excerpt,
  importedAnywhere: ReadonlySet<string>,
  report: Report,
): void {
  const imported = new Set<string>();
  const declared = new Set<string>();
  for (const { source } of scope) {
    for (const { names } of findImports(parseTypeScript(source)))
      names.forEach((name) => imported.add(name.local));
  }
  const file = parseTypeScript(part.source);
  const used = new Map<string, number>();
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) {
      if (isDeclarationName(node)) declared.add(node.text);
      else if (isFreeUse(node) && !used.has(node.text)) used.set(node.text, node.getStart(file));
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  const lineAt = (position: number) =>
    part.line + file.getLineAndCharacterOfPosition(position).line;
  for (const [name, position] of used) {
    if (imported.has(name) || declared.has(name) || !importedAnywhere.has(name)) continue;
    report(
      lineAt(position),
      'cell-import',
      `"${name}" is imported by another cell only`,
      'import it in this cell too',
    );
  }
  for (const { names, start } of findImports(file)) {
    for (const name of names) {
      if (!used.has(name.local))
        report(
          lineAt(start),
          'cell-import',
          `"${name.local}" is imported and not used`,
          'remove it from the import',
        );
    }
  }
}

/** Shared imports of an exercise that none of its parts uses. */
function reportUnused(shared: Excerpt, parts: readonly Excerpt[], report: Report): void {
  const file = parseTypeScript(shared.source);
  for (const { names, start } of findImports(file)) {
    for (const { local } of names) {
      if (parts.some(({ source }) => new RegExp(`\\b${local.replace('$', '\\$')}\\b`).test(source)))
        continue;
      report(
        shared.line + file.getLineAndCharacterOfPosition(start).line,
        'cell-import',
        `"${local}" is imported and not used`,
        'remove it from the import',
      );
    }
  }
}

function isDeclarationName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isBindingElement(parent)) &&
    parent.name === node
  );
}

/** Not the name of a property, a label or a key. */
function isFreeUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent)
  );
}

function checkText(part: Excerpt, isShown: boolean, report: Report): void {
  part.source.split('\n').forEach((text, index) => {
    const width = [...text.replace(/[ \t]*\/\*§[\w-]+\*\//g, '')].length;
    if (isShown && width > MAX_COLUMNS) {
      report(
        part.line + index,
        'cell-width',
        `a line of ${width} characters`,
        `break it at ${MAX_COLUMNS}: the text column holds no more`,
      );
    }
  });
  const file = parseTypeScript(part.source);
  const walk = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && /\p{Script=Arabic}/u.test(node.text)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      report(
        part.line + line,
        'cell-identifier',
        `Arabic letters in the name ${node.text}`,
        'name it in Latin letters: a right-to-left name scrambles the line round it',
      );
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
}
