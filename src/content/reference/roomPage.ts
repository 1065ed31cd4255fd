import type { Root } from 'mdast';
import type { Locale } from '../../../lessons/schema.ts';
import { pageCell } from '../cells.ts';
import type { LoadedCourse } from '../course.ts';
import { relativeAddress, rootOf, type PageDocument } from '../document.ts';
import { escapeHtml, jsonForScript } from '../escape.ts';
import { frame, shellHead } from '../frame.ts';
import { resolveLesson } from '../lesson.ts';
import { lessonAddress } from '../lessonPage.ts';
import { outputsHash } from '../outputs.ts';
import type { LessonPage, PageCell } from '../page.ts';
import { renderProse } from '../render.ts';
import { otherLocale, words } from '../words.ts';
import { entryKinds, readDoors, type Door, type Entry } from './docs.ts';
import { breakable, docCode } from './docText.ts';
import { entryHtml, exampleTitle, type FindType } from './entryHtml.ts';
import { roomId, type LoadedRoom } from './rooms.ts';
import { groupTitles, namesText, referenceWords } from './words.ts';

/** One module of the library in one language: every name that it exports, and examples as cells. */
export function roomPage(course: LoadedCourse, room: LoadedRoom, locale: Locale): PageDocument {
  const doors = readDoors(course.root);
  const door = doors.find((each) => each.room === room.room);
  if (!door) throw new Error(`internal: the kit has no room ${room.room}`);
  const address = lessonAddress(locale, room.id);
  const other = lessonAddress(otherLocale(locale), room.id);
  const title = room.words.title[locale];
  const cells = cellsInOrder(room, door);
  const data: LessonPage = {
    id: room.id,
    locale,
    title,
    minutes: 0,
    root: rootOf(address),
    hash: outputsHash(course.root, room, locale),
    cells,
    lesson: resolveLesson(room.data, locale),
    labels: room.data.labels ?? {},
    // Examples are small, and the kit is what changes most: nothing of theirs is recorded.
    stored: {},
  };
  const find = typeFinder(doors, room.room, address, locale);
  const example = (cell: PageCell) => {
    const words = room.words.examples[cell.id]?.[locale] ?? cell.id;
    return exampleTitle(words, locale) + cellHtml(course, cell, locale);
  };
  const groups = groupsOf(door).map(({ kind, entries }) => {
    const html = entries.map((entry) => {
      const own = cells.filter(({ id }) => room.words.examples[id]?.of === entry.name);
      return [entryHtml(entry, locale, find), ...own.map(example)].join('\n    ');
    });
    return `<h2><span id="all-${kind}">${groupTitles[kind][locale]}</span></h2>\n    ${html.join('\n    ')}`;
  });
  const content = `<main class="page" id="main"><article class="lesson reference" data-lesson="${room.id}">
    ${rail(door, room, locale, address)}
    ${heading(door, room, locale)}
    ${groups.join('\n    ')}
    </article></main>
    <script type="application/json" id="lesson">${jsonForScript(data)}</script>
    <noscript><p class="no-script">${referenceWords.noScript[locale]}</p></noscript>`;
  return {
    kind: 'lesson',
    locale,
    address,
    title: `kit/${room.room} · ${referenceWords.title[locale]} · ${words.site[locale]}`,
    description: room.words.summary[locale],
    alternates: { ar: lessonAddress('ar', room.id), en: lessonAddress('en', room.id) },
    head: shellHead(locale, 'reference'),
    body: frame(locale, address, other, content),
  };
}

function groupsOf({ entries }: Door): { kind: (typeof entryKinds)[number]; entries: Entry[] }[] {
  return entryKinds
    .map((kind) => ({ kind, entries: entries.filter((entry) => entry.kind === kind) }))
    .filter((group) => group.entries.length > 0);
}

/** The examples as they stand on the page: going on to the next cell goes down the page. */
function cellsInOrder(room: LoadedRoom, door: Door): PageCell[] {
  const order = groupsOf(door).flatMap(({ entries }) => entries.map(({ name }) => name));
  const place = ({ id }: PageCell) => order.indexOf(room.words.examples[id]?.of ?? '');
  return room.regions.map(pageCell).sort((a, b) => place(a) - place(b));
}

/** The static form of one cell, made by what makes it for lessons. */
function cellHtml(course: LoadedCourse, cell: PageCell, locale: Locale): string {
  const slot = { type: 'leafDirective', name: 'cell', attributes: { id: cell.id }, children: [] };
  const tree: Root = { type: 'root', children: [slot as Root['children'][number]] };
  return renderProse(tree, {
    locale,
    cells: new Map([[cell.id, cell]]),
    terms: course.terms[locale],
    headingIds: [],
    lessonHref: () => null,
    storedHtml: () => '',
  });
}

/** A type is looked for in the module itself, then in all others. */
function typeFinder(
  doors: readonly Door[],
  room: string,
  address: string,
  locale: Locale,
): FindType {
  const ownFirst = [...doors].sort((a, b) => Number(b.room === room) - Number(a.room === room));
  return (name) => {
    const door = ownFirst.find(({ entries }) => entries.some((entry) => entry.name === name));
    if (!door) return null;
    if (door.room === room) return `#${name}`;
    return `${relativeAddress(address, lessonAddress(locale, roomId(door.room)))}#${name}`;
  };
}

function rail(door: Door, room: LoadedRoom, locale: Locale, address: string): string {
  const up = relativeAddress(address, `${locale}/reference/`);
  const groups = groupsOf(door).map(({ kind, entries }) => {
    const links = entries.map(
      ({ name }) =>
        `<a class="name" href="#${name}"><bdi dir="ltr" translate="no">${breakable(name)}</bdi></a>`,
    );
    return `<a href="#all-${kind}">${groupTitles[kind][locale]}</a>${links.join('')}`;
  });
  return `<aside class="rail" data-slot="rail"><a class="part" href="${up}">${referenceWords.title[locale]}<br /><b>${escapeHtml(room.words.title[locale])}</b></a><nav class="toc" aria-label="${words.onThisPage[locale]}">${groups.join('')}</nav></aside>`;
}

function heading({ entries }: Door, room: LoadedRoom, locale: Locale): string {
  const { title, summary } = room.words;
  const note = locale === 'ar' ? `<p class="in-english">${referenceWords.inEnglish.ar}</p>` : '';
  return `<p class="eyebrow"><span>${referenceWords.title[locale]}</span><span>${docCode(`kit/${room.room}`)}</span><span>${namesText(entries.length, locale)}</span></p>
    <h1 class="title">${escapeHtml(title[locale])}</h1>
    <p class="lede">${escapeHtml(summary[locale])}</p>${note}`;
}
