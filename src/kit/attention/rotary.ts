import { KitError } from '../errors.ts';
import {
  add,
  concat,
  gather,
  isTensor,
  mul,
  reshape,
  slice,
  sub,
  tensorFrom,
  tidy,
} from '../tensor/index.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../tensor/index.ts';

import { fusedRotary } from './fusedRotary.ts';

/** Cosines and sines of each position's angles. [P, R/2] each, R being how many numbers of a head are rotated. */
export interface RotaryTable {
  readonly cos: Tensor2D;
  readonly sin: Tensor2D;
}

/**
 * The place of each token: [T] for all sequences alike, [B, T] for each its own. Numbers, or a tensor that can be read at
 * once: not one that only the GPU holds.
 */
export type PositionIds = readonly number[] | readonly (readonly number[])[] | Tensor1D | Tensor2D;

/**
 * Angles of positions 0 … P − 1: pair i turns by base^(−2i/R) radians per position. Computed in double precision: at
 * position 4,095 a single-precision angle would already be wrong in the fourth digit. The caller frees both.
 * @see Su et al., "RoFormer", 2021, §3.4.2
 */
export function rotaryTable(positions: number, rotatedDim: number, base = 10_000): RotaryTable {
  checkRotated('rotaryTable', rotatedDim, rotatedDim);
  const pairs = rotatedDim / 2;
  const angles = Array.from({ length: positions * pairs }, (_, cell) => {
    const [position, pair] = [Math.floor(cell / pairs), cell % pairs];
    return position * base ** ((-2 * pair) / rotatedDim);
  });
  return {
    cos: tensorFrom(angles.map(Math.cos), [positions, pairs]),
    sin: tensorFrom(angles.map(Math.sin), [positions, pairs]),
  };
}

/**
 * Rotary position embedding: turns the pairs (x_i, x_{i + R/2}) of each token by the angles of its position, so that the
 * product of a query and a key depends on their distance only. Numbers beyond the first R pass through.
 *
 * `x` [B, H, T, D], or [T, D]; positions default to 0 … T − 1.
 *
 * @throws KitError `shape-mismatch` when the positions do not fit x, `bad-argument` for one that the table does not hold
 * @see Su et al., "RoFormer", 2021; the pairing by halves is that of GPT-NeoX and LLaMA
 */
export function applyRotary<T extends Tensor>(
  x: T,
  table: RotaryTable,
  positionIds?: PositionIds,
): T {
  const [length, pairs] = table.cos.shape;
  const headDim = x.shape.at(-1) ?? 0;
  checkRotated('applyRotary', 2 * pairs, headDim);
  const places = readPositions('applyRotary', positionIds ?? countUp(x.shape.at(-2) ?? 1), x.shape);
  for (const position of places.flat()) checkPosition('applyRotary', position, length);
  const fused = fusedRotary(x, table, places);
  if (fused) return fused as T;
  return tidy(() => {
    const [cos, sin] = [anglesAt(table.cos, places, x.rank), anglesAt(table.sin, places, x.rank)];
    const first = lastAxis(x, 0, pairs);
    const second = lastAxis(x, pairs, pairs);
    const parts = [
      sub(mul(first, cos), mul(second, sin)),
      add(mul(second, cos), mul(first, sin)),
      lastAxis(x, 2 * pairs, headDim - 2 * pairs),
    ];
    return concat(headDim === 2 * pairs ? parts.slice(0, 2) : parts, x.rank - 1) as T;
  });
}

/** The positions as rows of numbers: one row for all sequences, or one for each. */
export function readPositions(
  fn: string,
  ids: PositionIds,
  shape: readonly number[],
): readonly (readonly number[])[] {
  const [batch, tokens] = [shape.length === 4 ? (shape[0] ?? 1) : 1, shape.at(-2) ?? 1];
  const rows = rowsOf(ids);
  if ((rows.length !== 1 && rows.length !== batch) || !rows.every((row) => row.length === tokens)) {
    throw new KitError('shape-mismatch', {
      fn,
      expected: `positions [${tokens}] or [${batch}, ${tokens}]`,
      got: isTensor(ids) ? ids.shape : [rows.length, rows[0]?.length],
    });
  }
  return rows;
}

function rowsOf(ids: PositionIds): readonly (readonly number[])[] {
  if (!isTensor(ids)) {
    return ids.every((each) => typeof each === 'number')
      ? [ids as readonly number[]]
      : (ids as readonly (readonly number[])[]);
  }
  const flat = [...ids.dataSync()];
  const tokens = ids.shape.at(-1) ?? 1;
  return Array.from({ length: ids.size / tokens }, (_, row) =>
    flat.slice(row * tokens, (row + 1) * tokens),
  );
}

/** Rows of the table that belong to the positions: [T, R/2], or [B, 1, T, R/2]. */
function anglesAt(table: Tensor2D, places: readonly (readonly number[])[], rank: number): Tensor {
  const tokens = places[0]?.length ?? 1;
  const isRun = places.length === 1 && places[0]?.every((place, i) => place === i);
  const rows = isRun ? slice(table, 0, tokens) : gather(table, places.flat());
  return rank === 4 && places.length > 1
    ? reshape(rows, [places.length, 1, tokens, table.shape[1]])
    : rows;
}

function lastAxis(x: Tensor, start: number, count: number): Tensor {
  const size = x.shape.map((_, axis) => (axis === x.rank - 1 ? count : -1));
  return slice(x, [...new Array<number>(x.rank - 1).fill(0), start], size);
}

function countUp(tokens: number): number[] {
  return Array.from({ length: tokens }, (_, position) => position);
}

function checkRotated(fn: string, rotatedDim: number, headDim: number): void {
  if (!(Number.isInteger(rotatedDim / 2) && rotatedDim >= 2 && rotatedDim <= headDim)) {
    throw new KitError('bad-argument', {
      fn,
      name: 'rotatedDim',
      expected: `2, 4, …, ${headDim}`,
      got: rotatedDim,
    });
  }
}

function checkPosition(fn: string, position: number, length: number): void {
  if (!(Number.isInteger(position) && position >= 0 && position < length)) {
    throw new KitError('bad-argument', {
      fn,
      name: 'positionIds',
      expected: `0 … ${length - 1}`,
      got: position,
    });
  }
}
