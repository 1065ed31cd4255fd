import { KitError } from '../errors.ts';
import { dispose, keep } from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { applyRotary, readPositions, rotaryTable } from './rotary.ts';
import type { PositionIds, RotaryTable } from './rotary.ts';

/** What rotates how fast. */
export interface RotaryOptions {
  /** D */
  readonly headDim: number;
  /** Part of each head that is rotated, from its beginning; the rest passes through. Default 1. */
  readonly fraction?: number;
  /** Default 10,000. */
  readonly base?: number;
  /** Positions in the first table. Default 4,096. */
  readonly maxPositions?: number;
}

/**
 * Rotary position embedding with its table kept: made on first use, and grown, to twice its length at least, when a
 * position lies beyond it. The grown table stays. `dispose` frees it.
 */
export class RotaryPositionEmbedding {
  /** R: how many numbers of a head are rotated. */
  readonly rotatedDim: number;
  private readonly base: number;
  private positions: number;
  private table: RotaryTable | null = null;

  /** @throws KitError `bad-argument` when the fraction leaves an odd number of places, or none */
  constructor({ headDim, fraction = 1, base = 10_000, maxPositions = 4_096 }: RotaryOptions) {
    // 0.3 · 10 is 3.0000000000000004 short of nothing: rounding decides, not the last bit
    this.rotatedDim = Math.round(headDim * fraction * 1e9) / 1e9;
    this.base = base;
    this.positions = maxPositions;
    if (!(Number.isInteger(this.rotatedDim / 2) && this.rotatedDim > 0) || fraction > 1) {
      throw new KitError('bad-argument', {
        fn: 'RotaryPositionEmbedding',
        name: 'fraction',
        expected: `2/${headDim}, 4/${headDim}, …, 1`,
        got: fraction,
      });
    }
  }

  /** How many positions the present table holds; 0 before first use. */
  get cachedPositions(): number {
    return this.table?.cos.shape[0] ?? 0;
  }

  /** Rotates queries or keys [B, H, T, D], or [T, D]; positions default to 0 … T − 1. See `applyRotary`. */
  apply<T extends Tensor>(x: T, positionIds?: PositionIds): T {
    const tokens = x.shape.at(-2) ?? 1;
    const places = positionIds && readPositions('RotaryPositionEmbedding', positionIds, x.shape);
    const last = places ? places.flat().reduce((a, b) => Math.max(a, b), 0) : tokens - 1;
    return applyRotary(x, this.tableFor(last + 1), places ?? undefined);
  }

  /** Frees the table; the next use makes it anew. */
  dispose(): void {
    dispose([this.table?.cos, this.table?.sin]);
    this.table = null;
  }

  private tableFor(positions: number): RotaryTable {
    if (!this.table || positions > this.cachedPositions) {
      if (positions > this.positions) this.positions = Math.max(positions, 2 * this.positions);
      const { cos, sin } = rotaryTable(this.positions, this.rotatedDim, this.base);
      this.dispose();
      // it outlives the `tidy` in which it happens to be made
      this.table = { cos: keep(cos), sin: keep(sin) };
    }
    return this.table;
  }
}
