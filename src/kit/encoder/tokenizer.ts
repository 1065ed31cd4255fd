/** A text as the model reads it: one id and one piece per token. */
export interface Tokens {
  /** Places in the vocabulary; 0 is a run of characters that no piece covers. */
  readonly ids: readonly number[];
  /** The text of each token; `▁` stands for the space before a word. */
  readonly pieces: readonly string[];
}

/** One piece of the vocabulary and the logarithm of its probability; null, as the original has it for pieces with a colon. */
export type VocabularyPiece = readonly [piece: string, logProb: number | null];

/** Cuts a text into pieces. */
export type Tokenizer = (text: string) => Tokens;

const UNKNOWN = 0;
/** The first ids stand for no text: unknown, start, end and three that the model never used. */
const RESERVED = 6;
const SPACE = '\u2581';

/**
 * The tokenizer of a SentencePiece unigram model: of all ways to cut the text into pieces of the vocabulary it takes the
 * one whose pieces are likeliest together (Viterbi). Compatibility forms are made plain first (NFKC), every space becomes
 * `▁`, and so does the beginning of the text.
 *
 * It cuts as the code that this model was published with does, also where that differs from the paper: a place where no
 * piece ends counts as an unknown character of score 0, a sum of exactly 0 is taken for "nothing found yet", a piece
 * without a score has 0, equal sums go to the shorter last piece, and runs of unknown characters become one token.
 *
 * @see Kudo, "Subword Regularization", 2018, §3.2
 */
export function createTokenizer(vocabulary: readonly VocabularyPiece[]): Tokenizer {
  const idOf = new Map<string, number>();
  let longest = 1;
  for (let id = RESERVED; id < vocabulary.length; id++) {
    const piece = vocabulary[id]?.[0] ?? '';
    // of pieces that stand twice in the vocabulary the last one counts
    idOf.set(piece, id);
    longest = Math.max(longest, [...piece].length);
  }

  return (text) => {
    const symbols = [...withSpaceMarks(text)];
    const best = bestEndings(symbols, vocabulary, idOf, longest);
    return readBack(symbols, best, vocabulary);
  };
}

function withSpaceMarks(text: string): string {
  const plain = text.normalize('NFKC');
  return plain === '' ? '' : SPACE + plain.replaceAll(' ', SPACE);
}

/** For each place between two symbols: the piece that ends there on the likeliest way from the beginning. */
function bestEndings(
  symbols: readonly string[],
  vocabulary: readonly VocabularyPiece[],
  idOf: ReadonlyMap<string, number>,
  longest: number,
): Int32Array {
  const scores = new Float64Array(symbols.length + 1);
  const ids = new Int32Array(symbols.length + 1).fill(UNKNOWN);
  const offer = (end: number, id: number, score: number) => {
    const known = scores[end] ?? 0;
    if (known !== 0 && score < known) return;
    scores[end] = score;
    ids[end] = id;
  };
  for (let start = 0; start < symbols.length; start++) {
    const before = scores[start] ?? 0;
    let piece = '';
    let isCovered = false;
    for (let end = start + 1; end <= Math.min(symbols.length, start + longest); end++) {
      piece += symbols[end - 1] ?? '';
      const id = idOf.get(piece);
      if (id === undefined) continue;
      isCovered = true;
      offer(end, id, before + (vocabulary[id]?.[1] ?? 0));
    }
    if (!isCovered) offer(start + 1, UNKNOWN, before);
  }
  return ids;
}

/** From the end back to the beginning, piece by piece. */
function readBack(
  symbols: readonly string[],
  endings: Int32Array,
  vocabulary: readonly VocabularyPiece[],
): Tokens {
  const ids: number[] = [];
  const pieces: string[] = [];
  for (let end = symbols.length; end > 0;) {
    const id = endings[end] ?? UNKNOWN;
    const length = id === UNKNOWN ? 1 : [...(vocabulary[id]?.[0] ?? '?')].length;
    const piece = symbols.slice(end - length, end).join('');
    if (id === UNKNOWN && ids.at(-1) === UNKNOWN) pieces.push(piece + (pieces.pop() ?? ''));
    else {
      ids.push(id);
      pieces.push(piece);
    }
    end -= length;
  }
  return { ids: ids.reverse(), pieces: pieces.reverse() };
}
