import { embedFonts } from './embedFonts.ts';

/** A file that a picture offers; `make` runs when the reader asks for it. */
export interface Export {
  /** What stands on the button, in Latin letters in both languages: `PNG`, `CSV` … */
  readonly format: string;
  readonly extension: string;
  readonly make: () => Promise<Blob> | Blob;
}

/** A name that every file system takes: ASCII letters, digits, `-` and `_`, never empty. */
export function fileName(stem: string, extension: string): string {
  const plain = stem
    .normalize('NFKD')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${plain || 'figure'}.${extension}`;
}

/** Text as a file; CSV gets a byte order mark, or a spreadsheet takes Arabic for Latin-1. */
export function textBlob(text: string, mime: string): Blob {
  return new Blob(mime === 'text/csv' ? ['\ufeff', text] : [text], {
    type: `${mime};charset=utf-8`,
  });
}

/** Hands a file to the reader. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address by the next turn, but Safari reads it a little later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A drawing as an SVG file, with the fonts that it needs inside. */
export async function svgBlob(svg: string): Promise<Blob> {
  return textBlob(await embedFonts(svg), 'image/svg+xml');
}

/** A canvas as PNG. */
export function canvasPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('internal: the browser made no PNG of this canvas'));
    }, 'image/png');
  });
}

const FONT_PAUSE_MS = 300;

/** An SVG text as PNG, drawn at `scale` times its size, so that it is sharp in print. */
export async function svgPng(svg: string, width: number, height: number, scale = 2): Promise<Blob> {
  const url = URL.createObjectURL(await svgBlob(svg));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('internal: no 2D canvas');
    // The first pass makes the browser read the fonts inside the drawing, too late for its own letters.
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    await new Promise((resolve) => setTimeout(resolve, FONT_PAUSE_MS));
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvasPng(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Text made safe for SVG and HTML files. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
