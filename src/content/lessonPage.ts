import type { Part } from '../../lessons/index.ts';
import type { Glossary, Locale } from '../../lessons/schema.ts';
import { pageCell } from './cells.ts';
import { relativeAddress, rootOf, type PageDocument } from './document.ts';
import { escapeHtml, jsonForScript } from './escape.ts';
import { frame, shellHead } from './frame.ts';
import { resolveLesson, type LoadedLesson } from './lesson.ts';
import { readOutputs } from './outputs.ts';
import type { LessonPage } from './page.ts';
import { renderProse } from './render.ts';
import { storedHtml } from './storedHtml.ts';
import { termList } from './termList.ts';
import type { TermFinder } from './terms.ts';
import { minutesText, otherLocale, words } from './words.ts';

/** The course round one lesson. */
export interface Course {
  readonly root: string;
  readonly parts: readonly Part[];
  /** All lessons by id. */
  readonly lessons: ReadonlyMap<string, LoadedLesson>;
  readonly glossary: Glossary;
  readonly terms: Readonly<Record<Locale, TermFinder>>;
}

/** A lesson's address from the site's root. */
export function lessonAddress(locale: Locale, id: string): string {
  return `${locale}/${id}/`;
}

/** One language of one lesson as a page. */
export function lessonPage(course: Course, lesson: LoadedLesson, locale: Locale): PageDocument {
  const address = lessonAddress(locale, lesson.id);
  const prose = lesson.prose[locale];
  const cells = lesson.regions.map(pageCell);
  const { hash, stored, inputs } = readOutputs(course.root, lesson, locale);
  const headings = headingIds(lesson);
  const html = renderProse(prose.tree, {
    locale,
    cells: new Map(cells.map((cell) => [cell.id, cell])),
    terms: course.terms[locale],
    headingIds: headings,
    lessonHref: (id) =>
      course.lessons.has(id) ? relativeAddress(address, lessonAddress(locale, id)) : null,
    storedHtml: (id) => (stored[id] ? storedHtml(stored[id], locale) : ''),
  });
  const data: LessonPage = {
    id: lesson.id,
    locale,
    title: prose.front.title,
    minutes: lesson.data.minutes,
    root: rootOf(address),
    hash,
    cells,
    lesson: resolveLesson(lesson.data, locale),
    labels: lesson.data.labels ?? {},
    stored,
    inputs,
  };
  const other = otherLocale(locale);
  const content = `<main class="page" id="main"><article class="lesson" data-lesson="${lesson.id}">
    ${rail(course, lesson, locale, address, headings)}
    ${heading(course, lesson, locale, address)}
    ${html}
    ${termList(html, course.glossary, locale)}
    ${neighbours(course, lesson, locale, address)}
    </article></main>
    <script type="application/json" id="lesson">${jsonForScript(data)}</script>
    <noscript><p class="no-script">${words.noScript[locale]}</p></noscript>`;
  return {
    kind: 'lesson',
    locale,
    address,
    title: `${prose.front.title} · ${words.site[locale]}`,
    description: prose.front.question,
    alternates: { ar: lessonAddress('ar', lesson.id), en: lessonAddress('en', lesson.id) },
    head: shellHead(locale, 'lesson'),
    body: frame(locale, address, lessonAddress(other, lesson.id), content),
  };
}

/**
 * Ids of a lesson's headings: made from the English ones for both languages, so that a place in the page survives a
 * switch of language and an address with `#` means the same in both.
 */
export function headingIds(lesson: LoadedLesson): string[] {
  const used = new Set<string>();
  return lesson.prose.en.headings.map(({ text }, index) => {
    const slug =
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || `section-${index + 1}`;
    let id = slug;
    for (let count = 2; used.has(id); count++) id = `${slug}-${count}`;
    used.add(id);
    return id;
  });
}

function rail(
  course: Course,
  lesson: LoadedLesson,
  locale: Locale,
  address: string,
  ids: readonly string[],
): string {
  const say = (id: keyof typeof words) => words[id][locale];
  const partIndex = course.parts.findIndex((part) => part.lessons.includes(lesson.id));
  const part = course.parts[partIndex];
  const items = lesson.prose[locale].headings.flatMap(({ depth, text }, index) =>
    depth === 2 ? [`<a href="#${ids[index]}">${escapeHtml(text)}</a>`] : [],
  );
  const partLink = part
    ? `<a class="part" href="${relativeAddress(address, `${locale}/`)}#${part.id}">${say('part')} ${partIndex + 1}<br /><b>${escapeHtml(part.title[locale])}</b></a>`
    : '';
  return `<aside class="rail" data-slot="rail">${partLink}<nav class="toc" aria-label="${say('onThisPage')}">${items.join('')}</nav></aside>`;
}

function heading(course: Course, lesson: LoadedLesson, locale: Locale, address: string): string {
  const say = (id: keyof typeof words) => words[id][locale];
  const { title, question } = lesson.prose[locale].front;
  const siblings = course.parts.find((part) => part.lessons.includes(lesson.id))?.lessons ?? [];
  const place =
    siblings.length > 1
      ? `<span>${say('lesson')} ${siblings.indexOf(lesson.id) + 1} ${say('of')} ${siblings.length}</span>`
      : '';
  const needs = lesson.data.needs.flatMap((id) => {
    const needed = course.lessons.get(id);
    return needed
      ? [
          `<a href="${relativeAddress(address, lessonAddress(locale, id))}">${escapeHtml(needed.prose[locale].front.title)}</a>`,
        ]
      : [];
  });
  const needsText = needs.length
    ? `${say('needs')} ${needs.join(locale === 'ar' ? '، ' : ', ')}`
    : say('needsNothing');
  const english =
    locale === 'ar'
      ? `<small lang="en" dir="ltr">${escapeHtml(lesson.prose.en.front.title)}</small>`
      : '';
  return `<p class="eyebrow">${place}<span>${minutesText(lesson.data.minutes, locale)}</span><span>${needsText}</span></p>
    <h1 class="title">${escapeHtml(title)}${english}</h1>
    <p class="lede">${escapeHtml(question)}</p>`;
}

function neighbours(course: Course, lesson: LoadedLesson, locale: Locale, address: string): string {
  const order = course.parts.flatMap((part) => part.lessons).filter((id) => course.lessons.has(id));
  const at = order.indexOf(lesson.id);
  const link = (id: string | undefined, label: 'previous' | 'next') => {
    const found = id === undefined ? undefined : course.lessons.get(id);
    if (!found || id === undefined) return '';
    const href = relativeAddress(address, lessonAddress(locale, id));
    return `<a class="${label}" rel="${label === 'next' ? 'next' : 'prev'}" href="${href}"><small>${words[label][locale]}</small><b>${escapeHtml(found.prose[locale].front.title)}</b></a>`;
  };
  const links = `${link(order[at - 1], 'previous')}${link(order[at + 1], 'next')}`;
  return links
    ? `<nav class="prevnext" aria-label="${words.lessonsNav[locale]}">${links}</nav>`
    : '';
}
