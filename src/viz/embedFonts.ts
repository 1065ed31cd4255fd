/**
 * A drawing that stands alone has no page to take its fonts from: the files of the families that it uses are put into
 * it. Only those whose range of letters occurs in the drawing are fetched (they are the page's own, in the cache).
 */
export async function embedFonts(svg: string): Promise<string> {
  const faces = usedFaces(fontFaces(document.styleSheets), svg);
  const rules = await Promise.all(faces.map(inlined));
  const style = rules.filter((rule) => rule !== null).join('\n');
  if (style === '') return svg;
  return svg.replace(
    /<svg\b[^>]*>/,
    (open) => `${open}<style>${style.replaceAll('<', '')}</style>`,
  );
}

/** One `@font-face` of the page. */
export interface Face {
  readonly family: string;
  readonly weight: string;
  readonly url: string;
  /** `unicode-range` as the style sheet has it; empty: all letters. */
  readonly range: string;
}

function fontFaces(sheets: StyleSheetList): Face[] {
  return [...sheets].flatMap((sheet) => {
    let rules: CSSRule[];
    try {
      rules = [...sheet.cssRules];
    } catch {
      // A sheet of another origin (a browser extension's) may not be read; it holds no font of ours.
      return [];
    }
    return rules.flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const source = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'));
      if (!source) return [];
      return {
        family: rule.style.getPropertyValue('font-family').replace(/["']/g, ''),
        weight: rule.style.getPropertyValue('font-weight') || '400',
        url: new URL(source[1]!, sheet.href ?? document.baseURI).href,
        range: rule.style.getPropertyValue('unicode-range'),
      };
    });
  });
}

/** The faces that a drawing needs: its families, weights 400 and 600, and letters that occur in it. */
export function usedFaces(faces: readonly Face[], svg: string): Face[] {
  const texts = [...svg.matchAll(/>([^<>]+)</g)].map((match) => match[1]).join('');
  const letters = new Set([...texts].map((letter) => letter.codePointAt(0)!));
  const hasBold = /font-weight\s*[:=]\s*"?\s*(600|700|bold)/.test(svg) || svg.includes('<tspan');
  return faces.filter(
    (face) =>
      svg.includes(face.family) &&
      (face.weight === '400' || (face.weight === '600' && hasBold)) &&
      [...letters].some((letter) => isInRange(letter, face.range)),
  );
}

/** Whether a code point lies in a `unicode-range` such as `U+0000-00FF, U+0131, U+26??`. */
export function isInRange(letter: number, range: string): boolean {
  if (range.trim() === '') return true;
  return range.split(',').some((part) => {
    const match = /U\+([0-9a-f]*)(\?*)(?:-([0-9a-f]+))?/i.exec(part);
    if (!match) return false;
    const [, start, wild] = match;
    const from = parseInt(start + '0'.repeat(wild!.length), 16);
    const to = match[3] ? parseInt(match[3], 16) : parseInt(start + 'f'.repeat(wild!.length), 16);
    return letter >= from && letter <= to;
  });
}

async function inlined(face: Face): Promise<string | null> {
  try {
    const response = await fetch(face.url);
    if (!response.ok) throw new Error(`${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return `@font-face{font-family:"${face.family}";font-weight:${face.weight};src:url(data:font/woff2;base64,${btoa(binary)}) format("woff2");${face.range ? `unicode-range:${face.range}` : ''}}`;
  } catch (error) {
    // The drawing is still whole without it, in the reader's own fonts.
    console.warn('a font could not be put into the drawing', face.url, error);
    return null;
  }
}
