import ts from 'typescript';

/** Longest value that is shown with a constant; what is longer is told by its type. */
const MAX_VALUE_LINES = 16;

/** What fits the text column. */
const MAX_COLUMNS = 70;

/** The doc comment that stands before a node, as it is written. */
export function commentOf(node: ts.Node): string | null {
  const text = node.getSourceFile().text;
  const before = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  const comments = before
    .map(({ pos, end }) => text.slice(pos, end))
    .filter((comment) => comment.startsWith('/**'));
  return comments.at(-1) ?? null;
}

/**
 * A declaration as its users see it: bodies, private members and the word `export` left out, comments of members kept, the
 * layout that of the source.
 */
export function signatureOf(node: ts.Declaration, checker: ts.TypeChecker): string {
  if (ts.isFunctionDeclaration(node)) return callSignature(node, checker);
  if (ts.isClassDeclaration(node)) return classSignature(node, checker);
  if (ts.isVariableDeclaration(node)) return valueSignature(node, checker);
  const text = dedent(withoutModifiers(node, node.getEnd())).replace(/;$/, '');
  return ts.isInterfaceDeclaration(node) ? text : `${text};`;
}

/** From after `export`, `declare` and `async` to `end`. */
function withoutModifiers(node: ts.Declaration, end: number): string {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const hidden = [
    ts.SyntaxKind.ExportKeyword,
    ts.SyntaxKind.DeclareKeyword,
    ts.SyntaxKind.AsyncKeyword,
  ];
  const last = modifiers.filter(({ kind }) => hidden.includes(kind)).at(-1);
  const { text } = node.getSourceFile();
  return text.slice(last ? last.getEnd() : node.getStart(), end).trim();
}

type WithBody =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

function callSignature(node: WithBody, checker: ts.TypeChecker): string {
  const head = withoutModifiers(node, node.body ? node.body.getStart() : node.getEnd());
  const signature = checker.getSignatureFromDeclaration(node);
  const needsType = !node.type && !ts.isConstructorDeclaration(node) && !ts.isSetAccessor(node);
  const type =
    needsType && signature
      ? `: ${checker.typeToString(signature.getReturnType(), node, ts.TypeFormatFlags.NoTruncation)}`
      : '';
  const whole = dedent(`${head.replace(/;$/, '')}${type};`);
  return whole.includes('\n') || whole.length <= MAX_COLUMNS ? whole : onLines(node, whole);
}

/** The same with each parameter on a line of its own. */
function onLines(node: WithBody, whole: string): string {
  const parameters = node.parameters.map((parameter) => parameter.getText());
  const joined = parameters.join(', ');
  const at = joined ? whole.indexOf(`(${joined})`) : -1;
  if (at < 0) return whole;
  const lines = parameters.map((parameter) => `  ${parameter},`).join('\n');
  return `${whole.slice(0, at)}(\n${lines}\n${whole.slice(at + joined.length + 1)}`;
}

function valueSignature(node: ts.VariableDeclaration, checker: ts.TypeChecker): string {
  const name = node.name.getText();
  const value = node.initializer;
  const isShown =
    value &&
    !ts.isFunctionLike(value) &&
    !node.type &&
    value.getText().split('\n').length <= MAX_VALUE_LINES;
  if (isShown) return dedent(`const ${name} = ${value.getText()};`);
  const type = checker.getTypeAtLocation(node);
  // Another library's object of functions would fill the page: their names say enough.
  const text = node.getSourceFile().isDeclarationFile
    ? `{ ${type
        .getProperties()
        .map((member) => member.name)
        .join('; ')} }`
    : (node.type?.getText() ?? checker.typeToString(type, node, ts.TypeFormatFlags.NoTruncation));
  return `const ${name}: ${text};`;
}

function classSignature(node: ts.ClassDeclaration, checker: ts.TypeChecker): string {
  const open = node.members.pos;
  const head = withoutModifiers(node, open).replace(/\s*\{$/, '');
  // Another library's class is known by its name; its members are told where it comes from.
  if (node.getSourceFile().isDeclarationFile) return head;
  const members = node.members.filter(isPublic).map((member) => {
    const comment = commentOf(member);
    const lines = [...(comment ? [dedent(comment)] : []), memberSignature(member, checker)].join(
      '\n',
    );
    return lines.replace(/^(?=.)/gm, '  ');
  });
  return `${head} {\n${members.join('\n')}\n}`;
}

function isPublic(member: ts.ClassElement): boolean {
  if (member.name && ts.isPrivateIdentifier(member.name)) return false;
  const flags = ts.getCombinedModifierFlags(member);
  return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0;
}

function memberSignature(member: ts.ClassElement, checker: ts.TypeChecker): string {
  if (
    ts.isMethodDeclaration(member) ||
    ts.isConstructorDeclaration(member) ||
    ts.isAccessor(member)
  ) {
    return callSignature(member, checker).replace(/^override /, '');
  }
  if (!ts.isPropertyDeclaration(member)) return dedent(member.getText());
  const end = (member.type ?? member.questionToken ?? member.name).getEnd();
  const { text } = member.getSourceFile();
  const head = text.slice(member.getStart(), end).replace(/\boverride /, '');
  const type = checker.typeToString(checker.getTypeAtLocation(member), member);
  return dedent(member.type ? `${head};` : `${head}: ${type};`);
}

/** Lines after the first, moved left until the least indented one stands where the first does. */
function dedent(text: string): string {
  const [first = '', ...others] = text.split('\n');
  const depths = others.filter((line) => line.trim()).map((line) => /^ */.exec(line)![0].length);
  // The lines of a comment begin with a space before the asterisk, which belongs there.
  const base = first.startsWith('/**') ? 1 : 0;
  const depth = Math.max(0, Math.min(...depths) - base);
  return [first, ...others.map((line) => line.slice(Math.min(depth, line.length)))].join('\n');
}
