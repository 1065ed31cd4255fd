import { createHash } from 'node:crypto';
import type { Locale } from '../../lessons/schema.ts';
import { escapeHtml } from './escape.ts';
import { directionOf, LOCALES } from '../i18n/locale.ts';

/** What a page may load and run: itself and nothing else. Styles may be inline, scripts may not. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self'; manifest-src 'self'; " +
  "base-uri 'none'; form-action 'none'";

/** One HTML file of the site. */
export interface PageDocument {
  /** `lesson`, `home`, `reference`, `choose`, `missing`: what the page's code starts. */
  readonly kind: 'lesson' | 'home' | 'reference' | 'choose' | 'missing';
  readonly locale: Locale;
  /** Address from the site's root, with a slash at its end (`ar/attention/one-head/`); empty for the root itself. */
  readonly address: string;
  readonly title: string;
  readonly description: string;
  /** The same page in each language, from the site's root; the default one stands for a reader of neither. */
  readonly alternates?: Readonly<Record<Locale, string>>;
  readonly body: string;
  /** Extra elements of the head. */
  readonly head?: string;
  /** Replaces the page's policy. */
  readonly policy?: string;
}

/** What a build knows and a page does not. */
export interface Surroundings {
  readonly template: string;
  readonly isBuild: boolean;
  /** Absolute address of the site with a slash at its end, when known. */
  readonly siteUrl: string | undefined;
}

/** From a page at `address` to the site's root: `../` per folder, `./` at the root. */
export function rootOf(address: string): string {
  return '../'.repeat(address.split('/').length - 1) || './';
}

/** From one page to another, both given from the site's root. */
export function relativeAddress(from: string, to: string): string {
  return rootOf(from) === './' ? `./${to}` : rootOf(from) + to;
}

/** A whole HTML file from the template and a page. */
export function renderDocument(page: PageDocument, around: Surroundings): string {
  const policy = page.policy ?? PAGE_POLICY;
  const fill: Readonly<Record<string, string>> = {
    '{lang}': page.locale,
    '{dir}': directionOf(page.locale),
    '{page}': page.kind,
    // The development server's own preamble is an inline script.
    '<!--policy-->': around.isBuild
      ? `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />`
      : '',
    '<!--head-->': headOf(page, around),
    '<!--body-->': page.body,
  };
  return around.template.replace(
    /\{lang\}|\{dir\}|\{page\}|<!--policy-->|<!--head-->|<!--body-->/g,
    (key) => fill[key] ?? '',
  );
}

function headOf(page: PageDocument, { siteUrl }: Surroundings): string {
  const parts = [
    `<title>${escapeHtml(page.title)}</title>`,
    `<meta name="description" content="${escapeHtml(page.description)}" />`,
    ...alternateLinks(page, siteUrl),
    page.head ?? '',
  ];
  return parts.filter(Boolean).join('\n    ');
}

/** Search engines want absolute addresses; without a known site, relative ones still serve browsers and readers. */
function alternateLinks(page: PageDocument, siteUrl: string | undefined): string[] {
  if (!page.alternates) return [];
  const { alternates } = page;
  const href = (to: string) =>
    escapeHtml(siteUrl ? siteUrl + to : relativeAddress(page.address, to));
  // vite-ignore: the addresses are pages, not assets to be bundled.
  const link = (hreflang: string, to: string) =>
    `<link rel="alternate" hreflang="${hreflang}" href="${href(to)}" vite-ignore />`;
  const byLanguage = LOCALES.map((locale) => link(locale, alternates[locale]));
  const canonical = siteUrl
    ? [`<link rel="canonical" href="${escapeHtml(siteUrl + page.address)}" vite-ignore />`]
    : [];
  return [
    ...byLanguage,
    link('x-default', page.kind === 'home' ? '' : alternates.ar),
    ...canonical,
  ];
}

/** The policy's word for an inline script: its hash. */
export function scriptHash(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

/** A sitemap of all pages that are the same in two languages. */
export function renderSitemap(pages: readonly PageDocument[], siteUrl: string): string {
  const urls = pages.flatMap((page) => {
    const { alternates } = page;
    if (!alternates) return [];
    const links = LOCALES.map(
      (locale) =>
        `<xhtml:link rel="alternate" hreflang="${locale}" href="${escapeHtml(siteUrl + alternates[locale])}"/>`,
    );
    return [`  <url><loc>${escapeHtml(siteUrl + page.address)}</loc>${links.join('')}</url>`];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...urls,
    '</urlset>',
    '',
  ].join('\n');
}
