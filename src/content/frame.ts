import type { Locale } from '../../lessons/schema.ts';
import { relativeAddress } from './document.ts';
import { FONTS_FOLDER } from './fontsPlugin.ts';
import { otherLocale, words } from './words.ts';
import { directionOf } from '../i18n/locale.ts';

/** The file of running text, which every page asks for first. */
const textFont: Readonly<Record<Locale, string>> = {
  ar: `/${FONTS_FOLDER}/plex-arabic-400.woff2`,
  en: '/node_modules/@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-latin-400-normal.woff2',
};

/** The scripts and the one font weight that every page of the shell begins with, and the styles of its `kind` alone. */
export function shellHead(locale: Locale, kind: 'lesson' | 'home' | 'reference'): string {
  return [
    `<link rel="icon" type="image/svg+xml" href="/src/content/browser/mark.svg" />`,
    // Before anything is drawn: a reader who chose a theme must not see the other one first. A classic script, so that it
    // is neither bundled nor put off.
    `<script src="/before-paint.js"></script>`,
    `<link rel="preload" as="font" type="font/woff2" crossorigin href="${textFont[locale]}" />`,
    ...(kind === 'lesson'
      ? []
      : [`<link rel="stylesheet" href="/src/shell/styles/${kind}.css" />`]),
    `<script type="module" src="/src/shell/main.${locale}.ts"></script>`,
  ].join('\n    ');
}

/** The course's mark, a causal mask: the diagonal in the accent, the past in grey, the future absent. */
export const MARK =
  '<svg viewBox="0 0 22 22" aria-hidden="true"><g fill="currentColor" opacity=".55"><rect x="1" y="8.2" width="5.8" height="5.8" rx="1"/><rect x="1" y="15.2" width="5.8" height="5.8" rx="1"/><rect x="8.1" y="15.2" width="5.8" height="5.8" rx="1"/></g><g fill="var(--accent, currentColor)"><rect x="1" y="1.1" width="5.8" height="5.8" rx="1"/><rect x="8.1" y="8.2" width="5.8" height="5.8" rx="1"/><rect x="15.2" y="15.2" width="5.8" height="5.8" rx="1"/></g></svg>';

const languageNames: Readonly<Record<Locale, string>> = { ar: 'العربية', en: 'English' };

/**
 * What stands round the content of a page: skip link, header with the way home and to the other language, footer.
 * `[data-slot=header]` and `[data-slot=footer]` are where the page's code adds search, theme and the rest.
 */
export function frame(locale: Locale, address: string, other: string, content: string): string {
  const say = (id: keyof typeof words) => words[id][locale];
  const home = relativeAddress(address, `${locale}/`);
  const reference = relativeAddress(address, `${locale}/reference/`);
  const here = (isHere: boolean) => (isHere ? ' aria-current="page"' : '');
  const second = otherLocale(locale);
  return `<a class="skip" href="#main">${say('skip')}</a>
    <header class="top" data-slot="header"><div class="top-in">
      <a class="brand" href="${home}">${MARK}<span>${say('site')}</span></a>
      <nav class="nav" aria-label="${say('mainNav')}"><a href="${home}"${here(address === `${locale}/`)}>${say('course')}</a><a href="${reference}"${here(address.startsWith(`${locale}/reference/`))}>${say('reference')}</a></nav>
      <div class="top-end"><a class="ghost" data-language href="${relativeAddress(address, other)}" lang="${second}" hreflang="${second}" dir="${directionOf(second)}">${languageNames[second]}</a></div>
    </div></header>
    ${content}
    <footer class="foot" data-slot="footer"><div class="foot-in"><span>${say('footer')}</span><a href="${reference}">${say('reference')}</a></div></footer>`;
}
