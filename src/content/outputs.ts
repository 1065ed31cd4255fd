import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Locale } from '../../lessons/schema.ts';
import type { Input } from '../kit/input/types.ts';
import type { View } from '../kit/show/types.ts';
import { findImports, parseTypeScript } from './imports.ts';
import { resolveLesson, type LessonCode } from './lesson.ts';

/** The file that keeps a lesson's recorded outputs: one for both languages when no cell reads `lesson`. */
export function outputsFile(lesson: LessonCode, locale: Locale): string {
  return join(lesson.dir, readsLesson(lesson) ? `outputs.${locale}.json` : 'outputs.json');
}

/** Whether any cell reads the ambient `lesson`, so that outputs differ by language. */
export function readsLesson(lesson: LessonCode): boolean {
  return /\blesson\s*[.[]/.test(lesson.cells.text);
}

/** Every source file of the kit that a text reaches through its imports, sorted. */
export function kitSources(root: string, text: string): string[] {
  const reached = new Set<string>();
  const follow = (source: string, dir: string | null) => {
    for (const specifier of specifiersOf(source)) {
      const path = resolveKit(root, specifier, dir);
      if (!path || reached.has(path)) continue;
      reached.add(path);
      follow(readFileSync(path, 'utf8'), dirname(path));
    }
  };
  follow(text, null);
  return [...reached].sort();
}

const specifiersByText = new Map<string, readonly string[]>();

function specifiersOf(source: string): readonly string[] {
  const known = specifiersByText.get(source);
  if (known) return known;
  const found = findImports(parseTypeScript(exportsAsImports(source))).map(
    ({ specifier }) => specifier,
  );
  specifiersByText.set(source, found);
  return found;
}

/** `export … from` reaches a file just as an import does. */
function exportsAsImports(source: string): string {
  return source.replace(
    /^export\s+(type\s+)?(\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+(['"][^'"]+['"])/gm,
    'import $3',
  );
}

function resolveKit(root: string, specifier: string, dir: string | null): string | null {
  const kit = join(root, 'src/kit');
  const candidates = specifier.startsWith('kit/')
    ? [join(kit, `${specifier.slice(4)}.ts`), join(kit, specifier.slice(4), 'index.ts')]
    : specifier.startsWith('.') && dir
      ? [join(dir, specifier)]
      : [];
  return candidates.find((path) => existsSync(path)) ?? null;
}

const printer = ts.createPrinter({ removeComments: true });
const codeByText = new Map<string, string>();

/** A source without its comments and layout: rewording a comment must not make every recorded output worthless. */
function codeOf(text: string): string {
  const known = codeByText.get(text);
  if (known !== undefined) return known;
  const code = printer.printFile(parseTypeScript(text)).replace(/\s+/g, ' ');
  codeByText.set(text, code);
  return code;
}

/** Ids of the cells that measure this machine: what they show is a time, so nothing of theirs is stored. */
export function measuringCells(lesson: LessonCode): string[] {
  return lesson.regions
    .filter(({ body }) => specifiersOf(body.source).includes('kit/bench'))
    .map(({ id }) => id);
}

/** A hash of everything that a lesson's outputs follow from: its cells, the kit they reach, and its words if read. */
export function outputsHash(root: string, lesson: LessonCode, locale: Locale): string {
  const measuring = measuringCells(lesson);
  const recorded = lesson.regions.filter(({ id }) => !measuring.includes(id));
  const texts = recorded.flatMap((region) =>
    [region.body, region.solution].flatMap((part) => (part ? [part.source] : [])),
  );
  const hash = createHash('sha256');
  recorded.forEach(({ kind, id }) => hash.update(`${kind} ${id}\n`));
  texts.forEach((text) => hash.update(codeOf(text)));
  for (const path of kitSources(root, texts.join('\n')))
    hash.update(codeOf(readFileSync(path, 'utf8')));
  if (readsLesson(lesson)) hash.update(JSON.stringify(resolveLesson(lesson.data, locale)));
  return hash.digest('hex').slice(0, 16);
}

/** What was recorded of a lesson, views in their JSON form. */
export interface RecordedOutputs {
  readonly hash: string;
  /** Whether the file was recorded from the present cells and kit. */
  readonly isCurrent: boolean;
  readonly stored: Readonly<Record<string, readonly View[]>>;
  readonly inputs: Readonly<Record<string, readonly Input[]>>;
}

/** The recorded outputs of a lesson; none when they were made from other sources, which would be shown as from these. */
export function readOutputs(root: string, lesson: LessonCode, locale: Locale): RecordedOutputs {
  const hash = outputsHash(root, lesson, locale);
  const path = outputsFile(lesson, locale);
  const file: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  const isOurs = typeof file === 'object' && file !== null && 'hash' in file && file.hash === hash;
  const { views = {}, inputs = {} } = isOurs ? (file as Partial<RecordedFile>) : {};
  return { hash, isCurrent: isOurs, stored: views, inputs };
}

interface RecordedFile {
  readonly views: RecordedOutputs['stored'];
  readonly inputs: RecordedOutputs['inputs'];
}
