import type { Block, Numbers } from '../kit/show/types.ts';

/** A matrix as the pictures read it: `at(i, j)` of `values`, row-major. */
export interface Grid {
  readonly rows: number;
  readonly cols: number;
  readonly values: ArrayLike<number>;
}

function isBlock(numbers: Numbers): numbers is Block {
  return !Array.isArray(numbers) && 'values' in numbers;
}

function isNested(
  numbers: readonly number[] | readonly (readonly number[])[],
): numbers is readonly (readonly number[])[] {
  return Array.isArray(numbers[0]);
}

/** Whether a list given as an axis is numbers or names; a tensor must have become a block on its way here. */
export function flat(numbers: Numbers): ArrayLike<number> {
  if (isBlock(numbers)) return numbers.values;
  if (!Array.isArray(numbers)) throw new Error('internal: a live tensor reached the page');
  const list = numbers as readonly number[] | readonly (readonly number[])[];
  return isNested(list) ? list.flat() : list;
}

/**
 * Numbers as rows and columns. A vector is one row, a single number one cell; ragged lists are filled up with NaN,
 * which is drawn hatched, so that a mistake in the data is seen instead of hidden.
 */
export function toGrid(numbers: Numbers): Grid {
  if (isBlock(numbers)) {
    const { shape, values } = numbers;
    if (shape.length > 2) {
      throw new Error(`matrix: expected rank 2 at most, got shape [${shape.join(', ')}]`);
    }
    const cols = shape.length === 0 ? 1 : shape[shape.length - 1]!;
    return { rows: shape.length === 2 ? shape[0]! : 1, cols, values };
  }
  if (!Array.isArray(numbers)) throw new Error('internal: a live tensor reached the page');
  const list = numbers as readonly number[] | readonly (readonly number[])[];
  if (!isNested(list)) return { rows: list.length === 0 ? 0 : 1, cols: list.length, values: list };
  const cols = Math.max(0, ...list.map((row) => row.length));
  const values = new Array<number>(list.length * cols).fill(NaN);
  list.forEach((row, i) => row.forEach((value, j) => (values[i * cols + j] = value)));
  return { rows: list.length, cols, values };
}

/** The leading part of a grid, for pictures that hold no more. */
export function leading(grid: Grid, maxRows: number, maxCols: number): Grid {
  const rows = Math.min(grid.rows, maxRows);
  const cols = Math.min(grid.cols, maxCols);
  if (rows === grid.rows && cols === grid.cols) return grid;
  const values = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < cols; j += 1) values[i * cols + j] = grid.values[i * grid.cols + j]!;
  }
  return { rows, cols, values };
}

/** One row of a grid. */
export function rowOf(grid: Grid, row: number): number[] {
  return Array.from({ length: grid.cols }, (_, j) => grid.values[row * grid.cols + j]!);
}
