import { parse as parseJs, type Program } from 'acorn';
import type { CellAnalysis, ImportUse, ParseResult, Place } from './analysis.ts';
import { emitBody, emitRemake, importedNames, imports, shownStatement } from './parse/emit.ts';
import { Fault, placesIn } from './parse/fault.ts';
import { inspect, type Inspection } from './parse/inspect.ts';
import { scan } from './parse/scan.ts';
import { readScopes, type Scopes } from './parse/scope.ts';
import { closeStatements, fromParser, normalise, strip, type Stripped } from './parse/strip.ts';

/*
 * What the kernel does with `CellAnalysis.js`: it is the body in
 *
 *   "use strict";(async($cell,{display,progress,signal,lesson,Q,K,…})=>{<js>
 *   })
 *   //# sourceURL=cell-<id>.js
 *
 * with no line break before it, so that line numbers in a stack are the cell's own. Between the braces stand the names
 * of `uses` that other cells define. The promise gives an object with every name of `defines`.
 *   $cell.use(specifier)       a loaded module's exports
 *   $cell.useLater(specifier)  a promise of them; rejects for an unknown module
 *   $cell.show(value)          shows the value of the cell's last expression
 * `remakeJs` has the same form; its names are those of `remakeUses`, and it gives the names of `remakes`.
 */

export interface ParseOptions {
  readonly allowTfjs: boolean;
  /** Every `kit/…` that a cell may import. */
  readonly kitModules: readonly string[];
}

const tfjs = '@tensorflow/tfjs';
const ambient = ['display', 'progress', 'signal', 'lesson'];
/** Names that a cell may not define: its surroundings', and globals that are constants. */
const reserved = new Set([...ambient, '$cell', 'undefined', 'NaN', 'Infinity', 'globalThis']);

/** Makes a cell's TypeScript ready to run and tells what it defines and uses; never throws for any text. */
export function analyseCell(source: string, options: ParseOptions): ParseResult {
  try {
    return { ok: true, analysis: analyse(normalise(source), options) };
  } catch (error) {
    const known = error instanceof RangeError ? fromParser(error, source) : error;
    if (known instanceof Fault) return { ok: false, problem: known.problem };
    throw known;
  }
}

function analyse(source: string, options: ParseOptions): CellAnalysis {
  scan(source);
  const stripped = strip(source);
  const inspection = inspect(source);
  const place = placesIn(source);
  const rejection = inspection.rejections[0];
  if (rejection) throw new Fault(rejection.code, rejection.message, place(rejection.offset));

  const { code, program } = parse(stripped, source, inspection);
  const scopes = readScopes(program);
  checkScopes(scopes, placesIn(code));
  checkImports(inspection, scopes, options, place, placesIn(code));

  const parsed = { code, program, scopes };
  const { js, shifts } = emitBody(parsed);
  const remake = emitRemake(parsed);
  return {
    js,
    shifts,
    remakeJs: remake?.js ?? null,
    remakes: remake?.names ?? [],
    remakeUses: remake?.uses ?? [],
    ...namesOf(scopes, placesIn(code)),
    imports: importUses(program, scopes, placesIn(code)),
    displaysLast: shownStatement(program) !== null,
  };
}

/** The program of acorn, and the code whose offsets it has. */
function parse(
  stripped: Stripped,
  source: string,
  inspection: Inspection,
): { code: string; program: Program } {
  const code = closeStatements(stripped, source, inspection.ends);
  try {
    const options = { sourceType: 'module', allowAwaitOutsideFunction: true } as const;
    return { code, program: parseJs(code, { ecmaVersion: 'latest', ...options }) };
  } catch (error) {
    throw fromParser(error, code);
  }
}

function checkScopes(scopes: Scopes, place: (offset: number) => Place): void {
  for (const { message, offset } of scopes.faults)
    throw new Fault('syntax', message, place(offset));
  for (const names of [scopes.imported, scopes.defines]) {
    for (const [name, offset] of names) {
      if (reserved.has(name)) {
        throw new Fault('reserved-name', `'${name}' is reserved`, place(offset), { name });
      }
    }
  }
  const stray = scopes.references.find(
    ({ name, owner }) => name === 'arguments' && owner === 'free',
  );
  if (stray)
    throw new Fault('syntax', "'arguments' is only allowed in functions", place(stray.offset));
}

function checkImports(
  inspection: Inspection,
  scopes: Scopes,
  options: ParseOptions,
  place: (offset: number) => Place,
  codePlace: (offset: number) => Place,
): void {
  const known = options.allowTfjs ? [...options.kitModules, tfjs] : [...options.kitModules];
  const unknown = inspection.imports.find(({ specifier }) => !known.includes(specifier));
  if (unknown) {
    const { specifier, offset } = unknown;
    throw new Fault('import-unknown', `Cannot import '${specifier}'`, place(offset), {
      specifier,
      known,
    });
  }
  for (const node of scopes.dynamicImports) {
    const specifier = literalText(node.source);
    if (specifier !== null && !known.includes(specifier)) {
      const at = codePlace(node.source.start);
      throw new Fault('dynamic-import-unknown', `Cannot import '${specifier}'`, at, {
        specifier,
        known,
      });
    }
  }
}

/** The text of a string, or of a template without holes; null when it is only known at run time. */
function literalText(node: { readonly type: string }): string | null {
  if (node.type === 'Literal') {
    const { value } = node as { readonly value?: unknown };
    return typeof value === 'string' ? value : null;
  }
  if (node.type !== 'TemplateLiteral') return null;
  const { quasis } = node as unknown as { quasis: { value: { cooked?: string | null } }[] };
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? null) : null;
}

function namesOf(
  scopes: Scopes,
  place: (offset: number) => Place,
): Pick<CellAnalysis, 'defines' | 'uses' | 'places' | 'assigns' | 'readsSignal' | 'readsLesson'> {
  const places = new Map<string, Place>();
  for (const [name, offset] of scopes.defines) places.set(name, place(offset));
  const free = scopes.references.filter(({ name, owner }) => owner === 'free' && name !== '$cell');
  for (const { name, offset } of free) if (!places.has(name)) places.set(name, place(offset));
  const uses = [...new Set(free.map(({ name }) => name))];
  return {
    defines: [...scopes.defines.keys()],
    uses,
    places,
    assigns: free
      .filter(({ isWrite }) => isWrite)
      .map(({ name, offset }) => ({ name, ...place(offset) })),
    readsSignal: uses.includes('signal'),
    readsLesson: uses.includes('lesson'),
  };
}

function importUses(
  program: Program,
  scopes: Scopes,
  place: (offset: number) => Place,
): ImportUse[] {
  const fixed = imports(program).map((node) => ({
    specifier: String(node.source.value),
    names: importedNames(node),
    line: place(node.start).line,
  }));
  const dynamic = scopes.dynamicImports.flatMap((node): ImportUse[] => {
    const specifier = literalText(node.source);
    if (specifier === null) return [];
    return [{ specifier, names: ['*'], line: place(node.start).line, isDynamic: true }];
  });
  return [...fixed, ...dynamic];
}

/**
 * The cell's own column for a column of `js`, as stack traces give it. On the first line take off what the kernel's
 * function puts before the body first.
 */
export function ownColumn(analysis: CellAnalysis, line: number, column: number): number {
  let inserted = 0;
  for (const shift of analysis.shifts) {
    if (shift.line !== line) continue;
    if (column < shift.column + inserted + Math.max(0, shift.by)) {
      return Math.max(1, Math.min(column - inserted, shift.column));
    }
    inserted += shift.by;
  }
  return column - inserted;
}
