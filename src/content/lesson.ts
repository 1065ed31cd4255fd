import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Bilingual, Lesson, Locale } from '../../lessons/schema.ts';
import { joinFiles, parseRegions, type CellText, type Region } from './cells.ts';
import { readLessonData } from './lessonData.ts';
import { loadModule } from './module.ts';
import type { Problem } from './problem.ts';
import { readProse, type Prose } from './prose.ts';

/** Cells and the data that they use: a lesson's, or those of a page of the reference. */
export interface LessonCode {
  /** `part/lesson`, from the folder. */
  readonly id: string;
  /** Absolute. */
  readonly dir: string;
  readonly data: Lesson;
  /** The file that holds `data`, relative to the project's root. */
  readonly dataFile: string;
  /** That file as text, to find the line of a key. */
  readonly dataText: string;
  readonly cells: CellText;
  readonly regions: readonly Region[];
}

/** A lesson's folder, read whole. */
export interface LoadedLesson extends LessonCode {
  readonly prose: Readonly<Record<Locale, Prose>>;
  /** What reading alone has found. */
  readonly problems: readonly Problem[];
}

/** A path relative to the project's root, with forward slashes. */
export function projectPath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** Ids of all lesson folders (`part/lesson` with a `lesson.ts` in it), sorted. */
export function findLessons(root: string): string[] {
  const lessons = join(root, 'lessons');
  const folders = (path: string) =>
    existsSync(path)
      ? readdirSync(path, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name)
      : [];
  return folders(lessons)
    .flatMap((part) => folders(join(lessons, part)).map((lesson) => `${part}/${lesson}`))
    .filter((id) => existsSync(join(lessons, id, 'lesson.ts')))
    .sort();
}

/** Files of a lesson's code, in order: `cells.ts`, or those of `cells/`. */
export function cellFiles(dir: string): string[] {
  const single = join(dir, 'cells.ts');
  if (existsSync(single)) return [single];
  const folder = join(dir, 'cells');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/** Reads a lesson's folder. Faults become problems; only a folder without `lesson.ts` is an error. */
export async function loadLesson(root: string, id: string): Promise<LoadedLesson> {
  const dir = join(root, 'lessons', id);
  const problems: Problem[] = [];
  const dataFile = join(dir, 'lesson.ts');
  const dataText = readFileSync(dataFile, 'utf8');
  const data = await readData(root, id, dataFile, dataText, problems);
  const readLanguage = (locale: Locale): Prose => {
    const path = join(dir, `${locale}.md`);
    const file = projectPath(root, path);
    if (existsSync(path)) return readProse(file, locale, readFileSync(path, 'utf8'));
    problems.push({
      file,
      line: 1,
      rule: 'translation-missing',
      message: `the lesson has no ${locale}.md`,
      fix: 'write it: both languages belong to a lesson',
    });
    return readProse(file, locale, '---\ntitle: "-"\nquestion: "-"\n---\n');
  };
  const prose = { ar: readLanguage('ar'), en: readLanguage('en') };
  const files = cellFiles(dir);
  if (files.length === 0) {
    problems.push({
      file: projectPath(root, join(dir, 'cells.ts')),
      line: 1,
      rule: 'cell-grammar',
      message: 'the lesson has no cells.ts',
      fix: 'write one; lessons/README.md shows how it is laid out',
    });
  }
  const cells = joinFiles(
    files.map((path) => ({ file: projectPath(root, path), text: readFileSync(path, 'utf8') })),
  );
  const { regions, problems: cellProblems } = parseRegions(cells);
  problems.push(...prose.ar.problems, ...prose.en.problems, ...cellProblems);
  return {
    id,
    dir,
    data,
    dataFile: projectPath(root, dataFile),
    dataText,
    prose,
    cells,
    regions,
    problems,
  };
}

async function readData(
  root: string,
  id: string,
  path: string,
  text: string,
  problems: Problem[],
): Promise<Lesson> {
  const file = projectPath(root, path);
  try {
    const exports = await loadModule(path);
    const { data, problems: found } = readLessonData(exports['lesson'], id, file, text);
    problems.push(...found);
    return data;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push({
      file,
      line: 1,
      rule: 'lesson-data',
      message,
      fix: 'it must be TypeScript that imports types only',
    });
    return { id, minutes: 1, needs: [] };
  }
}

/** `lesson` as the cells of one language see it. */
export function resolveLesson(data: Lesson, locale: Locale): Readonly<Record<string, unknown>> {
  const pick = <T>(table: Readonly<Record<string, Readonly<Record<Locale, T>>>> | undefined) =>
    Object.fromEntries(Object.entries(table ?? {}).map(([key, value]) => [key, value[locale]]));
  return {
    texts: pick(data.texts),
    roles: data.roles?.[locale] ?? [],
    words: pick<string>(data.words as Readonly<Record<string, Bilingual>> | undefined),
  };
}
