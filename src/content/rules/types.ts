import { join } from 'node:path';
import type { Lesson } from '../../../lessons/schema.ts';
import type { LessonCode } from '../lesson.ts';
import type { Problem } from '../problem.ts';
import { lessonProgram, variants } from '../program.ts';
import { checkTypes, type VirtualFile } from '../typecheck.ts';

/** What the compiler says about the cells of these lessons, in every variant, at their own file and line. */
export function typeProblems(root: string, lessons: readonly LessonCode[]): Problem[] {
  const files: VirtualFile[] = [];
  const owners = new Map<string, { lesson: LessonCode; lineOf(line: number): number }>();
  for (const lesson of lessons) {
    const hasExercise = lesson.regions.some(({ kind }) => kind === 'exercise');
    for (const variant of hasExercise ? variants : (['solution'] as const)) {
      const program = lessonProgram(lesson.cells, lesson.regions, variant);
      const path = join(lesson.dir, `cells.${variant}.virtual.ts`);
      files.push({ path, text: program.text + ambientLesson(lesson.data) });
      owners.set(path, { lesson, lineOf: program.lineOf });
    }
  }
  const seen = new Set<string>();
  return checkTypes(root, files).flatMap((fault) => {
    const owner = owners.get(fault.path);
    if (!owner) throw new Error(`internal: ${fault.path} belongs to no lesson`);
    const place = owner.lesson.cells.place(owner.lineOf(fault.line));
    const key = `${place.file}:${place.line} ${fault.message}`;
    // The same fault shows in every variant that holds the line.
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      {
        ...place,
        rule: 'cell-type',
        message: fault.message,
        fix: 'as the compiler says; the kit’s sources in src/kit tell what a function takes',
      } as const,
    ];
  });
}

/** `lesson` with this lesson's own keys, which hides the ambient one of the same name: a misspelt key is an error. */
function ambientLesson(data: Lesson): string {
  const keys = (table: object | undefined, type: string) =>
    Object.keys(table ?? {})
      .map((key) => `readonly ${JSON.stringify(key)}: ${type};`)
      .join(' ');
  return `declare const lesson: { readonly texts: { ${keys(data.texts, 'readonly string[]')} }; readonly roles: readonly string[]; readonly words: { ${keys(data.words, 'string')} } };\n`;
}
