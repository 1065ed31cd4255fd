import type { Locale } from '../i18n/locale.ts';
import type { Hue, MatrixView } from '../kit/show/types.ts';
import { blockFormat } from './digits.ts';
import { leading, toGrid, type Grid } from './numbers.ts';
import { scaleOf, type Scale } from './ramp.ts';

/** The largest matrix that is drawn with its numbers, and the largest that is drawn at all. */
export const MAX_NUMBERED = 32;
export const MAX_DRAWN = 256;

/** A matrix view ready to be drawn. */
export interface MatrixModel {
  readonly grid: Grid;
  /** Size before the cut to what is drawn. */
  readonly fullRows: number;
  readonly fullCols: number;
  readonly rowNames: readonly string[] | undefined;
  readonly colNames: readonly string[] | undefined;
  readonly hue: Hue;
  readonly scale: Scale;
  readonly write: (value: number) => string;
  /** Small enough for numbers in the cells. */
  readonly isNumbered: boolean;
}

/** Reads a matrix view: cuts it to what can be drawn, finds its scale and the format of its numbers. */
export function matrixModel(view: MatrixView, locale: Locale): MatrixModel {
  const full = toGrid(view.values);
  const grid = leading(full, MAX_DRAWN, MAX_DRAWN);
  const write = blockFormat(full.values, locale, view.digits);
  return {
    grid,
    fullRows: full.rows,
    fullCols: full.cols,
    rowNames: view.rows,
    colNames: view.cols,
    hue: view.hue ?? 'output',
    scale: scaleOf(full.values, view.domain),
    write: view.hasGaps ? (value) => (Number.isNaN(value) ? '' : write(value)) : write,
    isNumbered: grid.rows <= MAX_NUMBERED && grid.cols <= MAX_NUMBERED,
  };
}

/** Width of a column in px: room for the longest number, and for names of up to a dozen letters. */
export function columnWidth(model: MatrixModel, charPx: number): number {
  const { grid, colNames } = model;
  const numbers = longestNumber(model) * charPx + (grid.cols > 12 ? 8 : 16);
  if (!colNames || grid.cols > 12) return Math.ceil(numbers);
  const names = Math.max(0, ...colNames.map((name) => name.length)) * 6.9 + 6;
  return Math.ceil(Math.max(numbers, grid.cols <= 8 ? 54 : 44, Math.min(84, names)));
}

/** The least width in px that still holds every number, in the smallest type that is used. */
export function narrowestColumn(model: MatrixModel): number {
  return Math.ceil(longestNumber(model) * 6.5 + 3);
}

function longestNumber({ grid, write }: MatrixModel): number {
  let letters = 1;
  for (let i = 0; i < grid.rows * grid.cols; i += 1) {
    letters = Math.max(letters, write(grid.values[i]!).length);
  }
  return letters;
}

/** Column of the largest finite value of a row, or −1. */
export function peakOf(grid: Grid, row: number): number {
  let peak = -1;
  for (let j = 0; j < grid.cols; j += 1) {
    const value = grid.values[row * grid.cols + j]!;
    if (!Number.isFinite(value)) continue;
    if (peak < 0 || value > grid.values[row * grid.cols + peak]!) peak = j;
  }
  return peak;
}

/** The cell that a key leads to, or null when the key is none of ours. Columns run left to right in both languages. */
export function stepCell(
  key: string,
  isControl: boolean,
  [row, col]: readonly [number, number],
  rows: number,
  cols: number,
): [number, number] | null {
  const clamp = (i: number, n: number): number => Math.max(0, Math.min(n - 1, i));
  switch (key) {
    case 'ArrowRight':
      return [row, clamp(col + 1, cols)];
    case 'ArrowLeft':
      return [row, clamp(col - 1, cols)];
    case 'ArrowDown':
      return [clamp(row + 1, rows), col];
    case 'ArrowUp':
      return [clamp(row - 1, rows), col];
    case 'PageDown':
      return [clamp(row + 8, rows), col];
    case 'PageUp':
      return [clamp(row - 8, rows), col];
    case 'Home':
      return [isControl ? 0 : row, 0];
    case 'End':
      return [isControl ? rows - 1 : row, cols - 1];
    default:
      return null;
  }
}
