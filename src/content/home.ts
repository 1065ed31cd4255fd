import type { Part } from '../../lessons/index.ts';
import type { Principle } from '../../lessons/principles.ts';
import type { Locale } from '../../lessons/schema.ts';
import { PAGE_POLICY, relativeAddress, scriptHash, type PageDocument } from './document.ts';
import { escapeHtml } from './escape.ts';
import { frame, MARK, shellHead } from './frame.ts';
import { missingScript } from './missing.ts';
import { minutesText, otherLocale, words } from './words.ts';
import { directionOf, LOCALES } from '../i18n/locale.ts';

/** A lesson as the course map shows it. */
export interface MapEntry {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
}

/** The first page of one language: what the course is, and its map. */
export function homePage(
  locale: Locale,
  parts: readonly Part[],
  entries: ReadonlyMap<string, MapEntry>,
  principles: readonly Principle[],
): PageDocument {
  const say = (id: keyof typeof words) => words[id][locale];
  const address = `${locale}/`;
  const href = (id: string) => relativeAddress(address, `${locale}/${id}/`);
  const shown = parts.filter((part) => part.lessons.some((id) => entries.has(id)));
  const first = shown.flatMap((part) => part.lessons).find((id) => entries.has(id));
  const rows = shown.map((part, index) => {
    const items = part.lessons.flatMap((id) => {
      const entry = entries.get(id);
      if (!entry) return [];
      return [
        `<li data-lesson="${id}"><a href="${href(id)}"><i class="dot todo" aria-hidden="true"></i><span>${escapeHtml(entry.title)}</span><span class="min">${minutesText(entry.minutes, locale)}</span></a></li>`,
      ];
    });
    return `<section class="part-row" data-part="${part.id}" id="${part.id}"><span class="no" dir="ltr">${index + 1}</span><div><h3>${escapeHtml(part.title[locale])}</h3><p>${escapeHtml(part.summary[locale])}</p></div>
        <ul class="lessons">${items.join('')}</ul></section>`;
  });
  const start = first
    ? `<a class="btn primary" href="${href(first)}">${say('start')}</a><a class="btn plain" href="#map">${say('seeMap')}</a>`
    : '';
  const content = `<main class="page" id="main">
      <section class="hero"><div><h1>${say('heroFirst')}<br />${say('heroSecond')}</h1><p>${say('heroText')}</p><div class="acts">${start}</div></div><div data-slot="hero"></div></section>
      <div data-slot="resume"></div>
      <section class="map" id="map"><div class="map-head"><h2>${say('course')}</h2><p data-slot="done"></p></div>
      ${rows.join('\n      ')}</section>
      ${principleList(locale, principles, (id) => (entries.has(id) ? href(id) : null))}
    </main>`;
  return {
    kind: 'home',
    locale,
    address,
    title: say('site'),
    description: say('heroText'),
    alternates: { ar: 'ar/', en: 'en/' },
    head: shellHead(locale, 'home'),
    body: frame(locale, address, `${otherLocale(locale)}/`, content),
  };
}

/** What the course holds to, each principle with the place in the course where a reader can see it kept. */
function principleList(
  locale: Locale,
  principles: readonly Principle[],
  href: (lesson: string) => string | null,
): string {
  if (principles.length === 0) return '';
  const items = principles.map(({ id, title, text, seen }) => {
    const to = href(seen.lesson);
    const link =
      to === null ? '' : `<a href="${to}#${seen.at}">${escapeHtml(seen.says[locale])}</a>`;
    return `<li id="${id}"><h3>${escapeHtml(title[locale])}</h3><p>${escapeHtml(text[locale])}</p>${link}</li>`;
  });
  return `<section class="principles" aria-labelledby="principles"><h2 id="principles">${words.principles[locale]}</h2><ol>${items.join('')}</ol></section>`;
}

const plainStyle = `<style>
      :root { color-scheme: light dark; font: 18px/1.7 'IBM Plex Sans Arabic', system-ui, sans-serif; }
      body { margin: 0; background: light-dark(#fbfcfb, #0f1617); color: light-dark(#16211f, #e7eceb); }
      main { min-height: 100vh; display: grid; place-content: center; gap: 40px; padding: 40px 24px; box-sizing: border-box; }
      .sr-only { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
      svg { inline-size: 40px; --accent: light-dark(#0a5560, #74ccd6); }
      h1 { font-size: 25px; line-height: 1.4; margin: 0; font-weight: 600; }
      p { margin: 6px 0 0; max-inline-size: 34em; }
      a { color: light-dark(#0a5560, #74ccd6); text-underline-offset: 0.3em; }
      .choice { font-size: 25px; font-weight: 600; }
      a:focus-visible { outline: 2px solid; outline-offset: 4px; }
      @media (min-width: 800px) {
        main { grid-template-columns: repeat(2, minmax(0, max-content)); column-gap: 64px; }
        svg { grid-column: 1 / -1; justify-self: center; margin-block-end: 16px; }
        p { max-inline-size: 22em; }
        section:first-of-type { border-inline-end: 1px solid light-dark(#dfe4e2, #2a3637); padding-inline-end: 64px; }
      }
    </style>`;

/** The page at the root: readable by itself, and sends the reader on to the language they have or speak. */
export function choosePage(): PageDocument {
  const choices = LOCALES.map(
    (locale) =>
      `<section lang="${locale}" dir="${directionOf(locale)}"><a class="choice" data-locale="${locale}" href="./${locale}/">${words.site[locale]}</a><p>${words.heroFirst[locale]} ${words.heroSecond[locale]}</p></section>`,
  );
  return {
    kind: 'choose',
    locale: 'ar',
    address: '',
    title: `${words.site.ar} · ${words.site.en}`,
    description: `${words.heroFirst.ar} ${words.heroSecond.ar} ${words.heroFirst.en} ${words.heroSecond.en}`,
    alternates: { ar: 'ar/', en: 'en/' },
    head: `<link rel="icon" type="image/svg+xml" href="/src/content/browser/mark.svg" />
    <script type="module" src="/src/content/browser/choose.ts"></script>
    ${plainStyle}`,
    body: `<main>${MARK}\n    <h1 class="sr-only" lang="ar">${words.choose.ar} · <span lang="en" dir="ltr">${words.choose.en}</span></h1>\n    ${choices.join('\n    ')}</main>`,
  };
}

/**
 * Shown for any wrong address, at any depth and under any sub-path: it can use no relative address, so it carries its
 * style and the few lines that find the way home.
 */
export function missingPage(siteUrl: string | undefined): PageDocument {
  const texts = LOCALES.map(
    (locale) =>
      `<section lang="${locale}" dir="${directionOf(locale)}"><h1>${words.missing[locale]}</h1><p>${words.missingText[locale]}</p><p><a data-home="${locale}" href="${siteUrl ? `${siteUrl}${locale}/` : '/'}">${words.site[locale]}</a> · <a data-home="${locale}/reference" href="${siteUrl ? `${siteUrl}${locale}/reference/` : '/'}">${words.reference[locale]}</a></p></section>`,
  );
  return {
    kind: 'missing',
    locale: 'ar',
    address: '404',
    title: `404 · ${words.site.ar} · ${words.site.en}`,
    description: `${words.missing.ar} · ${words.missing.en}`,
    // Without an icon of its own the browser would ask for one at the host's root.
    head: `<link rel="icon" href="data:," />${plainStyle}`,
    policy: PAGE_POLICY.replace("script-src 'self'", `script-src ${scriptHash(missingScript)}`),
    body: `<main>${MARK}\n    ${texts.join('\n    ')}</main>\n    <script>${missingScript}</script>`,
  };
}
