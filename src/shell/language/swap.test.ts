// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { SwapFault, contentsOf, swapDocument } from './swap.ts';

const page = (lang: 'ar' | 'en', main: string): string =>
  `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><head><title>${lang} title</title>` +
  `<meta name="description" content="${lang}"></head><body><a class="skip">${lang}</a><header class="top">${lang} head</header>` +
  `<main><article class="lesson">${main}</article></main><script type="application/json" id="lesson">"${lang}"</script>` +
  `<footer class="foot">${lang} foot</footer></body></html>`;
const slot = (kind: string, id: string, inside = ''): string =>
  `<section data-slot="${kind}" data-id="${id}" id="${kind}-${id}">${inside}</section>`;
const parse = (html: string): Document => new DOMParser().parseFromString(html, 'text/html');

let live: Document;
beforeEach(() => {
  live = parse(
    page(
      'en',
      `<h1>One</h1><p>a</p>${slot('cell', 'x', 'LIVE')}<p>b</p><p>c</p>${slot('recall', 'r')}<p>end</p>`,
    ),
  );
});
const arabic = (): Document =>
  parse(page('ar', `<h1>واحد</h1>${slot('cell', 'x', 'static')}<p>ب</p>${slot('recall', 'r')}`));

test('prose is replaced, slots stay the very same elements with what lives in them', () => {
  const cell = live.querySelector('#cell-x');
  const editor = cell?.firstChild;
  swapDocument(live, arabic());
  expect(live.querySelector('#cell-x')).toBe(cell);
  expect(cell?.firstChild).toBe(editor);
  expect(live.querySelector('article')?.textContent?.replace(/\s/g, '')).toBe('واحدLIVEب');
  expect(
    [...(live.querySelector('article')?.children ?? [])].map((child) => child.id || child.tagName),
  ).toEqual(['H1', 'cell-x', 'P', 'recall-r']);
});

test('slots are not even moved: a focused editor keeps its focus', () => {
  document.body.innerHTML = `<article class="lesson"><p>a</p>${slot('cell', 'x', '<textarea></textarea>')}</article>`;
  document.querySelector('textarea')?.focus();
  swapDocument(document, arabicWithOneCell());
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
});

function arabicWithOneCell(): Document {
  return parse(page('ar', `<p>أ</p>${slot('cell', 'x')}`));
}

test('language, direction, title, description, header, footer and data follow', () => {
  swapDocument(live, arabic());
  expect([live.documentElement.lang, live.documentElement.dir, live.title]).toEqual([
    'ar',
    'rtl',
    'ar title',
  ]);
  expect(live.querySelector<HTMLMetaElement>('meta[name=description]')?.content).toBe('ar');
  expect(live.querySelector('header')?.textContent).toBe('ar head');
  expect(live.querySelector('footer')?.textContent).toBe('ar foot');
  expect(live.querySelector('#lesson')?.textContent).toBe('"ar"');
});

test('there and back again gives the first page', () => {
  const before = live.querySelector('article')?.innerHTML;
  const english = parse(
    page(
      'en',
      `<h1>One</h1><p>a</p>${slot('cell', 'x')}<p>b</p><p>c</p>${slot('recall', 'r')}<p>end</p>`,
    ),
  );
  swapDocument(live, arabic());
  swapDocument(live, english);
  expect(live.querySelector('article')?.innerHTML).toBe(before);
});

test('pages that drifted apart are refused before anything is touched', () => {
  const before = live.documentElement.outerHTML;
  const drifted = parse(page('ar', `${slot('recall', 'r')}${slot('cell', 'x')}`));
  expect(() => swapDocument(live, drifted)).toThrow(SwapFault);
  expect(() => swapDocument(live, parse('<p>not a lesson</p>'))).toThrow(SwapFault);
  expect(live.documentElement.outerHTML).toBe(before);
});

test('the prose inside slots is read out of the other page', () => {
  const next = parse(
    page(
      'ar',
      slot(
        'predict',
        'p',
        '<div class="ask-q"><p>أيّها؟</p></div><ul class="choices"><li class="choice">أ</li><li class="choice">ب</li></ul><details class="ask-after"><div data-after><p>لأن</p></div></details>',
      ).replace('data-id', 'data-right="1" data-id') +
        slot(
          'exercise',
          'e',
          '<ol class="ladder"><li data-hint="0"><details class="hint"><summary>تلميح 1</summary><p>فكّر</p></details></li></ol><template data-message="rows"><p>الصف {row}</p></template>',
        ),
    ),
  );
  expect(contentsOf(next)).toEqual({
    'predict:p': {
      question: '<p>أيّها؟</p>',
      choices: ['أ', 'ب'],
      right: 1,
      after: '<p>لأن</p>',
    },
    'exercise:e': { hints: ['<p>فكّر</p>'], messages: { rows: '<p>الصف {row}</p>' } },
  });
});
