import {
  add,
  concat,
  customGrad,
  div,
  exp,
  lessEqual,
  log,
  MASKED,
  matMul,
  max,
  maximum,
  mul,
  reshape,
  scale,
  slice,
  sub,
  sum,
  tidy,
  where,
  zeros,
  fill,
} from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Mask } from './mask.ts';
import { attentionShape, tokenBlock, type AttentionShape } from './shapes.ts';
import { maskedTile, tileRows, type Tile, type TileGrid } from './tiles.ts';

/** Sizes of the tiles; any give the same result. */
export interface FlashOptions {
  /** Queries at a time. Default 64. */
  readonly rowTile?: number;
  /** Keys at a time. Default 64. */
  readonly keyTile?: number;
}

/** What the forward pass leaves for the backward one. */
export interface FlashForward {
  /** [.., T, Dv] */
  readonly output: Tensor;
  /** log Σ eˢ of each row, from which any weight can be had again: e^(s − logSum). [.., T, 1] */
  readonly logSums: Tensor;
}

/** Gradients of the three operands. */
export interface FlashGradients {
  readonly dq: Tensor;
  readonly dk: Tensor;
  readonly dv: Tensor;
}

/**
 * Attention tile by tile: the same output as `scaledDotProductAttention` without its T × S scores. Each row keeps the largest
 * score so far and the sum of weights relative to it; when a larger one comes, what was summed is scaled down. Tiles that
 * the causal limit or the window closes are not computed. Has gradients for q, k and v, computed from recomputed tiles.
 *
 * Shapes as for `scaledDotProductAttention`. This is the version to read, in plain tensor functions.
 *
 * @throws KitError `shape-mismatch`, `heads-not-divisible`
 * @see Dao, "FlashAttention-2", 2023, algorithms 1 and 2
 */
export function flashAttention<T extends Tensor>(
  q: T,
  k: NoInfer<T>,
  v: NoInfer<T>,
  mask: Mask = {},
  options: FlashOptions = {},
): T {
  const shape = attentionShape('flashAttention', q, k, v);
  const grid = gridOf(shape, options);
  return withFlashGradients(q, k, v, mask, grid, () => flashForward(q, k, v, mask, grid)) as T;
}

/** The tiles of an attention. */
export function gridOf(
  { queries, keys }: AttentionShape,
  { rowTile = 64, keyTile = 64 }: FlashOptions,
): TileGrid {
  return { queries, keys, rowTile, keyTile };
}

/** Gives `forward`'s output the gradients of attention, by whatever way it was computed. */
export function withFlashGradients(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Mask,
  grid: TileGrid,
  forward: () => FlashForward,
): Tensor {
  const run = customGrad((...given) => {
    const save = given.at(-1) as (tensors: Tensor[]) => void;
    const { output, logSums } = forward();
    save([q, k, v, output, logSums]);
    return {
      value: output,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [query, key, value, out, sums] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
        const done = { output: out, logSums: sums };
        const { dq, dk, dv } = flashBackward(query, key, value, mask, grid, done, dy);
        return [dq, dk, dv];
      },
    };
  });
  return tidy(() => run(q, k, v));
}

/** Algorithm 1: outputs and log-sums, one block of rows after the other. */
export function flashForward(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Mask,
  grid: TileGrid,
): FlashForward {
  const factor = 1 / Math.sqrt(q.shape.at(-1) ?? 1);
  return tidy(() => {
    const blocks = tileRows(mask, grid).map((tiles, block) => {
      const row = block * grid.rowTile;
      const rows = Math.min(grid.rowTile, grid.queries - row);
      return tidy(() => {
        const scaled = scale(slice(q, ...tokenBlock(q, row, rows)), factor); // [.., rows, D]
        const lead = q.shape.slice(0, -2);
        let top: Tensor = fill([...lead, rows, 1], MASKED);
        let total: Tensor = zeros([...lead, rows, 1]);
        let output: Tensor = zeros([...lead, rows, v.shape.at(-1) ?? 1]);
        for (const tile of tiles) {
          const scores = tileScores(scaled, k, mask, tile, grid); // [.., rows, columns]
          const higher = maximum(top, max(scores, -1, true));
          const weights = openExp(scores, higher);
          const shrink = exp(sub(top, higher)); // what was summed, relative to the new top
          total = add(mul(total, shrink), sum(weights, -1, true));
          output = add(mul(output, shrink), matMul(weights, columnsOf(v, tile)));
          top = higher;
        }
        // the largest score gives a weight of e⁰ = 1, so only a row that sees nothing is below 1
        const safe = maximum(total, 0.5);
        return { output: div(output, safe), logSums: add(top, log(safe)) };
      });
    });
    const axis = q.rank - 2;
    return {
      output: joined(
        blocks.map(({ output }) => output),
        axis,
      ),
      logSums: joined(
        blocks.map(({ logSums }) => logSums),
        axis,
      ),
    };
  });
}

/** Algorithm 2: each tile's weights once more from the log-sums, and what they owe to the loss. */
export function flashBackward(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Mask,
  grid: TileGrid,
  { output, logSums }: FlashForward,
  dOutput: Tensor,
): FlashGradients {
  const factor = 1 / Math.sqrt(q.shape.at(-1) ?? 1);
  return tidy(() => {
    const rowOf = (x: Tensor, { row, rows }: Tile) => slice(x, ...tokenBlock(x, row, rows));
    // Σ dP ∘ P of a row equals Σ dO ∘ O, which needs no weights
    const shared = sum(mul(dOutput, output), -1, true); // [.., T, 1]
    const dk = new Map<number, Tensor>();
    const dv = new Map<number, Tensor>();
    const dq = tileRows(mask, grid).map((tiles, block) => {
      const row = block * grid.rowTile;
      const rows = Math.min(grid.rowTile, grid.queries - row);
      let total: Tensor = zeros([...q.shape.slice(0, -2), rows, q.shape.at(-1) ?? 1]);
      for (const tile of tiles) {
        const scaled = scale(rowOf(q, tile), factor);
        const weights = openExp(tileScores(scaled, k, mask, tile, grid), rowOf(logSums, tile));
        const dy = rowOf(dOutput, tile);
        const dWeights = matMul(dy, columnsOf(v, tile), { transposeB: true });
        const dScores = mul(weights, sub(dWeights, rowOf(shared, tile)));
        total = add(total, matMul(dScores, columnsOf(k, tile), { scale: factor }));
        const place = tile.column;
        accumulate(dv, place, perKvHead(matMul(weights, dy, { transposeA: true }), v));
        accumulate(dk, place, perKvHead(matMul(dScores, scaled, { transposeA: true }), k));
      }
      return total;
    });
    return {
      dq: joined(dq, q.rank - 2),
      dk: scattered(dk, k),
      dv: scattered(dv, v),
    };
  });
}

function tileScores(
  scaledQueries: Tensor,
  k: Tensor,
  mask: Mask,
  tile: Tile,
  grid: TileGrid,
): Tensor {
  const scores = matMul(scaledQueries, columnsOf(k, tile), { transposeB: true });
  return maskedTile(scores, mask, tile, grid);
}

/** e^(score − top), exactly 0 where masked. No infinity enters the arithmetic. */
function openExp(scores: Tensor, top: Tensor): Tensor {
  const isMasked = lessEqual(scores, MASKED);
  return where(isMasked, 0, exp(sub(maximum(scores, MASKED), top)));
}

function columnsOf(x: Tensor, { column, columns }: Tile): Tensor {
  return slice(x, ...tokenBlock(x, column, columns));
}

/** Sums over the query heads that share a key-value head. [.., H, n, D] → [.., K, n, D] */
export function perKvHead(gradient: Tensor, like: Tensor): Tensor {
  const [heads, kvHeads] = [gradient.shape.at(-3) ?? 1, like.shape.at(-3) ?? 1];
  if (like.rank === 2 || heads === kvHeads) return gradient;
  const [batch, , tokens, width] = gradient.shape as [number, number, number, number];
  return sum(reshape(gradient, [batch, kvHeads, heads / kvHeads, tokens, width]), 2);
}

function accumulate(sums: Map<number, Tensor>, place: number, part: Tensor): void {
  const before = sums.get(place);
  sums.set(place, before ? add(before, part) : part);
}

/** Parts of keys put at their places, zeros where no query looked. */
function scattered(parts: ReadonlyMap<number, Tensor>, like: Tensor): Tensor {
  const axis = like.rank - 2;
  const rest = (from: number, to: number): Tensor[] =>
    to > from
      ? [zeros(like.shape.map((length, each) => (each === axis ? to - from : length)))]
      : [];
  const rows: Tensor[] = [];
  let end = 0;
  for (const [place, part] of [...parts].sort(([a], [b]) => a - b)) {
    rows.push(...rest(end, place), part);
    end = place + (part.shape[axis] ?? 0);
  }
  rows.push(...rest(end, like.shape[axis] ?? 0));
  return joined(rows, axis);
}

function joined(parts: readonly Tensor[], axis: number): Tensor {
  return parts.length === 1 ? (parts[0] as Tensor) : concat(parts, axis);
}
