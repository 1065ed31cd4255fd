import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadCourse } from '../content/course.ts';
import { formatProblems } from '../content/problem.ts';
import { courseProblems, validateLesson } from '../content/validate.ts';

/** `npm run lesson:check [lessons/part/lesson]`: tells what is wrong with one lesson, or with all of them. */
async function main(): Promise<void> {
  const given = process.argv[2];
  const root = process.cwd();
  let what = 'all lessons';
  let problems;
  if (given === undefined) {
    problems = await courseProblems(await loadCourse(root));
  } else {
    const dir = [given, `lessons/${given}`]
      .map((path) => resolve(root, path))
      .find((path) => existsSync(path));
    if (!dir) throw new Error(`there is no lesson at ${given}`);
    what = given;
    problems = await validateLesson(dir, root);
  }
  const faults = problems.filter((problem) => !problem.isNotice);
  if (problems.length) console.log(formatProblems(problems));
  console.log(faults.length ? `\n${what}: ${faults.length} to mend.` : `\n${what}: nothing wrong.`);
  process.exitCode = faults.length ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
