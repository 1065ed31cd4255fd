/** Equal bins over some numbers. */
export interface Bins {
  /** Edges, one more than counts. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** The least round number (1, 2, 2.5 or 5 times a power of ten) that is not below a positive value. */
export function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * STEPS.find((step) => step * power >= value * (1 - 1e-9))!;
}

/**
 * Bins with round edges over all series at once, so that they can be compared. Width by Freedman and Diaconis (1981),
 * at least 5 and at most 60 bins; values that are not finite are left out. The last bin holds its right edge too.
 */
export function binEdges(values: readonly number[]): number[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return [0, 1];
  const low = sorted[0]!;
  const high = sorted[sorted.length - 1]!;
  if (low === high) return [low - 0.5, low + 0.5];
  const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const ideal = spread > 0 ? (2 * spread) / Math.cbrt(sorted.length) : (high - low) / 10;
  const step = roundStep(Math.max((high - low) / 60, Math.min((high - low) / 5, ideal)));
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  // A multiple, not a running sum: ten times 0.1 summed is not 1.
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** How many of the values fall in each bin. */
export function countBins(values: readonly number[], edges: readonly number[]): Bins {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const low = edges[0]!;
  const step = (edges[edges.length - 1]! - low) / counts.length;
  for (const value of values) {
    if (!Number.isFinite(value) || value < low || value > edges[edges.length - 1]!) continue;
    let bin = Math.min(counts.length - 1, Math.floor((value - low) / step));
    // Division may land a value that equals an edge in the bin before it.
    if (bin + 1 < counts.length && value >= edges[bin + 1]!) bin += 1;
    else if (value < edges[bin]!) bin -= 1;
    counts[bin]! += 1;
  }
  return { edges, counts };
}

/** The quantile of ascending numbers by linear interpolation (type 7 of Hyndman and Fan 1996). NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

/** What a box plot shows: quartiles, whiskers at the furthest values within 1.5 quartile ranges (Tukey 1977), the rest. */
export interface FiveNumbers {
  readonly count: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  readonly lowWhisker: number;
  readonly highWhisker: number;
  readonly outliers: readonly number[];
}

/** The five numbers of a sample; null when no value is finite. */
export function fiveNumbers(values: readonly number[]): FiveNumbers | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [
    number,
    number,
    number,
  ];
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    count: sorted.length,
    min: sorted[0]!,
    q1,
    median,
    q3,
    max: sorted[sorted.length - 1]!,
    lowWhisker: inside[0] ?? q1,
    highWhisker: inside[inside.length - 1] ?? q3,
    outliers: sorted.filter((value) => value < q1 - reach || value > q3 + reach),
  };
}
