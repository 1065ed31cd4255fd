import { hasArabic } from '../i18n/bidi.ts';
import { formatNumber, withUnit } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { TableColumn, TableValue, TableView } from '../kit/show/types.ts';
import { toCsv } from './csv.ts';
import { columnDecimals } from './digits.ts';
import { inWords } from './words.ts';

/** A value of a table in one language. */
export type Cell = string | number | boolean | null;

export interface ModelColumn {
  readonly label: string;
  readonly unit?: string | undefined;
  readonly type: 'number' | 'text' | 'code';
  readonly write: (value: Cell) => string;
}

/** A table ready to be drawn or saved: one language, each column knows how to write its values. */
export interface TableModel {
  readonly columns: readonly ModelColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** One column of a twin: its values decide its type and format. */
export function modelColumn(
  label: string,
  values: readonly Cell[],
  locale: Locale,
  options: {
    unit?: string | undefined;
    digits?: number | undefined;
    type?: TableColumn['type'];
  } = {},
): ModelColumn {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const isNumeric = numbers.length > 0 && values.every((v) => v === null || typeof v === 'number');
  const type = options.type ?? (isNumeric ? 'number' : 'text');
  const decimals = options.digits ?? columnDecimals(numbers);
  const write = (value: Cell): string => {
    if (value === null) return '–';
    if (typeof value === 'boolean') return vizText(locale, value ? 'yes' : 'no');
    if (typeof value === 'number') {
      // Beside values in the thousands, some millionths cannot share one format: those go their own way.
      const isLost =
        options.digits === undefined && value !== 0 && Math.abs(value) < 10 ** -decimals / 2;
      return isLost
        ? formatNumber(value, locale, { significant: 2 })
        : formatNumber(value === 0 ? 0 : value, locale, { decimals });
    }
    return value;
  };
  return { label, unit: options.unit, type, write };
}

function resolved(value: TableValue | undefined, locale: Locale): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? inWords(value, locale) : value;
}

/** A table view in one language. A value missing from a row is null. */
export function tableModel(view: TableView, locale: Locale): TableModel {
  const rows = view.rows.map((row) =>
    view.columns.map((column) => resolved(row[column.key], locale)),
  );
  const columns = view.columns.map((column, j) =>
    modelColumn(
      inWords(column.label, locale),
      rows.map((row) => row[j]!),
      locale,
      { unit: column.unit, digits: column.digits, type: column.type },
    ),
  );
  return { columns, rows };
}

/** The table as a CSV file; units go into the head, numbers are written in full. */
export function modelCsv(model: TableModel): string {
  const head = model.columns.map((column) =>
    column.unit ? `${column.label} (${column.unit})` : column.label,
  );
  return toCsv([head, ...model.rows]);
}

/** The head of a column as text, with its unit. */
export function headText(column: ModelColumn): string {
  return withUnit(column.label, column.unit);
}

/**
 * Order of the rows by one column: numbers by size, texts by the language's own order, what is missing last in both
 * directions. Returns places in `model.rows`; equal values keep theirs.
 */
export function sortedRows(
  model: TableModel,
  column: number,
  isDescending: boolean,
  locale: Locale,
): number[] {
  const collator = new Intl.Collator(locale, { numeric: true });
  const compare = (a: Cell, b: Cell): number => {
    const [noA, noB] = [isMissing(a), isMissing(b)];
    if (noA || noB) return Number(noA) - Number(noB);
    const order =
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : collator.compare(String(a), String(b));
    return isDescending ? -order : order;
  };
  return model.rows
    .map((_, i) => i)
    .sort((i, j) => compare(model.rows[i]![column]!, model.rows[j]![column]!) || i - j);
}

function isMissing(value: Cell): boolean {
  return value === null || Number.isNaN(value);
}

/** Direction of a text cell: its own for Arabic and Latin sentences, left to right for code. */
export function cellDirection(text: string, type: ModelColumn['type']): 'ltr' | 'rtl' | 'auto' {
  if (type !== 'text') return 'ltr';
  return hasArabic(text) ? 'auto' : 'ltr';
}
