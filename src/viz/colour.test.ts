import { describe, expect, it } from 'vitest';
import type { Hue } from '../kit/show/types.ts';
import {
  contrast,
  distance,
  luminance,
  mix,
  parseColour,
  textOn,
  toHex,
  type Rgb,
} from './colour.ts';
import { FALLBACK, HUE_TOKEN, OPPOSITE_TOKEN, type Palette, type Token } from './palette.ts';
import { colourAt, inkAt, placeOn, scaleOf } from './ramp.ts';

const hex = (text: string): Rgb => parseColour(text)!;
// The dark theme as the tokens have it; the light one is the fallback itself.
const DARK: Palette = {
  ...FALLBACK,
  surface: hex('#172021'),
  q: hex('#7ea6f5'),
  k: hex('#fdbb5c'),
  v: hex('#2fa864'),
  s: hex('#f27cab'),
  o: hex('#e7eceb'),
  'viz-warm': hex('#f0936a'),
  'viz-cool': hex('#5cc3d6'),
  'viz-violet': hex('#b79cf2'),
  'viz-moss': hex('#b5cf63'),
};
const THEMES = [FALLBACK, DARK];
const HUES: Hue[] = ['query', 'key', 'value', 'scores', 'output'];

describe('parseColour', () => {
  it.each([
    ['rgb(255, 0, 128)', '#ff0080'],
    ['rgba(255 0 128 / 0.5)', '#ff0080'],
    ['color(srgb 1 0 0.501961)', '#ff0080'],
    ['#0A5560', '#0a5560'],
  ])('reads %s', (text, expected) => expect(toHex(hex(text))).toBe(expected));
  it.each(['', 'var(--q)', 'oklab(0.5 0 0)', 'color(display-p3 1 0 0)', 'rgb(none 1 2)', 'red'])(
    'gives up on %j',
    (text) => expect(parseColour(text)).toBeNull(),
  );
});

describe('mixing', () => {
  it('ends where it should and agrees with published OKLab values', () => {
    expect(toHex(mix(hex('#f2f5f4'), hex('#942370'), 0))).toBe('#f2f5f4');
    expect(toHex(mix(hex('#f2f5f4'), hex('#942370'), 1))).toBe('#942370');
    // CSS Color 4: the OKLab midpoint of white and black is #636363.
    expect(toHex(mix([1, 1, 1], [0, 0, 0], 0.5))).toBe('#636363');
  });
  it('has the contrast of WCAG', () => {
    expect(contrast([1, 1, 1], [0, 0, 0])).toBeCloseTo(21, 5);
    expect(luminance(hex('#808080'))).toBeCloseTo(0.2159, 4);
  });
});

describe('heat map ramps', () => {
  it('keep the numbers readable at the worst place of every ramp in both themes', () => {
    let worst = 21;
    for (const palette of THEMES) {
      for (const hue of HUES) {
        for (let step = -200; step <= 200; step += 1) {
          const ground = colourAt(palette, hue, step / 200);
          const ink: Rgb = inkAt(palette, hue, step / 200) === 'black' ? [0, 0, 0] : [1, 1, 1];
          worst = Math.min(worst, contrast(ground, ink));
        }
      }
    }
    expect(worst).toBeGreaterThan(4.5);
    expect(textOn([0.4, 0.4, 0.4])).toBe('white');
  });

  it('have two ends that every kind of colour vision tells apart', () => {
    for (const palette of THEMES) {
      for (const hue of HUES) {
        const ends = [palette[HUE_TOKEN[hue]], palette[OPPOSITE_TOKEN[hue]]] as const;
        for (const see of VISIONS) {
          expect(distance(see(ends[0]), see(ends[1])), `${hue}`).toBeGreaterThan(8);
        }
      }
    }
  });

  it('never borrow the hue of a symbol for the other side', () => {
    const own: Token[] = Object.values(HUE_TOKEN);
    for (const token of Object.values(OPPOSITE_TOKEN)) expect(own).not.toContain(token);
  });
});

describe('scaleOf and placeOn', () => {
  it('starts weights at zero and leaves out what is not finite', () => {
    const scale = scaleOf([0.1, 0.8, NaN, -Infinity, Infinity]);
    expect(scale).toEqual({ low: 0, high: 0.8, isDiverging: false });
    expect(placeOn(scale, 0.4)).toBe(0.5);
    expect(placeOn(scale, -Infinity)).toBeNull();
    expect(placeOn(scale, NaN)).toBeNull();
  });
  it('keeps values far from zero on their own range', () => {
    expect(scaleOf([2001, 2011])).toMatchObject({ low: 2001, high: 2011 });
  });
  it('diverges around zero with the same measure on both sides', () => {
    const scale = scaleOf([-1, 0, 3]);
    expect(scale.isDiverging).toBe(true);
    expect([placeOn(scale, -1), placeOn(scale, 0), placeOn(scale, 3)]).toEqual([-1 / 3, 0, 1]);
  });
  it('obeys a fixed domain and clamps what is outside', () => {
    const scale = scaleOf([5, 6], [0, 1]);
    expect(placeOn(scale, 5)).toBe(1);
    expect(placeOn(scale, -2)).toBe(0);
  });
  it('survives no values and equal values', () => {
    expect(scaleOf([NaN])).toEqual({ low: 0, high: 1, isDiverging: false });
    expect(placeOn(scaleOf([0, 0]), 0)).toBe(0);
    expect(placeOn(scaleOf([7, 7]), 7)).toBe(0.5);
  });
});

// Colour vision deficiencies: Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const encoded = (c: number): number =>
  c <= 0.0031308 ? c * 12.92 : 1.055 * Math.min(1, Math.max(0, c)) ** (1 / 2.4) - 0.055;
const through =
  (matrix: readonly (readonly [number, number, number])[]) =>
  (colour: Rgb): Rgb => {
    const [r, g, b] = colour.map(linear) as [number, number, number];
    return matrix.map((row) => encoded(row[0] * r + row[1] * g + row[2] * b)) as unknown as Rgb;
  };
const VISIONS = [
  (colour: Rgb): Rgb => colour,
  through([
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ]),
  through([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ]),
  through([
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ]),
];
