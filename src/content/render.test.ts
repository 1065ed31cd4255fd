import { JSDOM } from 'jsdom';
import { beforeAll, expect, test } from 'vitest';
import { coursePage, loadCourse, pageAddresses, renderPage, type LoadedCourse } from './course.ts';
import { readLessonPage } from './readPage.ts';
import { projectRoot } from './testCourse.ts';

const address = (locale: string) => `${locale}/attention/one-head/`;
let course: LoadedCourse;
const pages: Record<string, Document> = {};

beforeAll(async () => {
  course = await loadCourse(projectRoot);
  const template =
    '<!doctype html><html lang="{lang}" dir="{dir}"><head><!--head--></head><body data-page="{page}"><!--body--></body></html>';
  for (const locale of ['ar', 'en']) {
    const html = renderPage(course, address(locale), {
      template,
      isBuild: true,
      siteUrl: undefined,
    })!;
    pages[locale] = new JSDOM(html).window.document;
  }
});

const all = (locale: string, selector: string) => [...pages[locale]!.querySelectorAll(selector)];

test('both languages have the same slots in the same order, at the top level of the article', () => {
  const slots = (locale: string) =>
    all(locale, 'article > [data-slot][data-id]').map(
      (slot) => `${slot.getAttribute('data-slot')} ${slot.getAttribute('data-id')}`,
    );
  expect(slots('ar')).toEqual(slots('en'));
  expect(slots('ar')).toContain('exercise mask');
  expect(all('ar', '[data-slot][data-id]')).toHaveLength(slots('ar').length);
});

test('without scripts a prediction is a list with the answer behind a summary', () => {
  const ask = pages['en']!.querySelector('[data-slot=predict]')!;
  expect(ask.querySelectorAll('ul.choices > li')).toHaveLength(3);
  expect(ask.getAttribute('data-right')).toBe('2');
  expect(ask.querySelector('details .ask-right')!.textContent).toMatch(/^server/);
  expect(ask.querySelector('details [data-after]')!.textContent).toContain(
    'Standing near does not help',
  );
  expect(ask.querySelector('.ask-q')!.textContent).not.toContain('restart');
});

test('an exercise shows its starter, three hints in order, the solution, and messages that nobody reads as prose', () => {
  const exercise = pages['ar']!.querySelector('[data-slot=exercise]')!;
  expect(exercise.querySelector('.cell-code code')!.textContent).toContain('return scores;');
  expect(
    [...exercise.querySelectorAll('[data-hint] summary')].map((node) => node.textContent),
  ).toEqual(['تلميح 1', 'تلميح 2', 'تلميح 3']);
  expect(exercise.querySelector('details.solution code')!.textContent).toContain('-Infinity');
  const messages = [...exercise.querySelectorAll<HTMLTemplateElement>('template[data-message]')];
  expect(messages.map((node) => node.dataset['message'])).toEqual([
    'past-changed',
    'future-leaks',
    'rows-sum',
  ]);
  expect(messages[2]!.innerHTML).toContain('{sum}');
  expect(exercise.textContent).not.toContain('{sum}');
});

test('code and formulas are left to right and untranslated on an Arabic page', () => {
  for (const node of all('ar', 'pre, article code:not(pre code), .katex')) {
    expect(node.getAttribute('dir')).toBe('ltr');
    expect(node.getAttribute('translate')).toBe('no');
  }
});

test('the comma or point after a formula stays on its line', () => {
  for (const locale of ['ar', 'en']) {
    const after = all(locale, 'article p > .katex').map(
      ({ nextSibling }) => nextSibling?.textContent ?? '',
    );
    expect(after.some((text) => text.startsWith('\u2060'))).toBe(true);
    expect(after.filter((text) => /^[.,:;؟،؛]/.test(text))).toEqual([]);
  }
});

test('notes name their cell, mark and line; marks are not in the code', () => {
  const note = pages['en']!.querySelector<HTMLElement>('[data-note][data-cell=scores]')!;
  expect(note.dataset).toMatchObject({ mark: 'fit', line: '4' });
  expect(pages['en']!.querySelector('#cell-scores .line[data-line="4"]')!.textContent).toContain(
    'transposeB',
  );
  expect(pages['en']!.body.innerHTML).not.toContain('§');
});

test('headings have the same ids in both languages', () => {
  const ids = (locale: string) => all(locale, 'article h2').map((node) => node.id);
  expect(ids('ar')).toEqual(ids('en'));
  expect(ids('ar')).toContain('why-divide');
  expect(all('ar', '.toc a').map((link) => link.getAttribute('href')!.slice(1))).toEqual(ids('ar'));
});

test('a term is marked once, where it is first spoken of', () => {
  for (const locale of ['ar', 'en']) {
    const terms = all(locale, 'dfn.term').map((node) => node.getAttribute('data-term')!);
    expect(new Set(terms).size).toBe(terms.length);
    expect(terms).toContain('query');
    expect(all(locale, 'h2 dfn, a dfn, code dfn')).toEqual([]);
  }
});

test('each marked term leads to its meaning, in both languages, and no other meaning is on the page', () => {
  for (const locale of ['ar', 'en'] as const) {
    const marked = all(locale, 'dfn.term').map((node) => node.getAttribute('data-term')!);
    const rows = all(locale, '.terms dl > div');
    expect(new Set(rows.map((row) => row.id))).toEqual(new Set(marked.map((id) => `term-${id}`)));
    for (const link of all(locale, 'dfn.term > a')) {
      const row = pages[locale]!.querySelector(link.getAttribute('href')!)!;
      const id = row.id.slice('term-'.length);
      const term = course.glossary[id]!;
      const other = locale === 'ar' ? 'en' : 'ar';
      expect(row.querySelector(`dt > [lang=${other}]`)!.textContent).toBe(term[other]);
      expect(row.querySelector('dd')!.textContent).toBe(term.meaning[locale]);
    }
  }
});

test('the first page has five principles, each with a link to a place that exists', () => {
  for (const locale of ['ar', 'en'] as const) {
    const home = new JSDOM(coursePage(course, `${locale}/`, undefined)!.body).window.document;
    const items = [...home.querySelectorAll('.principles li')];
    expect(items).toHaveLength(5);
    for (const item of items) {
      const [path, id] = item.querySelector('a')!.getAttribute('href')!.split('#');
      const lesson = new URL(path!, `http://x/${locale}/`).pathname.slice(1);
      const page = new JSDOM(coursePage(course, lesson, undefined)!.body).window.document;
      expect(page.getElementById(id!), `${lesson}#${id}`).not.toBeNull();
    }
  }
});

test('a lesson that is not written is named without a link', () => {
  const without = { ...course, lessons: new Map(course.lessons) };
  without.lessons.delete('attention/rope');
  const around = { template: '<!--body-->', isBuild: true, siteUrl: undefined };
  const html = renderPage(without, address('en'), around)!;
  expect(html).not.toMatch(/href="[^"]*rope/);
  expect(html).toContain('RoPE');
  expect(all('en', 'a[href*=rope]').length).toBeGreaterThan(0);
});

test('the cited case carries its source in both languages', () => {
  for (const locale of ['ar', 'en']) {
    const source = pages[locale]!.querySelector('.production .src a')!;
    expect(source.getAttribute('href')).toBe('https://github.com/microsoft/onnxruntime/pull/23576');
  }
});

test('the page’s data is what its code needs', () => {
  const page = readLessonPage(pages['ar']!.querySelector('#lesson')!.textContent!);
  expect(page).toMatchObject({
    id: 'attention/one-head',
    locale: 'ar',
    root: '../../../',
    title: 'رأس انتباه واحد',
  });
  expect(page.cells.find(({ id }) => id === 'scores')!.marks).toEqual([{ name: 'fit', line: 4 }]);
  expect(page.lesson).toMatchObject({
    roles: ['event', 'cause', 'thing', 'link', 'action', 'pronoun'],
  });
  expect(page.cells.find(({ id }) => id === 'hook')!.kind).toBe('figure');
});

test('no link inside the site is absolute or dead', () => {
  const known = new Set(pageAddresses(projectRoot));
  for (const from of known) {
    const page = coursePage(course, from, undefined)!;
    const document = new JSDOM(page.body).window.document;
    for (const link of document.querySelectorAll('a[href]')) {
      const href = link.getAttribute('href')!;
      if (/^(https:|#)/.test(href)) continue;
      const target = new URL(href, `http://site/base/${from}`).pathname;
      expect(target).toMatch(/^\/base\//);
      expect(known, `${from} → ${href}`).toContain(target.slice('/base/'.length));
    }
  }
}, 120_000);
