import { expect, test } from 'vitest';
import {
  PAGE_POLICY,
  relativeAddress,
  renderDocument,
  renderSitemap,
  rootOf,
  type PageDocument,
} from './document.ts';
import { escapeHtml, jsonForScript } from './escape.ts';

const template =
  '<html lang="{lang}" dir="{dir}"><head><!--policy--><!--head--></head><body data-page="{page}"><!--body--></body></html>';
const page: PageDocument = {
  kind: 'lesson',
  locale: 'ar',
  address: 'ar/attention/one-head/',
  title: 'أ & "ب"',
  description: '<d>',
  alternates: { ar: 'ar/attention/one-head/', en: 'en/attention/one-head/' },
  body: 'a $& {lang} b',
};

test.each([
  ['', './'],
  ['ar/', '../'],
  ['ar/attention/one-head/', '../../../'],
])('the root of %j is %j', (address, root) => {
  expect(rootOf(address)).toBe(root);
});

test('addresses are relative from anywhere', () => {
  expect(relativeAddress('', 'ar/')).toBe('./ar/');
  expect(relativeAddress('ar/a/b/', 'en/a/c/')).toBe('../../../en/a/c/');
});

test('language, direction and policy are in the file; content is not read as a template', () => {
  const html = renderDocument(page, { template, isBuild: true, siteUrl: undefined });
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(html).toContain(`content="${escapeHtml(PAGE_POLICY)}"`);
  expect(html).toContain('<title>أ &amp; &quot;ب&quot;</title>');
  expect(html).toContain('a $& {lang} b');
  expect(renderDocument(page, { template, isBuild: false, siteUrl: undefined })).not.toContain(
    'Content-Security',
  );
});

test('alternates are relative until the site has an address', () => {
  const relative = renderDocument(page, { template, isBuild: true, siteUrl: undefined });
  expect(relative).toContain('hreflang="en" href="../../../en/attention/one-head/"');
  expect(relative).toContain('hreflang="x-default" href="../../../ar/attention/one-head/"');
  expect(relative).not.toContain('canonical');
  const absolute = renderDocument(page, { template, isBuild: true, siteUrl: 'https://x.org/c/' });
  expect(absolute).toContain('rel="canonical" href="https://x.org/c/ar/attention/one-head/"');
  expect(renderSitemap([page], 'https://x.org/c/')).toContain(
    '<loc>https://x.org/c/ar/attention/one-head/</loc>',
  );
});

test('JSON in a page cannot end its script', () => {
  const json = jsonForScript({ a: '</script><!--<script>\u2028' });
  expect(json).not.toMatch(/<|\u2028/);
  expect(JSON.parse(json)).toEqual({ a: '</script><!--<script>\u2028' });
});
