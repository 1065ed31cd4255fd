import ts from 'typescript';
import type { SideAllowance } from './style.ts';
import { type Fault, type Source, isCode, isTest, lineOf, nodesOf, parse } from './source.ts';

/** Reports the nodes of every code file for which `complain` has something to say. */
function inspect(
  sources: readonly Source[],
  complain: (node: ts.Node, tree: ts.SourceFile, path: string) => string | undefined,
): Fault[] {
  return sources
    .filter(({ path }) => isCode(path))
    .flatMap((source) => {
      const tree = parse(source);
      return nodesOf(tree).flatMap((node) => {
        const message = complain(node, tree, source.path);
        return message ? [{ path: source.path, line: lineOf(tree, node), message }] : [];
      });
    });
}

/**
 * Named exports only: a default export has as many names as it has importers. Configuration files must have one, and a
 * declaration file describes what others have.
 */
export function defaultExportFaults(sources: readonly Source[]): Fault[] {
  return inspect(sources, (node, _tree, path) => {
    if (/(^|\/)\w+\.config\.ts$|\.d\.ts$/.test(path)) return;
    const isDefault =
      (ts.isExportAssignment(node) && !node.isExportEquals) ||
      (ts.isExportSpecifier(node) && node.name.text === 'default') ||
      (ts.canHaveModifiers(node) &&
        ts.getModifiers(node)?.some((each) => each.kind === ts.SyntaxKind.DefaultKeyword));
    return isDefault ? 'default export: give it a name' : undefined;
  });
}

/** No `any`, and no comment that silences the compiler. */
export function anyFaults(sources: readonly Source[]): Fault[] {
  const typed = inspect(sources, (node) =>
    node.kind === ts.SyntaxKind.AnyKeyword
      ? '`any`: say the type, or `unknown` and check'
      : undefined,
  );
  const silenced = linesMatching(sources, /(\/\/|\*)\s*@ts-(ignore|expect-error|nocheck)/, (path) =>
    isCode(path),
  ).map((fault) => ({ ...fault, message: 'silences the compiler' }));
  return [...typed, ...silenced];
}

/** Lines of files that a pattern finds. */
function linesMatching(
  sources: readonly Source[],
  pattern: RegExp,
  isMeant: (path: string) => boolean,
): Fault[] {
  return sources
    .filter(({ path }) => isMeant(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [{ path, line: index + 1, message: line.trim() }] : [],
        ),
    );
}

const outsideOfKit = new Set(
  'fetch XMLHttpRequest WebSocket indexedDB caches localStorage sessionStorage document window'.split(
    ' ',
  ),
);

/** The kit is given randomness, time and the outside; only kit/host may hold the way there. */
export function kitPurityFaults(sources: readonly Source[]): Fault[] {
  const kit = sources.filter(
    ({ path }) => path.startsWith('src/kit/') && path !== 'src/kit/host.ts' && !isTest(path),
  );
  return inspect(kit, (node, tree) => {
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const text = node.getText(tree).replace(/^globalThis\./, '');
      const known =
        /^(Math\.random|Date\.now|performance\.(now|timeOrigin)|crypto\.(getRandomValues|randomUUID))\b/;
      const match = known.exec(text);
      if (match && text === match[0]) return `${text}: take it as an argument`;
    }
    if (
      ts.isNewExpression(node) &&
      node.expression.getText(tree) === 'Date' &&
      !node.arguments?.length
    )
      return 'new Date() reads the clock: take the time as an argument';
    if (ts.isIdentifier(node) && outsideOfKit.has(node.text) && isGlobalUse(node, tree))
      return `${node.text}: the kit reaches the outside through kit/host alone`;
    return undefined;
  });
}

/** Whether an identifier stands for a global: neither a property's name nor a name that the file itself gives. */
function isGlobalUse(node: ts.Identifier, tree: ts.SourceFile): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return parent.expression.getText(tree) === 'globalThis';
  if (ts.isTypeNode(parent) || ts.isTypeElement(parent)) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  for (const other of nodesOf(tree)) {
    const isNamed =
      ts.isVariableDeclaration(other) ||
      ts.isParameter(other) ||
      ts.isBindingElement(other) ||
      ts.isFunctionDeclaration(other) ||
      ts.isImportSpecifier(other) ||
      ts.isPropertyDeclaration(other) ||
      ts.isMethodDeclaration(other);
    if (isNamed && other.name?.getText(tree) === node.text) return false;
  }
  return true;
}

/** Names in code are Latin: an Arabic letter in one reorders the whole line before the reader's eyes. */
export function arabicNameFaults(sources: readonly Source[]): Fault[] {
  return inspect(sources, (node) =>
    (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && /\p{Script=Arabic}/u.test(node.text)
      ? `the name ${node.text} has Arabic letters`
      : undefined,
  );
}

/** An error is dealt with, or a comment says why it need not be. */
export function emptyCatchFaults(sources: readonly Source[]): Fault[] {
  return inspect(sources, (node, tree) =>
    ts.isCatchClause(node) &&
    node.block.statements.length === 0 &&
    !/\/[/*]/.test(node.block.getText(tree))
      ? 'an empty catch hides errors'
      : undefined,
  );
}

/** Names of XML vocabularies look like addresses and are never fetched; `local` and localhost are no other host. */
const harmless =
  /^https?:\/\/(www\.w3\.org\/|www\.sitemaps\.org\/schemas\/|local(host)?\b|127\.0\.0\.1\b)/;

/** The site asks no other host for anything. Comments and prose may cite; addresses in shipped code may not stand. */
export function outsideHostFaults(
  sources: readonly Source[],
  allowed: readonly { path: string; host: string }[] = [],
): Fault[] {
  const shipped = sources.filter(
    ({ path }) =>
      /^(src|lessons)\//.test(path) && !/^src\/(tools|bench)\//.test(path) && !isTest(path),
  );
  const inCode = inspect(shipped, (node, _tree, path) => {
    const found = addressIn(node);
    if (!found || harmless.test(found)) return;
    const host = found.split('/')[2] ?? '';
    if (allowed.some((each) => each.path === path && each.host === host)) return;
    return `${found}: nothing shipped may ask another host`;
  });
  const asked = /(url\(\s*['"]?|@import\s+['"]|\bsrc=['"]|<link[^>]*\bhref=['"])(https?:)?\/\//;
  const inPages = linesMatching(sources, asked, (path) => /\.(css|html)$/.test(path));
  return [...inCode, ...inPages];
}

/** The address that a text in code holds; one whose host is put in later counts, a mere `https://` to compare with not. */
function addressIn(node: ts.Node): string | undefined {
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isJsxText(node);
  if (!isText) return undefined;
  const isJoined = ts.isTemplateHead(node) || ts.isBinaryExpression(node.parent);
  const pattern = isJoined
    ? /(https?|wss?):\/\/([\w[][^\s"'`)]*|$)/
    : /(https?|wss?):\/\/[\w[][^\s"'`)]*/;
  return pattern.exec(node.text)?.[0];
}

const longestComponent = 120;

/** A React component that needs more lines holds more than one idea. */
export function longComponentFaults(sources: readonly Source[]): Fault[] {
  return inspect(sources, (node, tree, path) => {
    if (!path.endsWith('.tsx') || isTest(path)) return;
    if (!ts.isFunctionDeclaration(node) || !/^[A-Z]/.test(node.name?.text ?? '')) return;
    const lines = node.getText(tree).split('\n').length;
    return lines > longestComponent
      ? `${node.name?.text} has ${lines} lines, over ${longestComponent}`
      : undefined;
  });
}

/** Physical sides in inline styles: `marginLeft` does not turn with the page. */
export function inlineSideFaults(
  sources: readonly Source[],
  allowed: readonly SideAllowance[] = [],
): Fault[] {
  return inspect(sources, (node, tree, path) => {
    if (!path.endsWith('.tsx') || isTest(path) || !ts.isPropertyAssignment(node)) return;
    const name = node.name.getText(tree).replace(/['"]/g, '');
    if (allowed.some((each) => each.path === path && node.getText(tree).includes(each.declares)))
      return;
    return nodeIsInStyle(node, tree) &&
      /^((margin|padding|border)(Left|Right)|left|right)/.test(name)
      ? `${name} in a style: use the logical side (inline-start, inline-end)`
      : undefined;
  });
}

function nodeIsInStyle(node: ts.Node, tree: ts.SourceFile): boolean {
  for (let up: ts.Node | undefined = node.parent; up; up = up.parent) {
    if (ts.isJsxAttribute(up)) return up.name.getText(tree) === 'style';
    if (ts.isFunctionLike(up)) return false;
  }
  return false;
}
