/** A piece of Arabic text: `ltr` pieces hold a number that would be scrambled by its neighbours. */
export interface TextPiece {
  readonly text: string;
  readonly isLtr: boolean;
}

const NUMBER = String.raw`\d(?:[\d,]*\d)?(?:\.\d+)?(?:e[-+]?\d+)?`;
const UNIT = String.raw`(?:[KMGT]i?B|ms|µs|ns|s|[KMG]?Hz|[MGT]FLOPs?|px|W|bits?|tok)(?:\/s)?(?![\p{L}\d])`;
const OPERATOR = String.raw`\s?(?:[-–−+×÷*/=≈<>≤≥]|\.\.\.|…)\s?`;
const SIGN = String.raw`[-−+±~≈<>≤≥]\s?`;
const CURRENCY = String.raw`[$€£]`;

/**
 * Dates, signs, ranges, sums, units and currencies. A bare `12`, `3.5`, `4,096`, `16:9` or `95%` keeps its order by
 * itself and is left alone.
 */
const RISKY = new RegExp(
  [
    String.raw`(?<![\p{Script=Latin}\d._])\d{4}-\d{2}-\d{2}(?!\d)`,
    String.raw`(?<![\p{Script=Latin}\d._])(?:${SIGN})?${CURRENCY}\s?${NUMBER}(?:${OPERATOR}${CURRENCY}?${NUMBER})*`,
    String.raw`(?<![\p{Script=Latin}\d._])${SIGN}${NUMBER}%?(?:${OPERATOR}${NUMBER}%?)*(?:\s?${UNIT})?`,
    String.raw`(?<![\p{Script=Latin}\d._])${NUMBER}%?(?:${OPERATOR}${NUMBER}%?)+(?:\s?${UNIT})?`,
    String.raw`(?<![\p{Script=Latin}\d._])${NUMBER}\s?(?:${UNIT}|${CURRENCY})`,
  ].join('|'),
  'gu',
);

/**
 * Cuts right-to-left text at numbers that need an isolate of their own: beside Arabic, `-0.5` would show its sign on
 * the wrong side and `10-20 ms` would be read from the end.
 */
export function isolateNumbers(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(RISKY)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), isLtr: false });
    pieces.push({ text: match[0], isLtr: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isLtr: false });
  return pieces;
}

/** Something in Arabic prose that no isolate can save, and what the author should write instead. */
export interface BareText {
  readonly kind: 'number' | 'code';
  readonly text: string;
  /** Character offset in the text that was looked at. */
  readonly index: number;
}

const BARE_CODE = new RegExp(
  [
    String.raw`[A-Za-z_$][\w$]*(?:\.[\w$]+)*\(\)?`,
    String.raw`[A-Za-z_$][\w$]*\[[^\]]*\]`,
    String.raw`\b[CF]\+\+|\b[CF]#`,
    String.raw`=>|->|→|<=|>=|===?|\+\+|--\w+`,
    String.raw`\b[a-z]\w*_\w+|\b[a-z]+[A-Z]\w*`,
    String.raw`\{[^}]*:[^}]*\}`,
  ].join('|'),
  'gu',
);
const BARE_NUMBER =
  /(?<![\p{L}\d])\p{Script=Latin}\s?[=<>≤≥]\s?\S|(?<![\p{L}\d])[-+−±]\d|\d\s?[=×÷<>]|[=×÷<>]\s?\d/gu;

/** Code-like words and half formulas that stand bare in right-to-left text. Isolated numbers are not looked at. */
export function findBareText(text: string): BareText[] {
  // Isolated pieces become spaces: nothing is found in them and offsets stay.
  const rest = isolateNumbers(text)
    .map((piece) => (piece.isLtr ? ' '.repeat(piece.text.length) : piece.text))
    .join('');
  const found = (pattern: RegExp, kind: BareText['kind']) =>
    [...rest.matchAll(pattern)].map((match) => ({
      kind,
      text: match[0].trim(),
      index: match.index,
    }));
  return [...found(BARE_NUMBER, 'number'), ...found(BARE_CODE, 'code')].sort(
    (a, b) => a.index - b.index,
  );
}
