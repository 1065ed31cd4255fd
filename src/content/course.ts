import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from '../../lessons/index.ts';
import type { Principle } from '../../lessons/principles.ts';
import type { Glossary } from '../../lessons/schema.ts';
import { LOCALES, type Locale } from '../i18n/locale.ts';
import { renderDocument, renderSitemap, type PageDocument, type Surroundings } from './document.ts';
import { choosePage, homePage, missingPage, type MapEntry } from './home.ts';
import { findLessons, loadLesson } from './lesson.ts';
import { lessonPage, type Course } from './lessonPage.ts';
import { loadModule } from './module.ts';
import { referenceIndexPage } from './reference/indexPage.ts';
import { roomPage } from './reference/roomPage.ts';
import { loadRooms, referenceIds, type LoadedRoom } from './reference/rooms.ts';
import { TermFinder } from './terms.ts';

/** Everything under `lessons/`, read afresh. */
export interface LoadedCourse extends Course {
  readonly principles: readonly Principle[];
  /** The pages of the reference, by the name of their module. */
  readonly rooms: ReadonlyMap<string, LoadedRoom>;
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
    principles: await loadPrinciples(root),
    rooms: await loadRooms(root),
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

/** What the course holds to, for its first page. */
async function loadPrinciples(root: string): Promise<readonly Principle[]> {
  const path = join(root, 'lessons/principles.ts');
  if (!existsSync(path)) return [];
  return (await loadModule(path))['principles'] as readonly Principle[];
}

/** Addresses of all pages, from the site's root, without reading any prose. */
export function pageAddresses(root: string): string[] {
  const ids = [...findLessons(root), ...referenceIds(root)];
  return [
    '',
    ...LOCALES.flatMap((locale) => [`${locale}/`, ...ids.map((id) => `${locale}/${id}/`)]),
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
  if (rest.length === 0)
    return homePage(locale, course.parts, mapEntries(course, locale), course.principles);
  if (rest[0] === 'reference') return referencePage(course, rest[1], locale);
  const lesson = course.lessons.get(rest.join('/'));
  return lesson ? lessonPage(course, lesson, locale) : null;
}

function referencePage(
  course: LoadedCourse,
  room: string | undefined,
  locale: Locale,
): PageDocument | null {
  if (room === undefined) return referenceIndexPage(course, locale);
  const found = course.rooms.get(room);
  return found ? roomPage(course, found, locale) : null;
}

function mapEntries(course: LoadedCourse, locale: Locale): Map<string, MapEntry> {
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
  const pages = pageAddresses(course.root).flatMap(
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
