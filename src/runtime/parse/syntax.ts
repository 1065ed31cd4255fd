import type { Place } from '../analysis.ts';
import { Fault, placeAt } from './fault.ts';
import { scan, type Opener } from './scan.ts';

const found =
  /(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*|"[^"\n]*"?|'[^'\n]*'?|=>|\*\*|&&|\|\||\?\?|[=!]==?|[^\s])/uy;

/** The offset of a place in `source`, or its end when the place lies beyond. */
function offsetOf(source: string, place: Place): number {
  let start = 0;
  for (let line = 1; line < place.line; line++) {
    const next = source.indexOf('\n', start);
    if (next < 0) return source.length;
    start = next + 1;
  }
  const end = source.indexOf('\n', start);
  return Math.min(start + place.column - 1, end < 0 ? source.length : end);
}

/**
 * A `syntax` fault at `place`, in words close to V8's. `details` may hold `found` (the offending text), `expected`, and
 * `opener` with `openerLine`: the bracket or quote that is never closed.
 */
export function syntaxFault(message: string, place: Place, source: string): Fault {
  const offset = offsetOf(source, place);
  const details: Record<string, unknown> = {};
  const expected = /, expected "(.+)"$/.exec(message)?.[1];
  if (expected) details.expected = expected;

  let where = placeAt(source, offset);
  let text = message;
  const rest = source.slice(offset);
  const isAtEnd = rest.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '').trim() === '';
  found.lastIndex = rest.search(/\S/) < 0 ? source.length : offset + rest.search(/\S/);
  const token = isAtEnd ? '' : (found.exec(source)?.[0] ?? '');
  if (token !== '') details.found = token;

  const opener = openerAt(source, offset, isAtEnd, expected);
  // A template says so itself, in its message.
  if (opener && opener.text !== '`') {
    details.opener = opener.text;
    details.openerLine = placeAt(source, opener.offset).line;
  }
  if (/^Unterminated template/.test(message)) {
    const quote = scan(source).unclosed.findLast((open) => open.text === '`');
    if (quote) where = placeAt(source, quote.offset);
  } else if (
    /^Unexpected token|^Unexpectedly/.test(message) ||
    (isAtEnd && message.startsWith('Unexpected'))
  ) {
    text = isAtEnd ? 'Unexpected end of input' : unexpected(token);
    if (expected) text += `, expected '${expected}'`;
  }
  return new Fault('syntax', text, where, details);
}

/** What was opened and never closed, where that is what the fault comes down to. */
function openerAt(
  source: string,
  offset: number,
  isAtEnd: boolean,
  expected?: string,
): Opener | null {
  const { unclosed, mismatch } = scan(source);
  if (mismatch && (isAtEnd || mismatch.closer.offset <= offset)) return mismatch.opener;
  if (isAtEnd) return unclosed.at(-1) ?? null;
  if (!expected || !/^[,)\]}]$/.test(expected)) return null;
  return scan(source.slice(0, offset)).unclosed.at(-1) ?? null;
}

function unexpected(token: string): string {
  if (/^\d/.test(token)) return `Unexpected number '${token}'`;
  if (/^["']/.test(token)) return 'Unexpected string';
  if (/^[\p{ID_Start}$_]/u.test(token)) return `Unexpected identifier '${token}'`;
  return `Unexpected token '${token}'`;
}
