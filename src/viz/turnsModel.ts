import type { TurnsView } from '../kit/show/types.ts';
import { toGrid } from './numbers.ts';

/** One hand at one step. */
export interface HandAt {
  readonly x: number;
  readonly y: number;
  /** Its length beside the longest hand of the dial, 0 to 1. */
  readonly share: number;
  /** Counter-clockwise from the right, without jumps from step to step: past 360 after a full turn. */
  readonly degrees: number;
}

/** One dial: `hands[h][step]`. */
export interface Dial {
  readonly hands: readonly (readonly HandAt[])[];
}

const FULL = 360;

/** Pairs (column i, column i + P) of every hand as directions and lengths, dial by dial. */
export function dialsOf(view: TurnsView): readonly Dial[] {
  const grids = view.hands.map((hand) => toGrid(hand.values));
  const pairs = Math.floor((grids[0]?.cols ?? 0) / 2);
  return Array.from({ length: pairs }, (_, pair) => {
    const points = grids.map(({ rows, cols, values }) =>
      Array.from({ length: rows }, (_, step) => ({
        x: values[step * cols + pair] ?? NaN,
        y: values[step * cols + pair + pairs] ?? NaN,
      })),
    );
    const lengths = points.flat().map(({ x, y }) => Math.hypot(x, y));
    const longest = lengths.reduce((a, b) => (b > a ? b : a), 0) || 1;
    return { hands: points.map((path) => unwound(path, longest)) };
  });
}

/** Directions that follow each other by the shorter way, as a hand moves: 350° and then 10° is 350° and then 370°. */
function unwound(
  path: readonly { readonly x: number; readonly y: number }[],
  longest: number,
): HandAt[] {
  let last: number | null = null;
  return path.map(({ x, y }) => {
    const plain: number = (Math.atan2(y, x) * FULL) / (2 * Math.PI);
    const degrees: number =
      last === null ? (plain + FULL) % FULL : plain + FULL * Math.round((last - plain) / FULL);
    if (Number.isFinite(degrees)) last = degrees;
    return { x, y, share: Math.hypot(x, y) / longest, degrees };
  });
}

/** A direction as it is read off: 0 to 360. */
export function readAngle(degrees: number): number {
  const within = ((degrees % FULL) + FULL) % FULL;
  // 359.96 is written as 0, like the 0.04 on the other side
  return within > FULL - 0.05 ? 0 : within;
}

/** The angle from one hand to another, the shorter way: −180 to 180. */
export function angleBetween(from: HandAt, to: HandAt): number {
  const plain = readAngle(to.degrees - from.degrees);
  return plain > FULL / 2 ? plain - FULL : plain;
}

/** A sector of radius `radius` between two hands, the shorter way, as an SVG path round (0, 0). */
export function sectorPath(from: HandAt, to: HandAt, radius: number): string {
  const spread = angleBetween(from, to);
  const end = (degrees: number): string => {
    const angle = (degrees * 2 * Math.PI) / FULL;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(-radius * Math.sin(angle)).toFixed(2)}`;
  };
  const sweep = spread < 0 ? 1 : 0;
  return `M0 0L${end(from.degrees)}A${radius} ${radius} 0 0 ${sweep} ${end(from.degrees + spread)}Z`;
}
