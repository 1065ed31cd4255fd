import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);
const PACKAGE = '@fontsource/ibm-plex-sans-arabic';
const WEIGHTS = [400, 600] as const;

/** Where the cut files lie, from the project's root. */
export const FONTS_FOLDER = 'node_modules/.cache/course-fonts';

/**
 * What the course writes in Arabic: the letters and marks of the modern language, and its punctuation and digits. The
 * other letters that the face has (Persian, Urdu, Quranic marks) stay in its whole file, which a browser fetches once a
 * page holds one of them: `fonts.css` names both, with these ranges.
 */
export const ARABIC_RANGES: readonly (readonly [from: number, to: number])[] = [
  [0x60c, 0x60c],
  [0x61b, 0x61b],
  [0x61f, 0x61f],
  [0x621, 0x63a],
  [0x640, 0x652],
  [0x660, 0x66c],
  [0x670, 0x671],
];

const text = ARABIC_RANGES.flatMap(([from, to]) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
).join('');

/** Cuts the Arabic face to `ARABIC_RANGES`, joining forms and ligatures included; what is already cut stays. */
async function cutFonts(root: string): Promise<void> {
  const folder = join(root, FONTS_FOLDER);
  await mkdir(folder, { recursive: true });
  for (const weight of WEIGHTS) {
    const name = `ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`;
    const whole = await readFile(require.resolve(`${PACKAGE}/files/${name}`));
    const key = createHash('sha256').update(whole).update(text).digest('hex');
    const target = join(folder, `plex-arabic-${weight}.woff2`);
    const cutFrom = await readFile(`${target}.key`, 'utf8').catch(() => '');
    if (cutFrom === key) continue;
    const { default: subsetFont } = await import('subset-font');
    await writeFile(target, await subsetFont(whole, text, { targetFormat: 'woff2' }));
    await writeFile(`${target}.key`, key);
  }
}

/** Makes `course-fonts/…` in style sheets mean the cut files. */
export function fontsPlugin(root: string): Plugin {
  return {
    name: 'course:fonts',
    async config() {
      await cutFonts(root);
      return { resolve: { alias: { 'course-fonts': join(root, FONTS_FOLDER) } } };
    },
  };
}
