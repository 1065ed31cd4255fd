/** A doc comment, cut into what readers look for. */
export interface DocComment {
  /** What it gives: the first sentence. */
  readonly summary: string;
  /** Everything after it, paragraphs parted by an empty line. */
  readonly rest: string;
  /** Parameters that the comment speaks of, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly returns: string | null;
  readonly throws: readonly string[];
  /** Papers and other sources. */
  readonly sources: readonly string[];
}

const TAG = /(?:^|\s)@(throws|see|returns|param)\b/;
/** A full stop, question or exclamation mark before a space and a capital, a bracket or code; `et al.` ends nothing. */
const SENTENCE_END = /(?<!\b(?:al|e\.g|i\.e|cf|vs))[.?!](?=\s+[\p{Lu}`[(]|\s*$)/u;

/** Takes a doc comment apart: its frame of asterisks away, sentences and tags each for themselves. */
export function readComment(comment: string): DocComment {
  const lines = comment
    .replace(/^\/\*\*+/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const [text = '', ...tagged] = lines.join('\n').trim().split(TAG);
  const params: Record<string, string> = {};
  const throws: string[] = [];
  const sources: string[] = [];
  let returns: string | null = null;
  for (let at = 0; at < tagged.length; at += 2) {
    const value = oneLine(tagged[at + 1] ?? '');
    const [, name = '', about = ''] = /^(\S+)\s+(?:[-–—]\s+)?(.*)$/.exec(value) ?? [];
    if (tagged[at] === 'throws') throws.push(value);
    else if (tagged[at] === 'see') sources.push(value);
    else if (tagged[at] === 'returns') returns = value;
    else if (name) params[name] = about;
  }
  return { ...cutSentence(text.trim()), params, returns, throws, sources };
}

function cutSentence(text: string): { summary: string; rest: string } {
  const [first = '', ...others] = text.split(/\n\s*\n/);
  const whole = oneLine(first);
  const end = SENTENCE_END.exec(whole);
  const summary = end ? whole.slice(0, end.index + 1) : whole;
  const more = whole.slice(summary.length).trim();
  return { summary, rest: [more, ...others].filter((part) => part.trim()).join('\n\n') };
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
