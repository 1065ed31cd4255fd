import { stripIsolates } from './bidi.ts';
import { intlTag, type Locale } from './locale.ts';

const MINUS = '\u2212';

/** How a number is written. Without options: whole numbers in full, others to four significant digits. */
export interface NumberOptions {
  /** Digits after the point, always all of them: for columns that must line up. */
  readonly decimals?: number;
  /** Significant digits at most. */
  readonly significant?: number;
  /** Thousands separators; default true. */
  readonly isGrouped?: boolean;
}

/**
 * A number for reading: Latin digits, `.` and `,`, a true minus sign, no hidden direction marks (the caller isolates it
 * with `<bdi dir="ltr">`). NaN, ∞ and −∞ are written as such; −0 keeps its sign, but a small negative value that rounds
 * to zero does not. Beyond 10¹² and below 10⁻⁴ it turns to `1.2e−7`, as code writes it.
 */
export function formatNumber(value: number, locale: Locale, options: NumberOptions = {}): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (Object.is(value, -0)) return `${MINUS}0`;
  const isGrouped = options.isGrouped ?? true;
  if (options.decimals !== undefined) {
    const digits = Math.max(0, Math.min(20, options.decimals));
    return written(value, locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: isGrouped,
    });
  }
  const significant = options.significant ?? 4;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e12 || size < 1e-4)) return scientific(value, significant);
  if (options.significant === undefined && Number.isInteger(value)) {
    return written(value, locale, { maximumFractionDigits: 0, useGrouping: isGrouped });
  }
  return written(value, locale, {
    maximumSignificantDigits: significant,
    useGrouping: isGrouped,
  });
}

function written(value: number, locale: Locale, options: Intl.NumberFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(intlTag(locale), { ...options, signDisplay: 'negative' });
    formats.set(key, format);
  }
  return stripIsolates(format.format(value)).replace('-', MINUS);
}
// Making an Intl object costs about 50 µs; a heat map asks a thousand times.
const formats = new Map<string, Intl.NumberFormat>();

function scientific(value: number, significant: number): string {
  const [mantissa, exponent] = value.toExponential(Math.max(0, significant - 1)).split('e');
  const short = mantissa!.includes('.') ? mantissa!.replace(/\.?0+$/, '') : mantissa!;
  return `${short}e${exponent!.replace('+', '')}`.replaceAll('-', MINUS);
}

/** A share from 0 to 1 as a percentage with at most `decimals` digits after the point (default 0). */
export function formatPercent(share: number, locale: Locale, decimals = 0): string {
  return `${formatNumber(share * 100, locale, { decimals })}%`;
}

/** A value and its unit, joined by a no-break space; a percent or degree sign stands close. For `<bdi dir="ltr">`. */
export function withUnit(value: string, unit: string | undefined): string {
  if (!unit) return value;
  return /^[%°]/.test(unit) ? value + unit : `${value}\u00a0${unit}`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes in binary units with three significant digits: `512 B`, `1.5 KiB`. Units stay Latin in both languages. */
export function formatBytes(bytes: number, locale: Locale): string {
  let size = Math.abs(bytes);
  let step = 0;
  // 1023.5 would be written "1,020 KiB" by rounding to three digits: go up before that.
  while (size >= 999.5 && step < BYTE_UNITS.length - 1) {
    size /= 1024;
    step += 1;
  }
  const signed = bytes < 0 ? -size : size;
  return withUnit(formatNumber(signed, locale, { significant: 3 }), BYTE_UNITS[step]);
}

/** A span of time for reading: `0.4 ms`, `24 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`. Units stay Latin. */
export function formatDuration(ms: number, locale: Locale): string {
  const number = (value: number, unit: string, significant = 3): string =>
    withUnit(formatNumber(value, locale, { significant }), unit);
  if (!Number.isFinite(ms)) return withUnit(formatNumber(ms, locale), 's');
  if (Math.abs(ms) < 0.001) return number(ms * 1e6, 'ns');
  if (Math.abs(ms) < 0.1) return number(ms * 1000, 'µs');
  if (Math.abs(ms) < 999.5) return number(ms, 'ms', ms < 10 ? 2 : 3);
  const seconds = Math.round(ms / 1000);
  if (ms < 59_950) return number(ms / 1000, 's', ms < 10_000 ? 2 : 3);
  const [big, small, bigUnit, smallUnit] =
    seconds < 3600
      ? [Math.floor(seconds / 60), seconds % 60, 'min', 's']
      : [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), 'h', 'min'];
  const head = withUnit(formatNumber(big, locale), bigUnit);
  return small === 0 ? head : `${head} ${withUnit(formatNumber(small, locale), smallUnit)}`;
}

/** Texts of a counted thing. Arabic needs all six; English needs `one` and `other`. `{n}` becomes the number. */
export type PluralForms = Readonly<
  Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
>;

/** The right form for a count, with `{n}` replaced by the number as the language writes it. */
export function plural(locale: Locale, count: number, forms: PluralForms): string {
  const rule = rules[locale].select(count);
  return (forms[rule] ?? forms.other).replaceAll('{n}', formatNumber(count, locale));
}
const rules: Record<Locale, Intl.PluralRules> = {
  ar: new Intl.PluralRules(intlTag('ar')),
  en: new Intl.PluralRules(intlTag('en')),
};

/** Arabic-Indic and Persian digits, «٫» and «٬» replaced by what code understands. */
export function toLatinDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',');
}

/**
 * The number that a reader typed, in Latin, Arabic-Indic or Persian digits, with thousands separators where they belong,
 * or null. `1,5` is null: in one country it is one and a half, in another a slip.
 */
export function parseNumber(text: string): number | null {
  const plain = toLatinDigits(stripIsolates(text))
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(/[\u2212\u2013\ufe63\uff0d]/g, '-');
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(\.\d*)?(e[+-]?\d+)?$/i.exec(plain);
  if (!match || !/\d/.test((match[2] ?? '') + (match[3] ?? ''))) return null;
  const value = Number(plain.replaceAll(',', ''));
  return Number.isFinite(value) ? value : null;
}
