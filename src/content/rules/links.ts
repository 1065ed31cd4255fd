import type { LoadedCourse } from '../course.ts';
import type { LoadedLesson } from '../lesson.ts';
import type { Problem } from '../problem.ts';
import { LESSON_LINK, TERM_LINK } from '../render.ts';

/** Links of the prose. A lesson that does not exist yet is a notice: its name is shown without a link. */
export function linkProblems(course: LoadedCourse, lesson: LoadedLesson): Problem[] {
  const problems: Problem[] = [];
  for (const prose of [lesson.prose.ar, lesson.prose.en]) {
    for (const { url, line } of prose.links) {
      const target = LESSON_LINK.exec(url)?.[1];
      if (target && !course.lessons.has(target)) {
        problems.push({
          file: prose.file,
          line,
          rule: 'link-unknown',
          message: `there is no lesson "${target}" yet`,
          fix: 'shown as plain text until it is written',
          isNotice: true,
        });
      } else if (!target && !TERM_LINK.test(url) && !/^(https:\/\/|#)/.test(url)) {
        problems.push({
          file: prose.file,
          line,
          rule: 'link-unknown',
          message: `"${url}" leads nowhere`,
          fix: 'write part/lesson, #section, term:id or a whole https address',
        });
      }
    }
  }
  return problems;
}

/** Folders against the list of lessons, and needs against folders. */
export function listingProblems(course: LoadedCourse): Problem[] {
  const file = 'lessons/index.ts';
  const listed = course.parts.flatMap((part) => part.lessons);
  const fault = (message: string, fix: string): Problem => ({
    file,
    line: 1,
    rule: 'lesson-unlisted',
    message,
    fix,
  });
  const ids = [...course.lessons.keys()];
  return [
    ...ids
      .filter((id) => !listed.includes(id))
      .map((id) =>
        fault(`the lesson ${id} is in no part`, `add '${id}' to the lessons of its part`),
      ),
    ...listed
      .filter((id) => !course.lessons.has(id))
      .map((id) =>
        fault(`there is no folder lessons/${id}`, 'remove it from the list, or write the lesson'),
      ),
    ...listed
      .filter((id, index) => listed.indexOf(id) !== index)
      .map((id) => fault(`${id} is listed twice`, 'keep one')),
    ...[...course.lessons.values()].flatMap((lesson) =>
      lesson.data.needs
        .filter((id) => !course.lessons.has(id))
        .map((id) => ({
          ...fault(`${lesson.id} needs ${id}, which is no lesson`, 'correct its needs'),
          file: `lessons/${lesson.id}/lesson.ts`,
        })),
    ),
  ];
}
