import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ARABIC_RANGES } from './fontsPlugin.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const css = readFileSync(`${root}src/shell/styles/fonts.css`, 'utf8');

/** The code points that the faces whose address holds `address` answer for. */
function rangesOf(address: string): string[][] {
  const faces = css.split('@font-face').filter((face) => face.includes(address));
  return faces.map((face) =>
    [...(/unicode-range:([^;]*)/.exec(face)?.[1] ?? '').matchAll(/U\+([0-9A-F-]+)/g)].map(
      ([, range = '']) => range,
    ),
  );
}

const written = ARABIC_RANGES.map(([from, to]) =>
  [from, to]
    .filter((code, i, pair) => i === 0 || code !== pair[0])
    .map((code) => code.toString(16).toUpperCase().padStart(4, '0'))
    .join('-'),
);

test('the style sheet asks the cut face for exactly what it was cut to', () => {
  expect(rangesOf('course-fonts/')).toEqual([written, written]);
});

test('cut and whole face share the Arabic letters between them', () => {
  const [whole = []] = rangesOf('plex-sans-arabic-arabic-400');
  const codes = [...written, ...whole]
    .map((range) => range.split('-').map((code) => parseInt(code, 16)))
    .map(([from = 0, to = from]) => [from, to] as const)
    .filter(([from]) => from < 0x700)
    .sort(([a], [b]) => a - b);
  let next = 0x600;
  for (const [from, to] of codes) {
    expect(from).toBe(next);
    next = to + 1;
  }
  expect(next).toBe(0x700);
});

test('no page of the course needs the whole Arabic face', () => {
  const isCut = (code: number) => ARABIC_RANGES.some(([from, to]) => from <= code && code <= to);
  const files = [
    ...readdirSync(`${root}lessons`, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(md|ts)$/.test(file))
      .map((file) => `lessons/${file}`),
    'src/i18n/messages.ar.ts',
    'src/i18n/explanations.ar.ts',
    'src/i18n/viz.ar.ts',
    'src/content/words.ts',
  ];
  const beyond = files.flatMap((file) =>
    [...readFileSync(root + file, 'utf8')]
      .filter((letter) => /[\u0600-\u06ff]/.test(letter) && !isCut(letter.codePointAt(0) ?? 0))
      .map((letter) => `${file}: ${letter} U+${letter.codePointAt(0)?.toString(16)}`),
  );
  expect(beyond).toEqual([]);
});
