import type { Locale } from '../../../lessons/schema.ts';
import type { LoadedCourse } from '../course.ts';
import { relativeAddress, type PageDocument } from '../document.ts';
import { escapeHtml } from '../escape.ts';
import { frame, shellHead } from '../frame.ts';
import { lessonAddress } from '../lessonPage.ts';
import { otherLocale, words } from '../words.ts';
import { readDoors } from './docs.ts';
import { docCode } from './docText.ts';
import { namesText, referenceWords } from './words.ts';

/** The first page of the reference: the modules of the library. */
export function referenceIndexPage(course: LoadedCourse, locale: Locale): PageDocument {
  const say = (id: keyof typeof referenceWords) => referenceWords[id][locale];
  const address = `${locale}/reference/`;
  const items = readDoors(course.root).flatMap(({ room, entries }) => {
    const found = course.rooms.get(room);
    if (!found) return [];
    const { title, summary } = found.words;
    const href = relativeAddress(address, lessonAddress(locale, found.id));
    return [
      `<li><a href="${href}"><b>${escapeHtml(title[locale])}</b> ${docCode(`kit/${room}`)}</a><p>${escapeHtml(summary[locale])}</p><small>${namesText(entries.length, locale)}</small></li>`,
    ];
  });
  const content = `<main class="page" id="main"><section class="modules">
      <h1 class="title">${say('title')}</h1>
      <p class="lede">${say('about')}</p>
      <h2 class="sr-only">${say('rooms')}</h2>
      <ul>${items.join('')}</ul>
    </section></main>`;
  return {
    kind: 'reference',
    locale,
    address,
    title: `${say('title')} · ${words.site[locale]}`,
    description: say('about'),
    alternates: { ar: 'ar/reference/', en: 'en/reference/' },
    head: shellHead(locale, 'reference'),
    body: frame(locale, address, `${otherLocale(locale)}/reference/`, content),
  };
}
