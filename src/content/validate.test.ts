import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCourse } from './course.ts';
import { ar, cells, dir, en, mutations } from './mutations.ts';
import { formatProblem, type Problem } from './problem.ts';
import { copyCourse, type TestCourse } from './testCourse.ts';
import { courseProblems, validateLesson } from './validate.ts';

let course: TestCourse;
beforeEach(() => {
  course = copyCourse();
});
afterEach(() => course.remove());

async function faults(withTypes = false): Promise<Problem[]> {
  const problems = await courseProblems(await loadCourse(course.root), { withTypes });
  return problems.filter((problem) => !problem.isNotice);
}

test('the lesson as it is has no fault', async () => {
  expect(await faults()).toEqual([]);
});

test.each(mutations)('$rule: $what', async ({ rule, edit, file, at }) => {
  edit(course);
  const found = await faults();
  const line = at ? course.lineOf(file, at) : 1;
  expect(found.map(({ rule: name, file: where, line: on }) => `${name} ${where}:${on}`)).toContain(
    `${rule} ${file}:${line}`,
  );
  const told = found.find((problem) => problem.rule === rule && problem.file === file)!;
  expect(formatProblem(told)).toContain(told.fix);
});

test('a cell that does not type-check is reported once, in its own line, whichever variant holds it', async () => {
  course.replace(
    cells,
    'const weights = softmaxRows(scaled);',
    'const weights = softmaxRows(divisor);',
  );
  course.replace(cells, '  return scores;', '  return scores.shape;');
  course.replace(
    cells,
    "expectUnaffected(weigh, { by: 'later'",
    "expectUnaffected(weigh, { by: 'earlier'",
  );
  course.replace(
    cells,
    'const tokens = lesson.texts.sentence;',
    'const tokens = lesson.texts.sentense;',
  );
  const found = await faults(true);
  expect(found.every(({ rule, file }) => rule === 'cell-type' && file === cells)).toBe(true);
  const lines = [
    'softmaxRows(divisor)',
    'return scores.shape',
    "by: 'earlier'",
    'lesson.texts.sentense',
  ].map((text) => course.lineOf(cells, text));
  for (const line of lines)
    expect(found.filter((problem) => problem.line === line)).toHaveLength(1);
}, 120_000);

test('a link to a lesson that is not written yet is a notice', async () => {
  for (const prose of [ar, en])
    course.replace(prose, '(attention/rope)', '(attention/not-written)');
  const problems = await courseProblems(await loadCourse(course.root), { withTypes: false });
  expect(
    problems
      .filter(({ isNotice }) => isNotice)
      .map(({ message }) => message)
      .join(),
  ).toContain('attention/not-written');
});

test('outputs that were recorded from other code are a notice', async () => {
  course.replace(cells, 'const parts = {', 'const more = 1;\nconst parts = {');
  const problems = await courseProblems(await loadCourse(course.root), { withTypes: false });
  const stale = problems.filter(({ rule }) => rule === 'outputs-stale');
  expect(stale.map(({ file }) => file)).toEqual([
    `${dir}/outputs.ar.json`,
    `${dir}/outputs.en.json`,
  ]);
});

test('one lesson is validated by its folder, and a folder without a lesson is refused', async () => {
  course.replace(en, '::cell{#output}\n', '');
  const found = await validateLesson(join(course.root, dir), course.root);
  expect(found.filter(({ isNotice }) => !isNotice)).toMatchObject([
    { rule: 'slot-missing', file: en },
  ]);
  await expect(
    validateLesson(join(course.root, 'lessons/attention/none'), course.root),
  ).rejects.toThrow('no lesson');
}, 120_000);
