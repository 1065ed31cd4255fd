import type { Hue } from '../kit/show/types.ts';
import { parseColour, type Rgb } from './colour.ts';

/** Every token that a script has to know as numbers. CSS draws the rest. */
export const TOKENS = [
  'paper',
  'surface',
  'surface-2',
  'line',
  'line-2',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'q',
  'k',
  'v',
  's',
  'o',
  'r1',
  'r2',
  'r3',
  'r4',
  'viz-warm',
  'viz-cool',
  'viz-violet',
  'viz-moss',
  'error',
] as const;
export type Token = (typeof TOKENS)[number];
export type Palette = Readonly<Record<Token, Rgb>>;

/** The token of each symbol's hue. */
export const HUE_TOKEN: Readonly<Record<Hue, Token>> = {
  query: 'q',
  key: 'k',
  value: 'v',
  scores: 's',
  output: 'o',
};

/**
 * The other side of a diverging map. Not a symbol's hue (those never mean anything else), and told from the positive
 * side by every kind of colour vision: blue and ink against rust, ochre against teal, green against violet,
 * magenta against moss.
 */
export const OPPOSITE_TOKEN: Readonly<Record<Hue, Token>> = {
  query: 'viz-warm',
  key: 'viz-cool',
  value: 'viz-violet',
  scores: 'viz-moss',
  output: 'viz-warm',
};

const LIGHT: Readonly<Record<Token, string>> = {
  paper: '#fbfcfb',
  surface: '#f2f5f4',
  'surface-2': '#e8edec',
  line: '#d9e0de',
  'line-2': '#7b8a88',
  ink: '#16211f',
  'ink-2': '#42504e',
  'ink-3': '#5b6a68',
  accent: '#0a5560',
  q: '#2f62cc',
  k: '#9c5c10',
  v: '#045230',
  s: '#942370',
  o: '#16211f',
  r1: '#0b2b33',
  r2: '#0a5f6b',
  r3: '#2b8f9a',
  r4: '#56969b',
  'viz-warm': '#a8481f',
  'viz-cool': '#0b6f83',
  'viz-violet': '#6b4bb8',
  'viz-moss': '#5b7a12',
  error: '#ad2418',
};

/** The light theme as numbers: what is drawn where no style sheet is loaded. */
export const FALLBACK: Palette = Object.fromEntries(
  TOKENS.map((token) => [token, parseColour(LIGHT[token])]),
) as unknown as Palette;
