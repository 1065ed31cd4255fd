import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JSDOM } from 'jsdom';
import ts from 'typescript';
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  coursePage,
  courseSitemap,
  loadCourse,
  pageAddresses,
  type LoadedCourse,
} from '../course.ts';
import { parseTypeScript } from '../imports.ts';
import { readLessonPage } from '../readPage.ts';
import { copyCourse, projectRoot, type TestCourse } from '../testCourse.ts';
import { courseProblems, validateLesson } from '../validate.ts';
import { readDoors, roomDoors, type Door } from './docs.ts';
import { commentProblems, referenceProblems } from './problems.ts';

const kit = join(projectRoot, 'src/kit');
let course: LoadedCourse;
let doors: readonly Door[];
let copy: TestCourse | null = null;

beforeAll(async () => {
  course = await loadCourse(projectRoot);
  doors = readDoors(projectRoot);
});
afterEach(() => {
  copy?.remove();
  copy = null;
});

const pages = new Map<string, Document>();
function pageOf(locale: string, room: string): Document {
  const address = `${locale}/reference/${room}/`;
  const known = pages.get(address);
  if (known) return known;
  const page = new JSDOM(coursePage(course, address, undefined)!.body).window.document;
  pages.set(address, page);
  return page;
}

/** The names that a file exports, by its text alone: a second opinion on what the compiler's API says. */
function exportsOf(path: string): string[] {
  const names: string[] = [];
  for (const statement of parseTypeScript(readFileSync(path, 'utf8'), path).statements) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier: from } = statement;
      if (clause && ts.isNamedExports(clause)) {
        names.push(...clause.elements.map((element) => element.name.text));
      } else if (from && ts.isStringLiteral(from)) {
        names.push(...exportsOf(join(dirname(path), from.text)));
      }
    } else if (
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    ) {
      if (ts.isVariableStatement(statement)) {
        names.push(...statement.declarationList.declarations.map(({ name }) => name.getText()));
      } else if ('name' in statement && statement.name) {
        names.push((statement.name as ts.Identifier).text);
      }
    }
  }
  return names;
}

test('every folder of the kit with a door has its page in both languages, and so have the open files', () => {
  const folders = readdirSync(kit).filter((name) => existsSync(join(kit, name, 'index.ts')));
  const rooms = [...folders, 'errors', 'host', 'random'];
  expect([...roomDoors(projectRoot).keys()].sort()).toEqual(rooms.sort());
  for (const locale of ['ar', 'en']) {
    const index = new JSDOM(coursePage(course, `${locale}/reference/`, undefined)!.body);
    const links = [...index.window.document.querySelectorAll('.modules li a')];
    expect(links.map((link) => link.getAttribute('href')).sort()).toEqual(
      rooms.map((room) => `../../${locale}/reference/${room}/`).sort(),
    );
    for (const room of rooms)
      expect(pageAddresses(projectRoot)).toContain(`${locale}/reference/${room}/`);
  }
});

test('every export of every door appears, with an anchor, a signature and a place in the contents', () => {
  for (const [room, path] of roomDoors(projectRoot)) {
    const names = [...new Set(exportsOf(path))].sort();
    expect(names.length).toBeGreaterThan(0);
    for (const locale of ['ar', 'en']) {
      const page = pageOf(locale, room);
      const entries = [...page.querySelectorAll('h3.entry')];
      expect(entries.map(({ id }) => id).sort(), `${locale} ${room}`).toEqual(names);
      for (const entry of entries) {
        expect(entry.nextElementSibling!.matches('pre.code[dir=ltr]')).toBe(true);
        expect(entry.nextElementSibling!.textContent).toContain(entry.id);
        expect(page.querySelector(`.toc a[href="#${entry.id}"]`)!.textContent).toBe(entry.id);
      }
      const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
      expect(new Set(ids).size, `${room}: an id stands twice`).toBe(ids.length);
    }
  }
}, 120_000);

test('every export of every door has a doc comment', () => {
  expect(
    doors.flatMap(commentProblems).map(({ file, line, message }) => `${file}:${line} ${message}`),
  ).toEqual([]);
});

test('a missing doc comment is found', () => {
  const [door] = doors;
  const [entry] = door!.entries;
  const bare = { ...door!, entries: [{ ...entry!, doc: null }] };
  expect(commentProblems(bare)).toMatchObject([{ file: entry!.file, line: entry!.line }]);
});

test('English comments on an Arabic page are marked as English, and what frames them is Arabic', () => {
  const page = pageOf('ar', 'attention');
  const entry = page.getElementById('scaledDotProductAttention')!;
  const facts = entry.nextElementSibling!.nextElementSibling!;
  const terms = [...facts.querySelectorAll('dt')];
  expect(terms.map((term) => term.textContent)).toEqual([
    'ما يعطيه',
    'المَعْلَمات',
    'ما تعيده',
    'الأخطاء',
    'المصدر',
    'أنواع مذكورة',
  ]);
  for (const value of facts.querySelectorAll('dd')) {
    expect(value.getAttribute('dir')).toBe('ltr');
    if (!value.querySelector('ul, a')) expect(value.getAttribute('lang')).toBe('en');
  }
  expect(facts.textContent).toContain('Vaswani et al., "Attention Is All You Need", 2017, §3.2.1');
  expect(facts.querySelector('a[href="#Mask"]')).not.toBeNull();
  expect(facts.querySelector('a[href="../../../ar/reference/tensor/#Tensor"]')).not.toBeNull();
  expect(pageOf('en', 'attention').querySelector('dd[lang]')).toBeNull();
});

test('search engines find the reference, and readers its modules one by one', async () => {
  const sitemap = courseSitemap(course, 'https://site.test/');
  for (const { room } of doors)
    expect(sitemap).toContain(`https://site.test/ar/reference/${room}/`);
  const dir = join(projectRoot, 'lessons/reference/random');
  expect(await validateLesson(dir, projectRoot)).toEqual([]);
});

test('every link to a name leads to that name', () => {
  for (const { room } of doors) {
    for (const link of pageOf('en', room).querySelectorAll('.facts a[href*="#"]')) {
      const [path, id] = link.getAttribute('href')!.split('#');
      const target = new URL(path!, `http://x/en/reference/${room}/`).pathname.split('/').at(-2)!;
      expect(doors.find((door) => door.room === target)!.entries.map(({ name }) => name)).toContain(
        id,
      );
    }
  }
}, 120_000);

test('every page has an example that is a cell like any other, the same ones in both languages', () => {
  for (const { room } of doors) {
    const slots = ['ar', 'en'].map((locale) =>
      [...pageOf(locale, room).querySelectorAll('article.lesson > [data-slot=cell]')].map(
        (slot) => slot.id,
      ),
    );
    expect(slots[0]).toEqual(slots[1]);
    expect(slots[0]!.length, room).toBeGreaterThan(0);
    const data = readLessonPage(pageOf('ar', room).getElementById('lesson')!.textContent!);
    expect(data.cells.map(({ id }) => `cell-${id}`)).toEqual(slots[0]);
    expect(data.root).toBe('../../../');
  }
}, 120_000);

test('the examples as they are have no fault', () => {
  expect(referenceProblems(course).filter(({ isNotice }) => !isNotice)).toEqual([]);
});

const room = 'lessons/reference/random/room.ts';
const cells = 'lessons/reference/random/cells.ts';
test.each<{ what: string; from: string; to: string; file: string; rule: string; says: string }>([
  {
    what: 'a title without its cell',
    file: room,
    from: 'streams:',
    to: 'stream:',
    rule: 'reference',
    says: 'no cell "stream"',
  },
  {
    what: 'a cell without its title',
    file: cells,
    from: '//#cell streams',
    to: '//#cell other',
    rule: 'reference',
    says: '"other" has no title',
  },
  {
    what: 'a name that nobody exports',
    file: room,
    from: "of: 'Random'",
    to: "of: 'Rnadom'",
    rule: 'reference',
    says: 'exports no "Rnadom"',
  },
  {
    what: 'one language missing',
    file: room,
    from: "ar: 'العشوائية'",
    to: "ar: ''",
    rule: 'reference',
    says: '"title" has no ar',
  },
  {
    what: 'an exercise',
    file: cells,
    from: '//#cell streams',
    to: '//#figure streams',
    rule: 'reference',
    says: 'a //#figure among',
  },
  {
    what: 'a line too wide',
    file: cells,
    from: 'main.uniforms(1000);',
    to: `main.uniforms(1000);${' '.repeat(60)}// wide`,
    rule: 'cell-width',
    says: 'a line of',
  },
])('$what is reported', async ({ from, to, file, rule, says }) => {
  copy = copyCourse();
  copy.replace(file, from, to);
  const problems = referenceProblems(await loadCourse(copy.root));
  const found = problems.find((problem) => problem.message.includes(says));
  expect(found).toMatchObject({ rule, file });
});

test('a module without words or example is reported, and so is an example that does not type-check', async () => {
  copy = copyCourse();
  copy.replace(cells, 'random(7).normals(2000)', 'random(7).normal("many")');
  const problems = await courseProblems(await loadCourse(copy.root));
  const line = copy.lineOf(cells, 'normal("many")');
  expect(problems).toContainEqual(
    expect.objectContaining({ rule: 'cell-type', file: cells, line }),
  );
  copy.remove();
  copy = copyCourse();
  rmSync(join(copy.root, 'lessons/reference/random'), { recursive: true });
  const without = referenceProblems(await loadCourse(copy.root)).filter(
    ({ isNotice }) => !isNotice,
  );
  expect(without.map(({ file }) => file)).toEqual([room, cells]);
}, 120_000);
