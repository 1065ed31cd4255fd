import { preview } from './tree.ts';
import type { Links, TableColumn, TableValue, TableView, Words } from './types.ts';

/** The key under which rows may carry their own columns, so that `table(rows)` alone labels them in both languages. */
export const COLUMNS = Symbol.for('kit/show/columns');

/** How a table is shown. */
export interface TableOptions {
  /** Which columns, in which order; default: those that the rows bring along, else every key of the rows. */
  readonly columns?: readonly (string | TableColumn)[];
  /** `rows`: the group whose index is the row, so that other pictures light up with it. */
  readonly links?: Links;
  readonly caption?: Words;
}

/**
 * Rows as a table. Values are texts, numbers, booleans, null or a text per language; anything else is shown as text.
 * @throws TypeError when a row is not an object
 */
export function table(rows: readonly object[], options: TableOptions = {}): TableView {
  if (!Array.isArray(rows))
    throw new TypeError(`table: rows must be an array of objects, got ${typeof rows}`);
  rows.forEach((row: unknown, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new TypeError(`table: row ${index} must be an object`);
    }
  });
  const columns = (options.columns ?? ownColumns(rows) ?? keysOf(rows)).map((column) =>
    typeof column === 'string' ? { key: column, label: column } : column,
  );
  const plain = rows.map((row) => {
    const record = row as Readonly<Record<string, unknown>>;
    return Object.fromEntries(columns.map(({ key }) => [key, tableValue(record[key])]));
  });
  return {
    kind: 'table',
    columns,
    rows: plain,
    totalRows: rows.length,
    ...(options.links === undefined ? {} : { links: options.links }),
    ...(options.caption === undefined ? {} : { caption: options.caption }),
  };
}

function ownColumns(rows: readonly object[]): readonly TableColumn[] | undefined {
  const columns = rows[0] && (Reflect.get(rows[0], COLUMNS) as unknown);
  return Array.isArray(columns) ? (columns as TableColumn[]) : undefined;
}

function keysOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function tableValue(value: unknown): TableValue {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      if (isWords(value)) return { ar: value.ar, en: value.en };
      if (value instanceof Date)
        return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
      return preview(value);
    default:
      return String(value);
  }
}

function isWords(value: object): value is { ar: string; en: string } {
  return (
    'ar' in value && 'en' in value && typeof value.ar === 'string' && typeof value.en === 'string'
  );
}
