import { formatNumber } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';

/**
 * Digits after the point for a block of numbers that should line up: 0 for whole numbers, else enough to tell a few
 * thousandths of the largest apart, between 0 and 4. Null when the block spans too much for one format.
 */
export function commonDecimals(values: ArrayLike<number>): number | null {
  let largest = 0;
  let isWhole = true;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    if (!Number.isInteger(value)) isWhole = false;
  }
  if (largest >= 1e6) return null;
  if (isWhole) return 0;
  if (largest >= 1000) return 0;
  if (largest >= 100) return 1;
  if (largest >= 0.1) return 2;
  if (largest >= 0.01) return 3;
  return largest >= 0.001 ? 4 : null;
}

/**
 * Digits after the point for a column of a table, where small and large values stand together and none may be rounded
 * away: two significant digits of the smallest, no more than the values have, six digits in all for the largest.
 */
export function columnDecimals(values: readonly number[]): number {
  const sizes = values.filter((v) => Number.isFinite(v) && v !== 0).map(Math.abs);
  if (sizes.length === 0) return 0;
  const power = (size: number): number => Math.floor(Math.log10(size));
  const smallest = sizes.reduce((a, b) => Math.min(a, b));
  const largest = sizes.reduce((a, b) => Math.max(a, b));
  const room = Math.max(0, 5 - Math.max(0, power(largest)));
  const wanted = Math.max(0, Math.min(room, 1 - power(smallest)));
  for (let digits = 0; digits < wanted; digits += 1) {
    if (sizes.every((size) => Math.abs(size - Number(size.toFixed(digits))) < 1e-9 * size)) {
      return digits;
    }
  }
  return wanted;
}

/** Writes the numbers of one block alike: common decimals when they have them, else two significant digits. */
export function blockFormat(
  values: ArrayLike<number>,
  locale: Locale,
  digits?: number,
): (value: number) => string {
  const decimals = digits ?? commonDecimals(values);
  if (decimals === null) return (value) => shortNumber(value, locale);
  return (value) =>
    Object.is(value, -0)
      ? formatNumber(0, locale, { decimals, isGrouped: false })
      : formatNumber(value, locale, { decimals, isGrouped: false });
}

function shortNumber(value: number, locale: Locale): string {
  if (!Number.isFinite(value) || value === 0) return formatNumber(value, locale);
  const [mantissa, exponent] = value.toExponential(1).split('e');
  return `${mantissa}e${exponent!.replace('+', '')}`.replaceAll('-', '−');
}
