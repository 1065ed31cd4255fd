import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from '../../lessons/index.ts';
import type { Glossary } from '../../lessons/schema.ts';
import { LOCALES } from '../i18n/locale.ts';
import { renderDocument, renderSitemap, type PageDocument, type Surroundings } from './document.ts';
import { choosePage, homePage, missingPage, type MapEntry } from './home.ts';
import { findLessons, loadLesson } from './lesson.ts';
import { lessonPage, type Course } from './lessonPage.ts';
import { loadModule } from './module.ts';
import { TermFinder } from './terms.ts';

/** Everything under `lessons/`, read afresh. */
export interface LoadedCourse extends Course {
  readonly glossary: Glossary;
}

/** Reads the whole course. Faults of single lessons are in their `problems`. */
export async function loadCourse(root: string): Promise<LoadedCourse> {
  const index = await loadModule(join(root, 'lessons/index.ts'));
  const parts = (index['parts'] ?? []) as readonly Part[];
  const glossary = await loadGlossary(root);
  const lessons = await Promise.all(findLessons(root).map((id) => loadLesson(root, id)));
  return {
    root,
    parts,
    glossary,
    lessons: new Map(lessons.map((lesson) => [lesson.id, lesson])),
    terms: { ar: new TermFinder(glossary, 'ar'), en: new TermFinder(glossary, 'en') },
  };
}

/** The course's glossary. */
export async function loadGlossary(root: string): Promise<Glossary> {
  const path = join(root, 'lessons/glossary.ts');
  if (!existsSync(path)) return {};
  return (await loadModule(path))['glossary'] as Glossary;
}

/** Addresses of all pages, from the site's root, without reading any prose. */
export function pageAddresses(lessonIds: readonly string[]): string[] {
  return [
    '',
    ...LOCALES.flatMap((locale) => [`${locale}/`, ...lessonIds.map((id) => `${locale}/${id}/`)]),
  ];
}

/** The file that holds the page of an address. */
export function fileOf(address: string): string {
  return address === '404' ? '404.html' : `${address}index.html`;
}

/** The page of an address (`404` for the one shown for wrong addresses), or null when there is none. */
export function coursePage(
  course: LoadedCourse,
  address: string,
  siteUrl: string | undefined,
): PageDocument | null {
  if (address === '') return choosePage();
  if (address === '404') return missingPage(siteUrl);
  const [first, ...rest] = address.replace(/\/$/, '').split('/');
  const locale = LOCALES.find((known) => known === first);
  if (!locale) return null;
  if (rest.length === 0) return homePage(locale, course.parts, mapEntries(course, locale));
  const lesson = course.lessons.get(rest.join('/'));
  return lesson ? lessonPage(course, lesson, locale) : null;
}

function mapEntries(course: LoadedCourse, locale: (typeof LOCALES)[number]): Map<string, MapEntry> {
  return new Map(
    [...course.lessons.values()].map((lesson) => [
      lesson.id,
      { id: lesson.id, minutes: lesson.data.minutes, ...lesson.prose[locale].front },
    ]),
  );
}

/** An HTML file of the course as text, or null when there is no such page. */
export function renderPage(
  course: LoadedCourse,
  address: string,
  around: Surroundings,
): string | null {
  const page = coursePage(course, address, around.siteUrl);
  return page ? renderDocument(page, around) : null;
}

/** The sitemap of the whole course. */
export function courseSitemap(course: LoadedCourse, siteUrl: string): string {
  const pages = pageAddresses([...course.lessons.keys()]).flatMap(
    (address) => coursePage(course, address, siteUrl) ?? [],
  );
  return renderSitemap(
    pages.filter((page) => page.kind !== 'choose'),
    siteUrl,
  );
}

/** The template that every page is poured into. */
export function readTemplate(root: string): string {
  return readFileSync(join(root, 'index.html'), 'utf8');
}
