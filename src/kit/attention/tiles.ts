import {
  add,
  and,
  fill,
  greater,
  indices,
  lessEqual,
  slice,
  sub,
  tidy,
  where,
} from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { keySpan, paddingMask, type Mask } from './mask.ts';

/** A block of the score matrix: queries `row` … and keys `column` …, `rows` × `columns` of them. */
export interface Tile {
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
}

/** What the tiles are cut from. */
export interface TileGrid {
  readonly queries: number;
  readonly keys: number;
  readonly rowTile: number;
  readonly keyTile: number;
}

/** The tiles of each block of rows; those that the mask closes as a whole are left out. */
export function tileRows(mask: Mask, { queries, keys, rowTile, keyTile }: TileGrid): Tile[][] {
  const blocks: Tile[][] = [];
  for (let row = 0; row < queries; row += rowTile) {
    const rows = Math.min(rowTile, queries - row);
    const { first, end } = keySpan(mask, { from: row, to: row + rows, queries, keys });
    const tiles: Tile[] = [];
    // on one grid for all rows, so that what several rows owe to a block of keys can be added up
    const start = Math.floor(first / keyTile) * keyTile;
    for (let column = start; column < end; column += keyTile) {
      tiles.push({ row, rows, column, columns: Math.min(keyTile, keys - column) });
    }
    blocks.push(tiles);
  }
  return blocks;
}

/** The scores of a tile, −∞ wherever the mask of the whole closes. [.., rows, columns] */
export function maskedTile(
  scores: Tensor,
  mask: Mask,
  tile: Tile,
  { queries, keys }: TileGrid,
): Tensor {
  return tidy(() => {
    const limits: Tensor[] = [];
    const order = orderLimit(mask, tile, keys - queries);
    if (order) limits.push(order);
    if (mask.lengths) limits.push(partOf(paddingMask(mask.lengths, keys), tile));
    if (mask.allowed) limits.push(partOf(mask.allowed, tile));
    return limits.reduce(
      (open, limit) => where(limit, open, fill(open.shape, -Infinity) as Tensor),
      mask.bias ? add(scores, partOf(mask.bias, tile)) : scores,
    );
  });
}

/** The causal limit and the window within a tile; null when they close nothing of it. */
function orderLimit(mask: Mask, tile: Tile, offset: number): Tensor | null {
  const { row, rows, column, columns } = tile;
  const isCausal = mask.isCausal === true || mask.window !== undefined;
  const cutsEnd = isCausal && column + columns - 1 > row + offset;
  const cutsStart = mask.window !== undefined && column <= row + rows - 1 + offset - mask.window;
  if (!cutsEnd && !cutsStart) return null;
  const [i, j] = indices([rows, columns]);
  const distance = sub(j, i); // of j − i in the tile; the tile itself lies column − row further
  const last = offset + row - column;
  const before = lessEqual(distance, last);
  return mask.window === undefined ? before : and(before, greater(distance, last - mask.window));
}

/** The part of a mask that belongs to a tile; axes of length 1 serve all of it. */
function partOf(limit: Tensor, { row, rows, column, columns }: Tile): Tensor {
  const begin = limit.shape.map((length, axis) => {
    if (length === 1) return 0;
    return axis === limit.rank - 1 ? column : axis === limit.rank - 2 ? row : 0;
  });
  const size = limit.shape.map((length, axis) => {
    if (length === 1) return 1;
    return axis === limit.rank - 1 ? columns : axis === limit.rank - 2 ? rows : -1;
  });
  return slice(limit, begin, size);
}
