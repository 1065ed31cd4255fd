import ts from 'typescript';
import { lineOf, nodesOf, parse, type Source } from './source.ts';

/** One import, export-from, dynamic import or import type of a file. */
export interface Import {
  readonly specifier: string;
  /** Nothing of it is left when the types are stripped. */
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** What a file imports, in every form that TypeScript and Vite know. */
export function importsOf(source: Source): Import[] {
  const tree = parse(source);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({ specifier: specifier.text, isTypeOnly, line: lineOf(tree, specifier) });
  };
  for (const node of nodesOf(tree)) {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeExport(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    else if (ts.isCallExpression(node) && isDynamicImport(node)) add(node.arguments[0], false);
    else if (ts.isNewExpression(node) && isModuleUrl(node)) add(node.arguments?.[0], false);
  }
  return found;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function isTypeExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const named = node.exportClause;
  return (
    named !== undefined &&
    ts.isNamedExports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

/** `import('x')`, `require('x')` and Vite's `import.meta.glob('x')`. */
function isDynamicImport(node: ts.CallExpression): boolean {
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(node.expression)) return node.expression.text === 'require';
  return ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'glob';
}

/** `new URL('x.ts', import.meta.url)`: Vite bundles the file it points at. One that names a folder only finds a way. */
function isModuleUrl(node: ts.NewExpression): boolean {
  const [file, base] = node.arguments ?? [];
  return (
    file !== undefined &&
    ts.isStringLiteralLike(file) &&
    /\w$/.test(file.text) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'URL' &&
    base !== undefined &&
    base.getText().includes('import.meta')
  );
}

/**
 * Where an import leads: a path of the repository, or the specifier itself for a package. Follows the same names as
 * `paths` in tsconfig.json.
 */
export function resolveImport(from: string, specifier: string): string {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) {
    return new URL(bare, `file:///${from}`).pathname.slice(1);
  }
  const kit = /^kit\/(.+)$/.exec(bare);
  if (kit) {
    const name = kit[1] ?? '';
    return /^(host|random|errors)$/.test(name) ? `src/kit/${name}.ts` : `src/kit/${name}/index.ts`;
  }
  return bare;
}

/** The package that a specifier belongs to: `@scope/name` or `name`, without the path inside it. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** Whether a resolved import is a package rather than a file of the repository. */
export function isPackage(target: string): boolean {
  return !/^(src|lessons|e2e|public)\//.test(target) && !/^[\w.-]+\.(ts|json|html)$/.test(target);
}
