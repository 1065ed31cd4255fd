/** sRGB, each channel from 0 to 1. */
export type Rgb = readonly [number, number, number];
type Lab = readonly [number, number, number];

/**
 * Reads a computed CSS colour: `rgb()`, `rgba()`, `color(srgb …)` or `#rrggbb`. Transparency is ignored: tokens have
 * none. Null for anything else, so that a page without our tokens falls back instead of drawing black on black.
 */
export function parseColour(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{6})$/i.exec(text.trim());
  if (hex) {
    const value = parseInt(hex[1]!, 16);
    return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
  }
  const call = /^(rgba?|color)\(\s*(srgb\s+)?([^)]*)\)$/i.exec(text.trim());
  if (!call || (call[1] === 'color' && !call[2])) return null;
  const parts = call[3]!
    .split(/[\s,/]+/)
    .slice(0, 3)
    .map(Number);
  if (parts.length < 3 || parts.some((part) => !Number.isFinite(part))) return null;
  const scale = call[2] ? 1 : 255;
  return [parts[0]! / scale, parts[1]! / scale, parts[2]! / scale];
}

/** `#rrggbb`: what Plotly, Cytoscape and SVG files all read. */
export function toHex(colour: Rgb): string {
  return `#${colour.map((c) => byte(c).toString(16).padStart(2, '0')).join('')}`;
}

/** One channel as a byte, clamped: mixing can leave the gamut by a hair. */
export function byte(channel: number): number {
  return Math.round(Math.min(1, Math.max(0, channel)) * 255);
}

const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const fromLinear = (c: number): number =>
  c <= 0.0031308 ? c * 12.92 : 1.055 * Math.max(0, c) ** (1 / 2.4) - 0.055;

/** OKLab coordinates (Ottosson 2020), the space of `color-mix(in oklab, …)`. */
export function toOklab(colour: Rgb): Lab {
  const [r, g, b] = colour.map(toLinear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** `share` of `to` in `from` (0 … 1), mixed in OKLab as CSS does it. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const a = toOklab(from);
  const b = toOklab(to);
  return fromOklab([
    a[0] + (b[0] - a[0]) * share,
    a[1] + (b[1] - a[1]) * share,
    a[2] + (b[2] - a[2]) * share,
  ]);
}

/** Distance in OKLab, times 100: about 2 is just visible, 8 and more is told apart at a glance. */
export function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [toOklab(a), toOklab(b)];
  return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

/** Relative luminance, WCAG 2. */
export function luminance(colour: Rgb): number {
  return 0.2126 * toLinear(colour[0]) + 0.7152 * toLinear(colour[1]) + 0.0722 * toLinear(colour[2]);
}

/** Contrast ratio of two colours, WCAG 2: 1 … 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(x, y) / Math.min(x, y);
}

/**
 * The text colour for a cell of a heat map: whichever of black and white reads better. The better one never falls under
 * 4.58 : 1, on any ground; ink or grey would, in the middle of a ramp.
 */
export function textOn(ground: Rgb): 'black' | 'white' {
  return contrast(ground, [0, 0, 0]) >= contrast(ground, [1, 1, 1]) ? 'black' : 'white';
}
