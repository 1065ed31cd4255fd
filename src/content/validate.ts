import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { loadCourse, type LoadedCourse } from './course.ts';
import type { LoadedLesson } from './lesson.ts';
import type { Problem } from './problem.ts';
import { referenceProblems } from './reference/problems.ts';
import { cellProblems } from './rules/cells.ts';
import { checkProblems } from './rules/checks.ts';
import { driftProblems } from './rules/drift.ts';
import { inputProblems } from './rules/inputs.ts';
import { linkProblems, listingProblems } from './rules/links.ts';
import { recordedProblems } from './rules/recorded.ts';
import { slotProblems } from './rules/slots.ts';
import { textProblems } from './rules/text.ts';
import { typeProblems } from './rules/types.ts';

/** How much to look at. */
export interface ValidateOptions {
  /** The id of one lesson, or of one page of the reference; default: all. */
  readonly only?: string;
  /** Whether to run the TypeScript compiler over the cells. Default: true. */
  readonly withTypes?: boolean;
}

/** Everything that is wrong with a course's lessons, sorted by file and line. */
export async function courseProblems(
  course: LoadedCourse,
  options: ValidateOptions = {},
): Promise<Problem[]> {
  const isWanted = ({ id }: { readonly id: string }) => !options.only || id === options.only;
  const lessons = [...course.lessons.values()].filter(isWanted);
  const rooms = [...course.rooms.values()].filter(isWanted);
  const problems = lessons.flatMap((lesson) => lessonProblems(course, lesson));
  problems.push(...referenceProblems(course, rooms));
  if (!options.only) problems.push(...listingProblems(course));
  if (options.withTypes !== false)
    problems.push(...typeProblems(course.root, [...lessons, ...rooms]));
  return sortProblems(problems);
}

/** Everything that is wrong with the lesson in a folder. `root` is the project's, which holds `lessons/` and the kit. */
export async function validateLesson(dir: string, root = process.cwd()): Promise<Problem[]> {
  const id = relative(resolve(root, 'lessons'), resolve(dir)).split(sep).join('/');
  const course = await loadCourse(resolve(root));
  const isRoom = [...course.rooms.values()].some((room) => room.id === id);
  if (!existsSync(dir) || !(course.lessons.has(id) || isRoom))
    throw new Error(`${dir} is no lesson: it has no lesson.ts`);
  return courseProblems(course, { only: id });
}

function lessonProblems(course: LoadedCourse, lesson: LoadedLesson): Problem[] {
  // Half a lesson differs from the other half in everything: one problem says it.
  if (
    lesson.problems.some(({ rule, file }) => rule === 'translation-missing' && file.endsWith('.md'))
  ) {
    return [...lesson.problems, ...cellProblems(lesson)];
  }
  return [
    ...lesson.problems,
    ...slotProblems(lesson),
    ...driftProblems(lesson),
    ...cellProblems(lesson),
    ...inputProblems(lesson),
    ...checkProblems(lesson),
    ...textProblems(course.glossary, lesson),
    ...linkProblems(course, lesson),
    ...recordedProblems(course.root, lesson),
  ];
}

function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}
