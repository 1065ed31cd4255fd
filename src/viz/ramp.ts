import type { Hue } from '../kit/show/types.ts';
import { mix, textOn, type Rgb } from './colour.ts';
import { HUE_TOKEN, OPPOSITE_TOKEN, type Palette } from './palette.ts';

/** How a heat map turns a value into a place on its ramp. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Both signs occur: zero is the surface, each sign has its own hue, both to the same measure. */
  readonly isDiverging: boolean;
}

/** The scale of some values: a fixed domain if given, else theirs; infinite and NaN entries do not count. */
export function scaleOf(values: ArrayLike<number>, domain?: readonly [number, number]): Scale {
  let low = Infinity;
  let high = -Infinity;
  if (domain) [low, high] = domain;
  else {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return { low: 0, high: 1, isDiverging: false };
  if (low < 0 && high > 0) {
    const reach = Math.max(-low, high);
    return { low: -reach, high: reach, isDiverging: true };
  }
  // Weights start at zero, whatever their smallest is: a ramp that starts at 0.03 would hide that it is little. But
  // values far from zero (positions, years) are told apart only on their own range.
  if (!domain && low >= 0 && low < high / 2) low = 0;
  if (!domain && high <= 0 && high > low / 2) high = 0;
  return { low, high, isDiverging: false };
}

/**
 * Place of a value on the ramp: −1 … 1, negative only on a diverging scale; null for NaN and ±∞, which are hatched.
 * Where all values are equal the place is the middle. An all-negative scale runs from the high end.
 */
export function placeOn(scale: Scale, value: number): number | null {
  if (!Number.isFinite(value)) return null;
  if (scale.isDiverging) return Math.max(-1, Math.min(1, value / scale.high));
  const span = scale.high - scale.low;
  if (span <= 0) return value === 0 ? 0 : 0.5;
  return Math.max(0, Math.min(1, (value - scale.low) / span));
}

/** The colour at a place of a hue's ramp, equal to the `color-mix` that the style sheet draws. */
export function colourAt(palette: Palette, hue: Hue, place: number): Rgb {
  const end = palette[place < 0 ? OPPOSITE_TOKEN[hue] : HUE_TOKEN[hue]];
  return mix(palette.surface, end, Math.abs(place));
}

/** Black or white for the number that stands on this place of the ramp. */
export function inkAt(palette: Palette, hue: Hue, place: number): 'black' | 'white' {
  return textOn(colourAt(palette, hue, place));
}
