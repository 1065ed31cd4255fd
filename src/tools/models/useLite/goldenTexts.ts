import type { VocabularyPiece } from '../../../kit/encoder/index.ts';
import { random } from '../../../kit/random.ts';

const long =
  'Attention lets a model look at every token of a sentence before it decides what any one of them means. ' +
  'For each token it makes a query, a key and a value; the query is compared with all keys, the scores are ' +
  'turned into weights that sum to one, and the output is the mixture of values that these weights describe. ' +
  'Several heads do this side by side, each with matrices of its own, so that one may follow grammar while ' +
  'another follows meaning. Nothing in the sum depends on how far apart two tokens stand, which is why their ' +
  'places have to be told by waves of different lengths that are added at the very beginning.';

/** Sentences that the encoder is held against: short and long, plain and awkward, some that it cannot understand. */
export const sentences: readonly string[] = [
  'The bank raised interest rates.',
  'She sat on the bank of the river.',
  'How old are you?',
  'What is your age?',
  '',
  'hello',
  'a',
  '.',
  'Attention lets the model look at all tokens.',
  'The network can weigh every word in the sequence.',
  'A customer disputes a card payment that she never made.',
  'Fraudulent transactions are often small at first.',
  'The transfer was sent at 3:45 am from a new device.',
  'He said: ":) wait: http://example.org :-("',
  '  Two  spaces   before    and  between   words ',
  'tab\there and\na new line',
  'Caf\u00e9 na\u00efve r\u00e9sum\u00e9 co\u00f6perate',
  'ﬁne ligatures, Ⅷ numerals, ｆｕｌｌ ｗｉｄｔｈ and x² + y²',
  'I love it 😀😀 so much 👩‍💻!',
  '🙂',
  '人工智能 in one English sentence about machines and their makers',
  'كيف تعمل آلية الانتباه؟',
  'ما هو KV cache ولماذا يسرّع التوليد؟',
  'const scores = q.matMul(k.transpose()).div(Math.sqrt(d));',
  '1234567890 0.001 1,000,000 50% $20 #7 @home',
  'NO NO NO NO NO NO',
  'antidisestablishmentarianism floccinaucinihilipilification',
  'xqzjk wvvbn ptkfd',
  'The quick brown fox jumps over the lazy dog while the slow turtle watches from the shade of an old tree.',
  `${long.slice(0, 420)}`,
  long,
  `${long} ${long}`,
];

const awkward: readonly string[] = [
  ' ',
  '   ',
  '\t',
  '\n',
  '\u00a0',
  '\u2003wide\u3000spaces\u00a0here',
  '\u2581',
  'a\u2581b',
  '\u0000',
  '\ufffd',
  '\ufeffwith a mark of byte order',
  'soft\u00adhyphen zero\u200bwidth \u200fright to left',
  'e\u0301 and \u00e9 are one letter',
  '\u1e9b\u0323',
  '\ud83d',
  'half \udc00 of a pair',
  '👨‍👩‍👧‍👦',
  '🇸🇦🇯🇴',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚𝟛',
  'ﷺ ﷲ ﻻ',
  '½ ¼ ⅓ ™ ℃ № ㎏',
  '…',
  '...',
  '....',
  ':',
  ' :',
  '::',
  ':)',
  ':(',
  ':-)',
  ' :) :( :-)',
  '):',
  '(see above): this',
  'https://example.org/a?b=c&d=e#f',
  'time 10:30, ratio 16:9, a:b, 10:30:30',
  '"5 ”5 ”5”5',
  "it's we're they'll don't I'm",
  '<s></s>',
  '<s> extra_token_id_1 </s>',
  'constructor __proto__ toString hasOwnProperty',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'ab'.repeat(40),
  '!'.repeat(50),
  '-'.repeat(33),
  '▄▒═░►',
  'و',
  'وو و',
  'C++ C# F# .NET node.js',
  'snake_case camelCase kebab-case SCREAMING_CASE',
  'user@example.org',
  '€ £ ¥ ₹ ₿',
  'α β γ δ Σ √ ∞ ≤',
  'Привет мир',
  'こんにちは世界',
  '안녕하세요',
  'שלום עולם',
  'สวัสดี',
  'i\u0307 İ ı I',
  'ß ẞ ſ',
  "Don't  stop\u2026 'quotes' \u2018and\u2019 \u201cmore\u201d",
  '\ud800\udc00',
  'tab\tseparated\tvalues',
  'line\r\nends',
];

/** Texts that the tokenizer is held against: the sentences, awkward ones, and random ones that no one would think of. */
export function tokenizerTexts(vocabulary: readonly VocabularyPiece[]): readonly string[] {
  return [...sentences, ...awkward, ...randomTexts(vocabulary, 'golden', 160)];
}

/** Random texts: pieces run together, words of pieces, and characters from all over Unicode. */
export function randomTexts(
  vocabulary: readonly VocabularyPiece[],
  seed: string,
  count: number,
): readonly string[] {
  const draw = random(seed);
  const pieces = vocabulary.slice(6).map(([piece]) => piece);
  const colons = pieces.filter((piece) => piece.includes(':'));
  const alphabets = [
    () => String.fromCodePoint(32 + draw.integer(95)),
    () => String.fromCodePoint(0xa0 + draw.integer(0x250 - 0xa0)),
    () => String.fromCodePoint(draw.integer(0x11_0000)),
    () => draw.pick([' ', '  ', ':', '.', "'", '”', '5', '\u0301', '\n']),
  ];
  const some = (most: number, one: () => string) =>
    Array.from({ length: 1 + draw.integer(most) }, one);
  const kinds = [
    () => some(12, () => draw.pick(pieces)).join(''),
    () => some(8, () => draw.pick(pieces).replaceAll('\u2581', ' ')).join(' '),
    () =>
      some(6, () => draw.pick(draw.uniform() < 0.5 ? colons : pieces)).join(draw.pick(['', ' '])),
    () => some(24, draw.pick(alphabets)).join(''),
    () => some(24, () => draw.pick(alphabets)()).join(''),
  ];
  return Array.from({ length: count }, () => draw.pick(kinds)());
}
