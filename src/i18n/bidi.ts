const LRI = '\u2066';
const RLI = '\u2067';
const FSI = '\u2068';
const PDI = '\u2069';

const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/;
// Marks and isolates that Intl, our labels or a pasted text may carry: they must not reach a file, a code or a test.
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** True when the text holds at least one Arabic letter. */
export function hasArabic(text: string): boolean {
  return ARABIC.test(text);
}

/**
 * Wraps each line of a label in directional isolates, so that a chart or a graph, which knows nothing of the page's
 * direction, shows it in order. `ours`: text from our catalogues; Arabic is forced right to left even when it starts
 * with a Latin word («Model 13B كبير»). `data`: names and texts that a reader or a data set gave, direction unknown.
 * Empty lines stay empty. Only for pictures: an export or an axis value must never carry these marks.
 */
export function label(text: string, kind: 'ours' | 'data'): string {
  return stripIsolates(text)
    .split('\n')
    .map((line) => (line === '' ? '' : opening(line, kind) + line + PDI))
    .join('\n');
}

function opening(line: string, kind: 'ours' | 'data'): string {
  if (kind === 'data') return FSI;
  return hasArabic(line) ? RLI : LRI;
}

// A number with its sign, its range, its percent or unit; −∞; a product of sizes: `−0.5`, `10–20 ms`, `6 × 8`, `+5%`.
const NUMBERS =
  /[+\u2212-]?(?:\d[\d.,]*|\u221e)(?:\s?[%×–/:^-]\s?[+\u2212-]?(?:\d[\d.,]*\d|\d|\u221e))*%?(?:[ \u00a0](?:[kMGTP]i?B(?:\/s)?|[numµ]?s|min|h|B|GFLOP\/s|W|kWh|USD|SAR|px)\b)?/gu;

/**
 * Arabic text with each number that has a sign, a range, a product or a unit wrapped in a left-to-right isolate: the
 * sign of a bare `−0.5` jumps to its right side, and a bare range reads backwards.
 */
export function isolateNumbers(text: string): string {
  return text.replace(NUMBERS, (match) => {
    // A comma or point that ends the clause is not part of the number.
    const tail = /[.,]+$/.exec(match)?.[0] ?? '';
    const number = match.slice(0, match.length - tail.length);
    return /^\d+$/.test(number) ? match : LRI + number + PDI + tail;
  });
}

/** The text without directional marks and isolates. */
export function stripIsolates(text: string): string {
  return text.replace(MARKS, '');
}
