/** One arc of a sentence figure, ready for SVG. */
export interface Arc {
  readonly to: number;
  readonly path: string;
  readonly width: number;
  readonly opacity: number;
}

/**
 * Arcs from one word to all others. `spots` are the words' centres in px from the left edge (so the figure follows the
 * reading direction by itself), `floor` is the height of the baseline. As thick as the weight; a word's weight on itself
 * is the number under it. Weights that are not finite or not positive have no arc.
 */
export function arcsFrom(
  from: number,
  weights: readonly number[],
  spots: readonly number[],
  floor: number,
): Arc[] {
  const start = spots[from];
  if (start === undefined) return [];
  const span = Math.max(1, Math.max(...spots) - Math.min(...spots));
  const widest = span > 420 ? 15 : 10;
  const largest = Math.max(1, ...weights.filter(Number.isFinite));
  const arcs: Arc[] = [];
  weights.forEach((weight, to) => {
    const end = spots[to];
    if (to === from || end === undefined || !Number.isFinite(weight) || weight <= 0) return;
    const share = weight / largest;
    const width = Math.max(1, share * widest);
    // A cubic reaches three quarters of its handles' height.
    const reach = 24 + (Math.abs(start - end) / span) * floor * 0.95;
    const rise = Math.min(floor - width / 2 - 2, reach) / 0.75;
    const top = floor - rise;
    arcs.push({
      to,
      path: `M${px(start)} ${px(floor)} C${px(start)} ${px(top)} ${px(end)} ${px(top)} ${px(end)} ${px(floor)}`,
      width: Number(width.toFixed(2)),
      opacity: Number((0.25 + 0.75 * Math.min(1, share * 2)).toFixed(2)),
    });
  });
  // Thick arcs last, so that a hair never crosses over them.
  return arcs.sort((a, b) => a.width - b.width || a.to - b.to);
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
