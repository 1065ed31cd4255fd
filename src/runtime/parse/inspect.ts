import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import type { ProblemCode } from '../analysis.ts';

/** TypeScript that makes code of its own (or that has no meaning in a cell), which removing types cannot handle. */
export interface Rejection {
  readonly code: ProblemCode;
  readonly message: string;
  readonly offset: number;
}

/** An import of values, used or not. */
export interface ValueImport {
  readonly specifier: string;
  readonly offset: number;
}

export interface Inspection {
  readonly rejections: readonly Rejection[];
  readonly imports: readonly ValueImport[];
  /**
   * Offsets of the last characters of statements that end without a semicolon. Where the types at such an end are
   * removed, the next line would continue the statement: `type X = A` ⏎ `[1].map(f)`.
   */
  readonly ends: readonly number[];
}

const typescript = parser.configure({ dialect: 'ts' });

const endsLikeStatement = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'ReturnStatement',
  'ThrowStatement',
  'TypeAliasDeclaration',
  'InterfaceDeclaration',
  'AmbientDeclaration',
  'FunctionDeclaration',
  'ImportDeclaration',
  'ExportDeclaration',
  'PropertyDeclaration',
  'MethodDeclaration',
]);
const continuesLikeCall = new Set([
  'CallExpression',
  'MemberExpression',
  'TaggedTemplateExpression',
]);

/** Reads the TypeScript of a cell that sucrase accepts, for what sucrase accepts and must not. */
export function inspect(source: string): Inspection {
  const rejections: Rejection[] = [];
  const imports: ValueImport[] = [];
  const ends: number[] = [];
  const reject = (code: ProblemCode, message: string, offset: number): void => {
    rejections.push({ code, message, offset });
  };

  typescript.parse(source).iterate({
    enter(ref) {
      const { name, from } = ref;
      if (endsLikeStatement.has(name) && !ref.node.parent?.name.startsWith('For'))
        ends.push(ref.to - 1);
      switch (name) {
        case 'AmbientDeclaration':
          return false;
        case 'EnumDeclaration':
          reject('enum', 'Enums are not supported', from);
          return false;
        case 'NamespaceDeclaration':
          reject('namespace', 'Namespaces are not supported', from);
          return false;
        case 'Decorator':
          reject('decorator', 'Decorators are not supported', from);
          return false;
        case 'Privacy':
        case 'readonly':
          if (ref.node.parent?.name === 'ParamList') {
            reject('parameter-property', 'Parameter properties are not supported', from);
          }
          break;
        case 'ImportDeclaration':
          if (isAssignment(ref.node)) {
            reject('import-assignment', 'import = is not supported', from);
          } else if (importsValues(ref.node)) {
            const text = ref.node.getChild('String');
            if (text)
              imports.push({
                specifier: source.slice(text.from + 1, text.to - 1),
                offset: text.from,
              });
          }
          return false;
        case 'ExportDeclaration':
          rejectExport(ref.node, reject);
          break;
        case 'BinaryExpression':
          if (isBrokenAs(ref.node, source)) ends.push(ref.to - 1);
          break;
      }
      return true;
    },
  });
  return { rejections, imports, ends };
}

/** Where the text first stops being TypeScript, or null: for faults that sucrase trips over without saying where. */
export function firstError(source: string): number | null {
  let offset: number | null = null;
  typescript.parse(source).iterate({
    enter({ type, from }) {
      if (type.isError) offset ??= from;
      return offset === null;
    },
  });
  return offset;
}

function isAssignment(node: SyntaxNode): boolean {
  return node.getChild('Equals') !== null || node.getChild('⚠')?.getChild('Equals') != null;
}

function rejectExport(
  node: SyntaxNode,
  reject: (code: ProblemCode, message: string, offset: number) => void,
): void {
  const word = node.firstChild?.nextSibling;
  if (word?.name === 'default')
    reject('export-default', 'export default has no meaning in a cell', node.from);
  else if (word?.name === 'Equals')
    reject('import-assignment', 'export = is not supported', node.from);
  else if (word?.getChild('import'))
    reject('import-assignment', 'import = is not supported', node.from);
}

/** Neither `import type …` nor an import whose every name is a `type`. */
function importsValues(node: SyntaxNode): boolean {
  if (node.getChild('type')) return false;
  const group = node.getChild('ImportGroup');
  if (!group || node.getChild('VariableDefinition') || node.getChild('Star')) return true;
  let isType = false;
  let names = 0;
  for (let child = group.firstChild; child; child = child.nextSibling) {
    if (child.name === 'type') isType = true;
    else if (child.name === ',') isType = false;
    else if (child.name === 'VariableDefinition') {
      names++;
      if (!isType) return true;
    }
  }
  return names === 0;
}

/** `x as T` before a line that starts with `(`, `[` or a backtick: two statements in TypeScript, one to this parser. */
function isBrokenAs(node: SyntaxNode, source: string): boolean {
  const { parent, nextSibling } = node;
  if (!parent || !continuesLikeCall.has(parent.name) || parent.firstChild?.from !== node.from)
    return false;
  if (!node.getChild('as') && !node.getChild('satisfies')) return false;
  return source.slice(node.to, nextSibling?.from ?? node.to).includes('\n');
}
