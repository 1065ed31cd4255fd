import { cpSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLesson } from './lesson.ts';
import { kitSources, outputsHash, readOutputs } from './outputs.ts';
import { copyCourse, projectRoot, type TestCourse } from './testCourse.ts';

const id = 'attention/one-head';
const cells = `lessons/${id}/cells.ts`;
let course: TestCourse;

beforeAll(() => {
  course = copyCourse();
  // A kit of its own, so that it can be changed.
  unlinkSync(join(course.root, 'src'));
  mkdirSync(join(course.root, 'src'));
  cpSync(join(projectRoot, 'src/kit'), join(course.root, 'src/kit'), { recursive: true });
});
afterAll(() => course.remove());

const hash = async (locale: 'ar' | 'en' = 'en') =>
  outputsHash(course.root, await loadLesson(course.root, id), locale);

test('the kit is followed through imports and re-exports, and no further', () => {
  const files = kitSources(
    course.root,
    "import { matrix } from 'kit/show';\nimport type { Head } from 'kit/attention';",
  ).map((path) => path.slice(join(course.root, 'src/kit/').length));
  expect(files).toContain('show/index.ts');
  expect(files).toContain('show/build.ts');
  expect(files).toContain('attention/scaledDotProduct.ts');
  expect(files).toContain('tensor/softmax.ts');
  expect(files).not.toContain('bench/index.ts');
});

test('comments and layout change nothing, code does', async () => {
  const before = await hash();
  const kit = 'src/kit/tensor/softmax.ts';
  const text = course.read(kit);
  course.write(kit, `// a remark\n${text.replace(/\n/g, '\n\n')}`);
  course.replace(cells, '//#cell scores', '// a remark\n//#cell scores');
  expect(await hash()).toBe(before);
  course.write(kit, `${text}\nexport const more = 1;\n`);
  expect(await hash()).not.toBe(before);
  course.write(kit, text);
  expect(await hash()).toBe(before);
  course.replace(cells, 'value: 2,', 'value: 3,');
  expect(await hash()).not.toBe(before);
  course.replace(cells, 'value: 3,', 'value: 2,');
});

test('the words of a language count for that language alone', async () => {
  const [ar, en] = [await hash('ar'), await hash('en')];
  expect(ar).not.toBe(en);
  course.replace(`lessons/${id}/lesson.ts`, "'restart'", "'reboot'");
  expect(await hash('en')).not.toBe(en);
  expect(await hash('ar')).toBe(ar);
});

test('outputs of other sources are not shown', async () => {
  const lesson = await loadLesson(course.root, id);
  const path = join(course.root, 'lessons', id, 'outputs.en.json');
  const view = { kind: 'text', text: 'hi' };
  writeFileSync(
    path,
    JSON.stringify({ hash: outputsHash(course.root, lesson, 'en'), views: { a: [view] } }),
  );
  expect(readOutputs(course.root, lesson, 'en').stored).toEqual({ a: [view] });
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"hash":"\w+"/, '"hash":"0"'));
  expect(readOutputs(course.root, lesson, 'en').stored).toEqual({});
  rmSync(path);
  expect(readOutputs(course.root, lesson, 'en').stored).toEqual({});
});
