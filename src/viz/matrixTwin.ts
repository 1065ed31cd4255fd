import type { Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { MatrixModel } from './matrixModel.ts';
import { rowOf } from './numbers.ts';
import type { ModelColumn, TableModel } from './tableModel.ts';

/** Columns beyond this are left to the CSV file: nobody reads or hears a row of 256 numbers. */
const MAX_TWIN_COLS = 32;

/** A matrix as a table: one column with the rows' names, one for each of its columns, in the matrix's own number format. */
export function matrixTwin(model: MatrixModel, locale: Locale): TableModel {
  const { grid, rowNames, colNames, write } = model;
  const cols = Math.min(grid.cols, MAX_TWIN_COLS);
  const columns: ModelColumn[] = [
    {
      label: vizText(locale, 'row'),
      type: 'text',
      write: (value) => String(value),
    },
  ];
  for (let j = 0; j < cols; j += 1) {
    columns.push({
      label: colNames?.[j] === undefined ? String(j) : `${j} ${colNames[j]}`,
      type: 'number',
      write: (value) => (typeof value === 'number' ? write(value) : '–'),
    });
  }
  const rows = Array.from({ length: grid.rows }, (_, i) => [
    rowNames?.[i] === undefined ? String(i) : `${i} ${rowNames[i]}`,
    ...rowOf(grid, i).slice(0, cols),
  ]);
  return { columns, rows };
}
