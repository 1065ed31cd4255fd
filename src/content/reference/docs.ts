import { readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { doors } from '../typeFiles.ts';
import { makeProgram } from '../typecheck.ts';
import { readComment, type DocComment } from './comment.ts';
import { commentOf, signatureOf } from './signature.ts';

/** What a name stands for; it decides the group that it is listed in. */
export const entryKinds = ['function', 'class', 'value', 'type'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  /** As it is written; null when there is none. */
  readonly value: string | null;
  readonly isOptional: boolean;
}

/** One name that a public door of the kit exports. */
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
  /** More than one for a function with overloads. */
  readonly signatures: readonly string[];
  /** Null when it has none, and for names of another library. */
  readonly doc: DocComment | null;
  /** TensorFlow.js's own name, passed on as it is. */
  readonly isForeign: boolean;
  readonly parameters: readonly Parameter[];
  /** What it returns, as a type; null for anything but functions. */
  readonly returns: string | null;
  /** Names of types that its signature speaks of. */
  readonly mentions: readonly string[];
  /** Where it is declared: a path from the project's root, and a line. */
  readonly file: string;
  readonly line: number;
}

/** One public door of the kit: `tensor` for `kit/tensor`. */
export interface Door {
  readonly room: string;
  readonly entries: readonly Entry[];
}

/** Rooms that a cell may import from, by name, and the file that is the door of each. */
export function roomDoors(root: string): Map<string, string> {
  return new Map(
    [...doors(root)]
      .filter(([specifier]) => specifier.startsWith('kit/'))
      .map(([specifier, path]): [string, string] => [specifier.slice(4), path])
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

const kept = new Map<string, { readonly stamp: string; readonly doors: readonly Door[] }>();

/** Every name that the kit exports, read from its sources; read again when one of them has changed. */
export function readDoors(project: string): readonly Door[] {
  // A copy of the course that borrows the kit by a link has nothing of its own to read.
  const kit = realpathSync(join(project, 'src/kit'));
  const root = dirname(dirname(kit));
  const stamp = stampOf(kit);
  const known = kept.get(root);
  if (known?.stamp === stamp) return known.doors;
  const paths = roomDoors(root);
  const program = makeProgram(root, [...paths.values()]);
  const found = [...paths].map(([room, path]) => readDoor(root, program, room, path));
  kept.set(root, { stamp, doors: found });
  return found;
}

function stampOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${file} ${statSync(join(folder, file)).mtimeMs}`)
    .join('\n');
}

function readDoor(root: string, program: ts.Program, room: string, path: string): Door {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`internal: ${path} exports nothing`);
  const entries = checker
    .getExportsOfModule(module)
    .map((symbol) => readEntry(root, checker, symbol))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { room, entries };
}

function readEntry(root: string, checker: ts.TypeChecker, exported: ts.Symbol): Entry {
  const symbol =
    exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const declarations = (symbol.declarations ?? []).filter(isShown);
  const first = declarations[0];
  if (!first) throw new Error(`internal: nothing declares ${exported.name}`);
  const source = first.getSourceFile();
  const isForeign = source.isDeclarationFile;
  const overloads = declarations.filter(ts.isFunctionDeclaration).filter(({ body }) => !body);
  const shown = overloads.length ? overloads : [first];
  const comment = isForeign ? null : (shown.map(commentOfDeclaration).find(Boolean) ?? null);
  return {
    name: exported.name,
    kind: kindOf(first, checker),
    signatures: shown.map((node) => signatureOf(node, checker)),
    doc: comment ? readComment(comment) : null,
    isForeign,
    // The parameters of one overload would be taken for those of all.
    ...(shown.length > 1 ? { parameters: [], returns: null } : callOf(first, checker)),
    mentions: isForeign ? [] : mentionsOf(shown).filter((name) => name !== exported.name),
    file: source.fileName.slice(root.length + 1),
    line: source.getLineAndCharacterOfPosition(first.getStart()).line + 1,
  };
}

type ShownDeclaration =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.VariableDeclaration;

function isShown(node: ts.Declaration): node is ShownDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isVariableDeclaration(node)
  );
}

/** A constant's comment stands before its whole statement. */
function commentOfDeclaration(node: ShownDeclaration): string | null {
  return commentOf(ts.isVariableDeclaration(node) ? node.parent.parent : node);
}

function kindOf(node: ShownDeclaration, checker: ts.TypeChecker): EntryKind {
  if (ts.isFunctionDeclaration(node)) return 'function';
  if (ts.isClassDeclaration(node)) return 'class';
  if (!ts.isVariableDeclaration(node)) return 'type';
  return checker.getTypeAtLocation(node).getCallSignatures().length ? 'function' : 'value';
}

function callOf(
  node: ShownDeclaration,
  checker: ts.TypeChecker,
): Pick<Entry, 'parameters' | 'returns'> {
  const call = ts.isFunctionDeclaration(node)
    ? node
    : ts.isVariableDeclaration(node) && node.initializer && ts.isFunctionLike(node.initializer)
      ? node.initializer
      : null;
  const signature = call && checker.getSignatureFromDeclaration(call);
  if (!call || !signature) return { parameters: [], returns: null };
  const parameters = call.parameters.filter(ts.isParameter).map((parameter) => ({
    name: ts.isIdentifier(parameter.name) ? parameter.name.text : 'options',
    type: parameterType(parameter, checker),
    value: parameter.initializer ? oneLine(parameter.initializer.getText()) : null,
    isOptional: Boolean(parameter.questionToken ?? parameter.initializer),
  }));
  const returns = call.type?.getText() ?? checker.typeToString(signature.getReturnType());
  return { parameters, returns: oneLine(returns) };
}

/** A type spelled out in place stands in the signature already: here its fields are named. */
function parameterType(parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): string {
  const { type } = parameter;
  if (!type) return checker.typeToString(checker.getTypeAtLocation(parameter));
  if (!ts.isTypeLiteralNode(type)) return oneLine(type.getText());
  const fields = type.members.map(
    (member) => `${member.name?.getText() ?? '…'}${member.questionToken ? '?' : ''}`,
  );
  return `{ ${fields.join(', ')} }`;
}

function oneLine(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/** Names of types in a signature: bodies are not looked into. */
function mentionsOf(nodes: readonly ts.Node[]): string[] {
  const found = new Set<string>();
  const walk = (node: ts.Node): void => {
    if (ts.isBlock(node)) return;
    if (ts.isTypeReferenceNode(node)) {
      found.add((ts.isIdentifier(node.typeName) ? node.typeName : node.typeName.right).text);
    }
    if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression))
      found.add(node.expression.text);
    ts.forEachChild(node, walk);
  };
  nodes.forEach(walk);
  return [...found];
}
