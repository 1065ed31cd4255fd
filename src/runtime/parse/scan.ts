import { Fault, placeAt } from './fault.ts';

/** An opening bracket, quote or backtick without its partner. */
export interface Opener {
  readonly text: string;
  readonly offset: number;
}

/** What a look at the bare characters tells, before any parser has seen them. */
export interface Scan {
  /** Openers still open at the end, innermost last. */
  readonly unclosed: readonly Opener[];
  /** The first closer that fits no opener, and the opener that it met. */
  readonly mismatch: { readonly closer: Opener; readonly opener: Opener | null } | null;
}

const closerOf: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '`': '`',
  '${': '}',
};

/** Deeper than any code that a person writes, and well inside what the parsers' recursion stands. */
const maxDepth = 1000;
/** sucrase tries every prefix `<` twice, so n of them inside each other cost 2ⁿ. */
const maxPrefixAngles = 12;

const valueBefore = /[\w$)\]}"'`\u00a1-\uffff]/;
const keywordBefore =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|do|else|yield|await)$/;
const statementWord =
  /^(?:const|let|var|function|class|return|if|for|while|export|import|type|interface|async|throw|switch|try)$/;
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*|\d[\w.]*|=>|[^\s]/uy;
const regex = /\/(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\[\n])+\/[\w]*/y;
const space = /\s*/y;
const templateChars = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;

interface Level extends Opener {
  /** Prefix `<` seen since this level's last separator. */
  angles: number;
}

/**
 * Looks for brackets without partner, and refuses what would make the parsers overflow or take forever.
 * @throws Fault `syntax` when the text is nested too deeply
 */
export function scan(source: string): Scan {
  const levels: Level[] = [{ text: '', offset: 0, angles: 0 }];
  let mismatch: Scan['mismatch'] = null;
  let angles = 0;
  let offset = 0;
  let lastText = '';
  const top = (): Level => levels[levels.length - 1] as Level;
  const tooDeep = (at: number): Fault =>
    new Fault('syntax', 'The code is nested too deeply', placeAt(source, at), { reason: 'depth' });
  const open = (text: string, at: number): void => {
    if (levels.length > maxDepth) throw tooDeep(at);
    levels.push({ text, offset: at, angles: 0 });
  };
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = offset;
    return pattern.exec(source)?.[0] ?? '';
  };
  const isPrefix = (): boolean =>
    lastText === '' || !valueBefore.test(lastText.slice(-1)) || keywordBefore.test(lastText);

  while (offset < source.length) {
    if (top().text === '`') {
      offset += match(templateChars).length;
      if (source.startsWith('${', offset)) {
        open('${', offset);
        offset += 2;
        lastText = '{';
      } else if (offset < source.length) {
        levels.pop();
        offset += 1;
        lastText = '`';
      }
      continue;
    }
    offset += match(space).length;
    if (offset >= source.length) break;
    const text = match(token) || source.charAt(offset);
    if (text.startsWith('//') || text.startsWith('/*')) {
      offset += text.length;
      continue;
    }
    const at = offset;
    offset += text.length;
    if (text === '/' && isPrefix()) {
      offset = at;
      offset += Math.max(1, match(regex).length);
      lastText = 'x';
      continue;
    }
    if (text === '(' || text === '[' || text === '{' || text === '`') open(text, at);
    else if (text === ')' || text === ']' || text === '}') {
      const level = top();
      if (closerOf[level.text] === text) {
        levels.pop();
        angles -= level.angles;
      } else {
        mismatch ??= { closer: { text, offset: at }, opener: levels.length > 1 ? level : null };
      }
    } else if (text === ',' || text === ';' || statementWord.test(text)) {
      angles -= top().angles;
      top().angles = 0;
    } else if (text === '<' && isPrefix()) {
      top().angles++;
      if (++angles > maxPrefixAngles) throw tooDeep(at);
    }
    lastText = text;
  }
  return { unclosed: levels.slice(1), mismatch };
}
