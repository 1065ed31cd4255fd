import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyCourse } from '../content/testCourse.ts';
import { validateLesson } from '../content/validate.ts';
import { addToIndex, scaffold } from './scaffold.ts';

test('a new lesson is valid as it is made', async () => {
  const course = copyCourse();
  try {
    const id = 'attention/brand-new';
    const dir = join(course.root, 'lessons', id);
    mkdirSync(dir, { recursive: true });
    for (const [name, text] of Object.entries(scaffold(id))) writeFileSync(join(dir, name), text);
    course.write('lessons/index.ts', addToIndex(course.read('lessons/index.ts'), id));
    const problems = await validateLesson(dir, course.root);
    // Nobody can have recorded it yet.
    expect(problems.map(({ rule }) => rule)).toEqual(['outputs-stale']);
  } finally {
    course.remove();
  }
}, 120_000);

const index = `export const parts = [
  {
    id: 'a',
    lessons: ['a/one'],
  },
  {
    id: 'b',
    lessons: [],
  },
];
`;

test('a lesson is listed at the end of its part', () => {
  expect(addToIndex(index, 'a/two')).toContain("lessons: ['a/one', 'a/two'],");
  expect(addToIndex(index, 'b/one')).toContain("id: 'b',\n    lessons: ['b/one'],");
});

test('a part that is new comes last', () => {
  expect(addToIndex(index, 'c/one')).toMatch(
    /id: 'b'[\s\S]*id: 'c'[\s\S]*lessons: \['c\/one'\],\n {2}},\n\];\n$/,
  );
});
