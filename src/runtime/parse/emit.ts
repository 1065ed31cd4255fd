import type {
  Class,
  Expression,
  ImportDeclaration,
  ModuleDeclaration,
  Program,
  Statement,
  Super,
  VariableDeclaration,
} from 'acorn';
import type { Shift } from '../analysis.ts';
import { placesIn } from './fault.ts';
import type { Scopes } from './scope.ts';

/** Replaces `start` … `end` of the code. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What the emitters need of a parsed cell. */
export interface Parsed {
  readonly code: string;
  readonly program: Program;
  readonly scopes: Scopes;
}

const blank = (code: string, start: number, end: number): string =>
  code.slice(start, end).replace(/[^\n]/g, ' ');

/** Blanks that also end whatever statement stands before: without it `a` ⏎ import ⏎ `(b)` would become a call. */
const blankStatement = (code: string, start: number, end: number): Edit => ({
  start,
  end,
  text: end > start ? `;${blank(code, start + 1, end)}` : '',
});

function apply(code: string, edits: readonly Edit[]): string {
  let out = '';
  let done = 0;
  for (const edit of sorted(edits)) {
    out += code.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return out + code.slice(done);
}

/** In order, an insertion before what replaces the text at its place. */
function sorted(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Every import as a statement, all on one line. */
function importHead(program: Program): string {
  return imports(program).map(importStatement).join('');
}

export function imports(program: Program): ImportDeclaration[] {
  return program.body.filter((node) => node.type === 'ImportDeclaration');
}

/** The module's default export is the module itself where the module has none of its own. */
const isNamespaceByDefault = (specifier: string): boolean => specifier === '@tensorflow/tfjs';

/** `*` for a namespace, `default`, or the name that the module exports. */
export function importedNames(node: ImportDeclaration): string[] {
  const specifier = String(node.source.value);
  return node.specifiers.map((part) => {
    if (part.type === 'ImportNamespaceSpecifier') return '*';
    const name =
      part.type === 'ImportDefaultSpecifier'
        ? 'default'
        : part.imported.type === 'Identifier'
          ? part.imported.name
          : String(part.imported.value);
    return name === 'default' && isNamespaceByDefault(specifier) ? '*' : name;
  });
}

function importStatement(node: ImportDeclaration): string {
  const use = `$cell.use(${JSON.stringify(node.source.value)})`;
  const names = importedNames(node);
  if (names.length === 0) return `${use};`;
  const locals = node.specifiers.map((part) => part.local.name);
  const spaces = locals
    .filter((_, index) => names[index] === '*')
    .map((local) => `const ${local} = ${use};`);
  const members = locals.flatMap((local, index) => {
    const name = names[index] ?? local;
    if (name === '*') return [];
    return [name === local ? name : `${JSON.stringify(name)}: ${local}`];
  });
  if (members.length > 0) spaces.push(`const {${members.join(', ')}} = ${use};`);
  return spaces.join('');
}

/** `import(…)` cannot reach the page's modules from inside the sandbox; the kernel answers it instead. */
function dynamicImportEdits({ scopes }: Parsed): Edit[] {
  return scopes.dynamicImports.map(({ start }) => ({
    start,
    end: start + 6,
    text: '$cell.useLater',
  }));
}

/** Line separators other than `\n` count as lines in stack traces but not in the editor. */
function separatorEdits({ code, program }: Parsed): Edit[] {
  if (!/[\u2028\u2029]/.test(code)) return [];
  const ends = new Set<number>();
  const literals: { start: number; end: number }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null || !('type' in value)) return;
    const node = value as { type: string; start: number; end: number };
    if (/Statement$|Declaration$|^PropertyDefinition$/.test(node.type)) ends.add(node.end);
    if (node.type === 'Literal' || node.type === 'TemplateElement') literals.push(node);
    Object.values(node).forEach(visit);
  };
  visit(program.body);
  return [...code.matchAll(/[\u2028\u2029]/g)].map(({ index, 0: char }) => {
    const isInLiteral = literals.some(({ start, end }) => start <= index && index < end);
    const text = isInLiteral
      ? `\\u${char.charCodeAt(0).toString(16)}`
      : ends.has(code.slice(0, index).trimEnd().length) && !/[;}]\s*$/.test(code.slice(0, index))
        ? ';'
        : ' ';
    return { start: index, end: index + 1, text };
  });
}

/** The kernel evaluates a script, where `<!--` starts a comment; in the module that a cell is, it is `<`, `!`, `--`. */
function htmlCommentEdits({ code, program }: Parsed): Edit[] {
  const edits: Edit[] = [];
  for (let at = code.indexOf('<!--'); at >= 0; at = code.indexOf('<!--', at + 1)) {
    if (isOperatorAt(program, at)) edits.push({ start: at + 1, end: at + 1, text: ' ' });
  }
  return edits;
}

/** Whether `offset` lies between the two sides of a comparison, rather than in a string or comment. */
function isOperatorAt(program: Program, offset: number): boolean {
  let isFound = false;
  const visit = (value: unknown): void => {
    if (isFound || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    const node = value as { type?: string; start: number; end: number; right?: { start: number } };
    if (node.type === 'BinaryExpression' && node.right?.start === offset + 1) isFound = true;
    else Object.values(node).forEach(visit);
  };
  visit(program.body);
  return isFound;
}

/** The last statement, when it is an expression whose value is to be shown. */
export function shownStatement(program: Program): Statement | null {
  const last = program.body.findLast(
    (node) => node.type !== 'EmptyStatement' && node.type !== 'ImportDeclaration',
  );
  return last?.type === 'ExpressionStatement' ? last : null;
}

function exportEdit(code: string, node: Statement | ModuleDeclaration): Edit[] {
  if (node.type !== 'ExportNamedDeclaration') return [];
  const end = node.declaration?.start ?? node.end;
  return node.declaration
    ? [{ start: node.start, end, text: blank(code, node.start, end) }]
    : [blankStatement(code, node.start, end)];
}

/**
 * The body of the kernel's function for a cell: the imports on the first line, then the cell with its own line
 * numbers, its last expression shown, then the values of all its top-level names.
 */
export function emitBody(parsed: Parsed): { js: string; shifts: Shift[] } {
  const { code, program, scopes } = parsed;
  const head = importHead(program);
  const edits: Edit[] = [
    ...dynamicImportEdits(parsed),
    ...separatorEdits(parsed),
    ...htmlCommentEdits(parsed),
    ...imports(program).map(({ start, end }) => blankStatement(code, start, end)),
    ...program.body.flatMap((node) => exportEdit(code, node)),
  ];
  if (head !== '') edits.push({ start: 0, end: 0, text: head });
  const shown = shownStatement(program);
  for (const node of program.body) {
    // A function whose parameters are a pattern may not hold this directive; the kernel's is strict anyway.
    if (node !== shown && 'directive' in node && node.directive === 'use strict') {
      edits.push(blankStatement(code, node.start, node.end));
    }
  }
  if (shown) {
    const end = code.charAt(shown.end - 1) === ';' ? shown.end - 1 : shown.end;
    edits.push({ start: shown.start, end: shown.start, text: '$cell.show((' });
    edits.push({ start: end, end, text: end === shown.end ? '));' : '))' });
  }
  const js = `${apply(code, edits)}\nreturn {${[...scopes.defines.keys()].join(', ')}};`;
  return { js, shifts: shiftsOf(code, edits) };
}

function shiftsOf(code: string, edits: readonly Edit[]): Shift[] {
  const place = placesIn(code);
  return sorted(edits).flatMap(({ start, end, text }) => {
    const by = text.length - (end - start);
    return by === 0 ? [] : [{ ...place(start), by }];
  });
}

/** What remains of a cell when only functions and classes are made. */
export interface Remake {
  readonly js: string;
  readonly names: readonly string[];
  readonly uses: readonly string[];
}

/** The cell's functions and classes alone; null when it has none, or when a later assignment may have replaced them. */
export function emitRemake(parsed: Parsed): Remake | null {
  const { code, program, scopes } = parsed;
  const written = new Set(
    scopes.references.filter((ref) => ref.isWrite && ref.owner === 'cell').map((ref) => ref.name),
  );
  const names: string[] = [];
  const kept: { start: number; end: number }[] = [];
  const edits: Edit[] = [];

  for (const node of program.body) {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration') {
      const { name } = declaration.id;
      if (
        !written.has(name) &&
        (declaration.type === 'FunctionDeclaration' || isPlainClass(declaration))
      ) {
        names.push(name);
        kept.push(declaration);
        edits.push(...exportEdit(code, node));
        continue;
      }
    } else if (declaration?.type === 'VariableDeclaration' && declaration.kind === 'const') {
      const functions = functionsOf(declaration);
      if (functions.length > 0) {
        names.push(...functions.map(({ name }) => name));
        kept.push(...functions);
        edits.push(...exportEdit(code, node), ...keepDeclarators(code, declaration, functions));
        continue;
      }
    }
    edits.push(blankStatement(code, node.start, node.end));
  }
  if (names.length === 0) return null;

  const isKept = (offset: number): boolean => {
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((kept[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return (kept[low]?.start ?? Infinity) <= offset;
  };
  const made = new Set(names);
  edits.push(...dynamicImportEdits(parsed).filter((edit) => isKept(edit.start)));
  edits.push(...separatorEdits(parsed).filter((edit) => isKept(edit.start)));
  edits.push(...htmlCommentEdits(parsed).filter((edit) => isKept(edit.start)));
  const uses = scopes.references
    .filter(
      ({ owner, name, offset }) =>
        isKept(offset) && (owner === 'free' || (owner === 'cell' && !made.has(name))),
    )
    .map(({ name }) => name);
  return {
    js: `${importHead(program)}${apply(code, edits)}\nreturn {${names.join(', ')}};`,
    names,
    uses: [...new Set(uses)],
  };
}

/** Those of `const a = …, b = …` that are functions. */
function functionsOf(node: VariableDeclaration): { name: string; start: number; end: number }[] {
  return node.declarations.flatMap(({ id, init, start, end }) =>
    id.type === 'Identifier' &&
    (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')
      ? [{ name: id.name, start, end }]
      : [],
  );
}

function keepDeclarators(
  code: string,
  node: VariableDeclaration,
  kept: readonly { start: number; end: number }[],
): Edit[] {
  const edits: Edit[] = [];
  let done = node.start + 'const'.length;
  for (const [index, { start, end }] of kept.entries()) {
    const text = blank(code, done, start);
    edits.push({ start: done, end: start, text: index === 0 ? text : `,${text.slice(1)}` });
    done = end;
  }
  if (node.end > done) edits.push(blankStatement(code, done, node.end));
  return edits;
}

/** Whether making the class runs none of the cell's own code. */
function isPlainClass(node: Class): boolean {
  return (
    isPlainName(node.superClass) &&
    node.body.body.every((member) => {
      if (member.type === 'StaticBlock' || member.computed) return false;
      return member.type === 'MethodDefinition' || !member.static || !member.value;
    })
  );
}

function isPlainName(node: Expression | Super | null | undefined): boolean {
  if (!node || node.type === 'Identifier') return true;
  return node.type === 'MemberExpression' && !node.computed && isPlainName(node.object);
}
