import ts from 'typescript';
import { cellModule, cellScope, scopePath } from './cellModules.ts';
import type { CellModule, Origin } from './cellModules.ts';
import { importing, kitNames } from './kitNames.ts';
import type { KitName } from './kitNames.ts';
import type {
  AnswerTo,
  CellText,
  Completions,
  NameInfo,
  NameKind,
  NameOption,
  Question,
  TypeBundle,
} from './protocol.ts';
import { virtualHost } from './virtualHost.ts';
import { firstSentence, plainSignature } from './wording.ts';

/** Cells beyond this are data rather than code; the service leaves them alone. In UTF-16 units. */
const MOST_LENGTH = 200_000;

/** How TypeScript sorts what is known everywhere behind what the cell itself has. */
const EVERYWHERE = '15';

/** Words of the language that a cell must not use, or that no lesson needs. */
const UNWANTED = new Set(
  'accessor declare debugger enum module namespace package using with global'.split(' '),
);

const KINDS: Readonly<Record<string, NameKind>> = {
  alias: 'variable',
  class: 'class',
  const: 'constant',
  function: 'function',
  getter: 'property',
  interface: 'type',
  keyword: 'keyword',
  'local class': 'class',
  'local function': 'function',
  method: 'method',
  property: 'property',
  string: 'text',
  type: 'type',
  'type parameter': 'type',
};

/** What knows the types of all cells. */
export interface TypeService {
  /** Takes the cells over: their order, and the texts that are new. */
  update(order: readonly string[], changed: readonly CellText[]): void;
  /** Null when there is nothing to say. */
  answer<Q extends Question>(question: Q): AnswerTo<Q> | null;
}

/** TypeScript's language service over the kit's declarations and the cells, all in memory. */
export function createTypeService(kit: TypeBundle, lib: TypeBundle): TypeService {
  // tfjs as a whole is read only when a cell imports it.
  const doors = Object.entries(kit.modules).filter(([module]) => module.startsWith('kit/'));
  const host = virtualHost([kit, lib], ['/cell.d.ts', ...doors.map(([, path]) => path)]);
  const service = ts.createLanguageService(host);
  const cells = new Map<string, CellModule>();
  let origins: ReadonlyMap<string, Origin> = new Map();
  let importable: readonly KitName[] | null = null;

  function everythingImportable(): readonly KitName[] {
    const program = service.getProgram();
    if (!program) return [];
    return (importable ??= doors.flatMap(([module, path]) => kitNames(program, module, path)));
  }

  function infoAt(path: string, at: number): Omit<NameInfo, 'cell'> | null {
    const found = service.getQuickInfoAtPosition(path, at);
    if (!found) return null;
    const { start, length } = found.textSpan;
    const code = plainSignature(ts.displayPartsToString(found.displayParts));
    // What TypeScript says of a name that it does not know.
    if (code === 'any') return null;
    return {
      code,
      doc: firstSentence(ts.displayPartsToString(found.documentation)),
      from: start,
      to: start + length,
    };
  }

  function hover({ path, source }: CellModule, at: number): NameInfo | null {
    if (at > source.length) return null;
    const info = infoAt(path, at);
    if (!info) return null;
    const isShared = service
      .getDefinitionAtPosition(path, at)
      ?.some(({ fileName }) => fileName === scopePath);
    const origin = isShared ? origins.get(source.slice(info.from, info.to)) : undefined;
    const there = origin && infoAt(origin.path, origin.at);
    if (!there) return { ...info, cell: null };
    return { ...there, from: info.from, to: info.to, cell: origin.cell };
  }

  function describe(
    { path }: CellModule,
    at: number,
    { label, origin }: NameOption,
  ): NameInfo | null {
    const nowhere = { from: at, to: at };
    if (origin && 'cell' in origin) {
      const place = origins.get(label);
      const info = place && infoAt(place.path, place.at);
      return info ? { ...info, ...nowhere, cell: origin.cell } : null;
    }
    if (origin) {
      const place = everythingImportable().find(
        ({ name, module }) => name === label && module === origin.module,
      );
      const info = place && infoAt(place.path, place.at);
      return info ? { ...info, ...nowhere, cell: null } : null;
    }
    const found = service.getCompletionEntryDetails(
      path,
      at,
      label,
      {},
      undefined,
      undefined,
      undefined,
    );
    if (!found || found.kind === ts.ScriptElementKind.keyword) return null;
    const code = plainSignature(ts.displayPartsToString(found.displayParts));
    const doc = firstSentence(ts.displayPartsToString(found.documentation));
    return { code, doc, ...nowhere, cell: null };
  }

  function specifiers(cell: CellModule, at: number): Completions | null {
    const literal = cell.file.statements
      .map((statement) => (ts.isImportDeclaration(statement) ? statement.moduleSpecifier : null))
      .find((each) => each && each.getStart(cell.file) < at && at <= each.end);
    if (!literal) return null;
    return {
      from: literal.getStart(cell.file) + 1,
      options: Object.keys(kit.modules)
        .sort()
        .map((label) => ({ label, kind: 'text', rank: 0 })),
      isString: true,
    };
  }

  function optionOf(entry: ts.CompletionEntry, isMember: boolean): NameOption {
    const { name: label, kind: what, sortText } = entry;
    const kind = KINDS[what] ?? 'variable';
    const shared = origins.get(label);
    const isGlobal = sortText >= EVERYWHERE;
    if (!isMember && isGlobal && shared)
      return { label, kind, origin: { cell: shared.cell }, rank: 20 };
    if (kind === 'keyword') return { label, kind, rank: -20 };
    return { label, kind, rank: isGlobal ? -10 : 30 };
  }

  function complete(cell: CellModule, at: number): Completions | null {
    const { path, source, file } = cell;
    if (at > source.length) return null;
    const inImport = specifiers(cell, at);
    if (inImport) return inImport;
    const found = service.getCompletionsAtPosition(path, at, {});
    const entries = found?.entries.filter(({ name }) => !UNWANTED.has(name)) ?? [];
    const word = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(source.slice(0, at))?.[0] ?? '';
    const from = at - word.length;
    const isString = entries.some(({ kind }) => kind === ts.ScriptElementKind.string);
    if (!found || isString) {
      const start = entries[0]?.replacementSpan?.start ?? from;
      return entries.length === 0
        ? null
        : { from: start, isString, options: entries.map((each) => optionOf(each, true)) };
    }
    const options = entries.map((each) => optionOf(each, found.isMemberCompletion));
    const isType = isTypePlace(file, from);
    if ((found.isGlobalCompletion || isType) && word !== '') {
      const known = new Set(options.map(({ label }) => label));
      for (const each of everythingImportable()) {
        const fits = each.kind === 'class' || each.isType === isType;
        if (known.has(each.name) || !fits) continue;
        options.push({
          label: each.name,
          kind: each.kind,
          origin: { module: each.module },
          rank: -5,
          importing: importing(file, each, from),
        });
      }
    }
    return { from, options, isString: false };
  }

  return {
    update(order, changed) {
      for (const cell of changed) cells.set(cell.id, cellModule(cell));
      for (const { id, path, source } of cells.values()) {
        if (order.includes(id) && source.length <= MOST_LENGTH) continue;
        cells.delete(id);
        host.remove(path);
      }
      const present = order.flatMap((id) => cells.get(id) ?? []);
      for (const { path, text } of present) host.write(path, text);
      const scope = cellScope(present);
      origins = scope.origins;
      host.write(scopePath, scope.text);
    },
    answer<Q extends Question>(question: Q): AnswerTo<Q> | null {
      const cell = cells.get(question.cell);
      if (!cell) return null;
      const asked: Question = question;
      const answer =
        asked.kind === 'complete'
          ? complete(cell, asked.at)
          : asked.kind === 'hover'
            ? hover(cell, asked.at)
            : describe(cell, asked.at, asked.option);
      return answer as AnswerTo<Q> | null;
    },
  };
}

/** Whether a type is expected where a word begins. */
function isTypePlace(file: ts.SourceFile, at: number): boolean {
  const isWithin = (node: ts.Node): boolean => {
    if (at < node.getStart(file) || node.end <= at) return false;
    // After `typeof` stands a value again.
    if (ts.isTypeQueryNode(node)) return false;
    return ts.isTypeNode(node) || (ts.forEachChild(node, isWithin) ?? false);
  };
  return ts.forEachChild(file, isWithin) ?? false;
}
