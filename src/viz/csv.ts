import { stripIsolates } from '../i18n/bidi.ts';
import type { Grid } from './numbers.ts';

type Field = string | number | boolean | null | undefined;

/**
 * A table as CSV (RFC 4180): CRLF, quotes where they are needed and doubled inside, no direction marks. Numbers are
 * written as code reads them back, in full. A text that a spreadsheet would run as a formula gets a leading quote mark.
 */
export function toCsv(rows: readonly (readonly Field[])[]): string {
  return rows.map((row) => row.map(field).join(',') + '\r\n').join('');
}

function field(value: Field): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean') return String(value);
  const plain = stripIsolates(value);
  const text = /^[=+\-@\t\r]/.test(plain) && !isNumber(plain) ? `'${plain}` : plain;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** A matrix as CSV: names of rows and columns when there are any, else their indices. */
export function gridCsv(grid: Grid, rows?: readonly string[], cols?: readonly string[]): string {
  const head: Field[] = [''];
  for (let j = 0; j < grid.cols; j += 1) head.push(cols?.[j] ?? j);
  const body = Array.from({ length: grid.rows }, (_, i) => {
    const row: Field[] = [rows?.[i] ?? i];
    for (let j = 0; j < grid.cols; j += 1) row.push(grid.values[i * grid.cols + j]);
    return row;
  });
  return toCsv([head, ...body]);
}
