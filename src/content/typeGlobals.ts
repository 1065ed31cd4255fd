import ts from 'typescript';

/** What of a worker's globals a cell can use: the rest is refused in the sandbox, or no subject of a lesson. */
const globals = [
  'console',
  'performance',
  'crypto',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'queueMicrotask',
  'structuredClone',
  'atob',
  'btoa',
  'AbortController',
  'AbortSignal',
  'Blob',
  'DOMException',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
];

/** Unions of nearly everything there is: following them would keep graphics, media and network. They become `any`. */
const notFollowed = new Set(['Transferable']);

function nameOf(statement: ts.Statement): string | null {
  if (ts.isVariableStatement(statement)) {
    const [declaration] = statement.declarationList.declarations;
    return declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : null;
  }
  if (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement)
  ) {
    return statement.name?.text ?? null;
  }
  return null;
}

/** The names of types that a declaration speaks of. */
function typesIn(statement: ts.Node): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      found.push(node.typeName.text);
    } else if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression)) {
      found.push(node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** The declarations of `webworker` (TypeScript's own, 790 KB) that the globals of a cell need, in their order there. */
export function globalsOf(webworker: string): string {
  const file = ts.createSourceFile('webworker.d.ts', webworker, ts.ScriptTarget.ES2023, false);
  const byName = new Map<string, ts.Statement[]>();
  for (const statement of file.statements) {
    const name = nameOf(statement);
    if (name !== null) byName.set(name, [...(byName.get(name) ?? []), statement]);
  }
  const kept = new Set<ts.Statement>();
  const todo = [...globals];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    for (const statement of byName.get(name) ?? []) {
      if (kept.has(statement)) continue;
      kept.add(statement);
      todo.push(...typesIn(statement).filter((type) => !notFollowed.has(type)));
    }
  }
  return file.statements
    .filter((statement) => kept.has(statement))
    .map((statement) => webworker.slice(statement.pos, statement.end).trim())
    .join('\n');
}
