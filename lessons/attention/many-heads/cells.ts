//#cell parts run=auto
// D = 4 places: names a thing, happens, causes, joins
const parts = {
  cause: { q: [0, 2, 0, 0], k: [1, 0, 2, 0], v: [0, 0, 1, 0] },
  event: { q: [1, 0, 2, 0], k: [0, 2, 0, 0], v: [0, 1, 0, 0] },
  thing: { q: [0, 2, 1, 0], k: [2, 0, 0, 0], v: [1, 0, 0, 0] },
  link: { q: [0, 2, 0, 1], k: [0, 0, 0, 2], v: [0, 0, 0, 0] },
  action: { q: [2, 0, 0, 0], k: [0, 1, 1, 0], v: [0, 1, 0, 0] },
  pronoun: { q: [3, 0, -1, 0], k: [1, 0, 0, 1], v: [0, 0, 0, 1] },
};
/** Token number in binary: 1 for one, −1 for zero. */
const code = (i: number) => [
  ...[4, 2, 1].map((bit) => (i & bit ? 1 : -1)),
  0,
];

//#cell vectors run=auto
import { group, matrix } from 'kit/show';
import { tensor } from 'kit/tensor';

const tokens = lesson.texts.sentence; // T = 6
const roles = lesson.roles as readonly (keyof typeof parts)[];
const before = (i: number) =>
  i === 0 ? [0, 0, 0, 0] : code(i - 1).map((bit) => 3 * bit);
const rowsQ = roles.map((role, i) => [...parts[role].q, ...before(i)]);
const rowsK = roles.map((role, i) => [...parts[role].k, ...code(i)]);
const rowsV = roles.map((role) => [...parts[role].v, ...parts[role].v]);
const Q = tensor(rowsQ); // [T, H·D], H = 2 heads of D = 4
const K = tensor(rowsK); // [T, H·D]
const V = tensor(rowsV); // [T, H·D]

const asked = { symbol: 'Q', rows: 'queries' };
const found = { symbol: 'K', rows: 'keys' };
const given = { symbol: 'V', rows: 'keys' };
group(
  matrix(Q, { rows: tokens, digits: 0, hue: 'query', links: asked }),
  matrix(K, { rows: tokens, digits: 0, hue: 'key', links: found }),
  matrix(V, { rows: tokens, digits: 0, hue: 'value', links: given }),
);

//#cell wide run=auto
import { matrix } from 'kit/show';
import { matMul, softmaxRows } from 'kit/tensor';

const allPlaces = matMul(Q, K, {
  transposeB: true /*§sums*/,
  scale: 1 / Math.sqrt(8),
}); // [T, T]
const wide = softmaxRows(allPlaces); // [T, T]
const look = { hue: 'scores', domain: [0, 1], digits: 2 } as const;
matrix(wide, {
  ...look,
  rows: tokens,
  cols: tokens,
  links: { symbol: 'wide', rows: 'queries', cols: 'keys' },
});

//#cell two run=auto
import { scaledDotProductAttention } from 'kit/attention';
import { group, matrix } from 'kit/show';
import { slice } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

const part = (x: Tensor2D, head: number) =>
  slice(x, [0, 4 * head], [-1, 4]); /*§cut*/ // [T, D]
const attend = (head: number) =>
  scaledDotProductAttention(
    part(Q, head),
    part(K, head),
    part(V, head),
  );
const square = {
  ...look,
  rows: tokens,
  cols: tokens,
  links: { symbol: 'weights', rows: 'queries', cols: 'keys' },
};
group(
  matrix(attend(0).weights, { ...square, caption: lesson.words.who }),
  matrix(attend(1).weights, { ...square, caption: lesson.words.place }),
);

//#cell count
import { createAttentionLayer } from 'kit/attention';
import { table } from 'kit/show';

const counted = [1, 2, 4, 8].map((numAttentionHeads) => {
  const layer = createAttentionLayer({
    hiddenSize: 64,
    numAttentionHeads,
  });
  const sizes = Object.values(layer.weights()).map(({ size }) => size);
  layer.dispose();
  return {
    heads: numAttentionHeads, // H
    headDim: 64 / numAttentionHeads, // D
    trained: sizes.reduce((total, size) => total + size),
    shares: numAttentionHeads * 6 * 6, // H·T·T
  };
});
table(counted, {
  columns: [
    { key: 'heads', label: lesson.words.heads },
    { key: 'headDim', label: lesson.words.headDim },
    { key: 'trained', label: lesson.words.trained },
    { key: 'shares', label: lesson.words.shares },
  ],
});

//#exercise split
import { reshape } from 'kit/tensor';
import type { Tensor2D, Tensor3D } from 'kit/tensor';

//#starter
/** x [T, H·D] → [H, T, D]: head h gets places h·D … h·D + D − 1. */
function splitHeads(x: Tensor2D, heads: number): Tensor3D {
  const [T, width] = x.shape;
  return reshape(x, [heads, T, width / heads]);
}
//#solution
import { transpose } from 'kit/tensor';

/** x [T, H·D] → [H, T, D]: head h gets places h·D … h·D + D − 1. */
function splitHeads(x: Tensor2D, heads: number): Tensor3D {
  const [T, width] = x.shape;
  const cut = reshape(x, [T, heads, width / heads]); // [T, H, D]
  return transpose(cut, [1, 0, 2]); // [H, T, D]
}
//#check
import { expectEqualOnRandom } from 'kit/check';
import { indices, scale, tensor } from 'kit/tensor';

const [T, H, D] = [5, 3, 4];
const grid = (entry: (h: number, t: number, d: number) => number) =>
  Array.from({ length: H }, (_, h) =>
    Array.from({ length: T }, (_, t) =>
      Array.from({ length: D }, (_, d) => entry(h, t, d)),
    ),
  );
const [tokenOf, placeOf] = indices([T, H * D]); // [T, H·D] each
const byToken = scale(tokenOf, 1);
const byPlace = scale(placeOf, 1);
expectEqualOnRandom(
  () => splitHeads(byToken, H),
  () => tensor(grid((_, t) => t)),
  { inputs: [], message: 'tokens-mixed' },
);
expectEqualOnRandom(
  () => splitHeads(byPlace, H),
  () => tensor(grid((h, _, d) => h * D + d)),
  { inputs: [], message: 'places-mixed' },
);

//#cell joined run=auto
import { matrix } from 'kit/show';
import { matMul, reshape, softmaxRows, transpose } from 'kit/tensor';

const [q, k, v] = [Q, K, V].map((x) => splitHeads(x, 2)); // [H, T, D]
const scores = matMul(q, k, { transposeB: true, scale: 1 / 2 });
const weights = softmaxRows(scores); // [H, T, T]
const mixed = matMul(weights, v); // [H, T, D]
const joined = reshape(transpose(mixed, [1, 0, 2]), [6, 8]); // [T, H·D]
matrix(joined, {
  rows: tokens,
  hue: 'output',
  links: { symbol: 'output', rows: 'queries' },
});

//#cell encoder run=click
import { loadUseLite } from 'kit/encoder';
import { table } from 'kit/show';

const sentences = lesson.texts.sentences; // 24, English
const encoder = await loadUseLite(); // 7.7 MB, English only
const read = encoder.encode(sentences, { outputAttentions: true });
const attentions = read.attentions; // [24][2 layers] of [H, T, T]
const plain = (cut: readonly string[]) =>
  cut.map((piece) => piece.replace('\u2581', '')); // it begins a word
const pieces = read.tokens.map((cut) => plain(cut.pieces));
const names = [1, 2].flatMap((layer) =>
  [1, 2, 3, 4].map((head) => `L${layer} H${head}`),
); // 8 heads
const cut = pieces.map((words) => ({
  pieces: words.join(' · '),
  count: words.length,
}));
table(cut.slice(0, 5), {
  columns: [
    { key: 'pieces', label: lesson.words.pieces },
    { key: 'count', label: 'T' },
  ],
});

//#figure hook
import { group, sentence } from 'kit/show';
import { slice } from 'kit/tensor';

const seen = (layer: number, head: number, caption: string) =>
  sentence(
    pieces[0],
    slice(attentions[0][layer - 1], [head - 1], [1]),
    {
      from: 6,
      caption,
      links: { rows: 'hook', cols: 'hook' },
    },
  );
group(
  seen(1, 3, lesson.words.after),
  seen(1, 4, lesson.words.before),
  seen(2, 2, lesson.words.both),
);

//#cell explorer
import { select } from 'kit/input';
import { matrix, sentence } from 'kit/show';
import { slice } from 'kit/tensor';

const picked = select('sentence', sentences, sentences[1]);
const chosen = sentences.indexOf(picked);
const layer = select('layer', [1, 2], 2);
const head = select('head', [1, 2, 3, 4], 2);
const words = pieces[chosen];
const shown = slice(attentions[chosen][layer - 1], [head - 1], [1]);
const links = { symbol: 'shown', rows: 'from', cols: 'to' };
display(sentence(words, shown, { from: 1, links }));
matrix(shown, {
  ...look,
  rows: words,
  cols: words,
  links,
}); // [1, T, T]

//#cell habits
type Kind = (i: number, j: number, words: string[]) => boolean;
const kinds: Kind[] = [
  (i, j) => j === i,
  (i, j) => j === i - 1,
  (i, j) => j === i + 1,
  (i, j, words) => j !== i && words[j] === words[i] /*§twin*/,
];
const total = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0);
const average = (values: number[]) => total(values) / values.length;
/** Weights [T, T] per sentence → mean over tokens with such keys. */
function meanShare(isKind: Kind, rowsOf: number[][][]): number {
  const taken = rowsOf.flatMap((rows, n) => {
    const lower = pieces[n].map((word) => word.toLowerCase());
    return rows.map((row, i) =>
      row.filter((_, j) => isKind(i, j, lower)),
    );
  });
  return average(taken.filter(({ length }) => length > 0).map(total));
}

//#cell profile
import { matrix } from 'kit/show';
import { toArray } from 'kit/tensor';

const held = await Promise.all(
  attentions.map((layers) =>
    Promise.all(layers.map((x) => toArray(x))),
  ),
); // [24][2][H][T][T]
const heads = names.map((_, at) =>
  held.map((layers) => layers[at < 4 ? 0 : 1][at % 4]),
); // [8][24] of [T, T]
const even = pieces.map((words) =>
  words.map(() => words.map(() => 1 / words.length)),
); // [24] of [T, T]
const profile = [...heads, even].map((rowsOf) =>
  kinds.map((isKind) => meanShare(isKind, rowsOf)),
); // [9, 4]
matrix(profile, {
  rows: [...names, lesson.words.even],
  cols: lesson.texts.kinds,
  domain: [0, 1],
  digits: 2,
});

//#cell distance
import { bar, chart, line } from 'kit/show';

const meanDistance = (rowsOf: number[][][]) =>
  average(
    rowsOf.flatMap((rows) =>
      rows.map((row, i) =>
        total(row.map((share, j) => share * Math.abs(i - j))),
      ),
    ),
  );
const means = heads.map(meanDistance);
const atEven = names.map(() => meanDistance(even));
chart(
  [
    bar({ x: names, y: means, name: lesson.words.distance }),
    line({ x: names, y: atEven, name: lesson.words.even }),
  ],
  {
    x: { label: lesson.words.head, scale: 'category' },
    y: { label: lesson.words.distance, unit: lesson.words.tokens },
    note: lesson.words.measuredOn,
  },
);

//#cell mute
import { scaledDotProductAttention } from 'kit/attention';
import type { Attend } from 'kit/encoder';
import { mul, tensorFrom } from 'kit/tensor';

/** Trained attention, with head number `at` of 8 saying 0. */
function without(at: number): Attend {
  const kept = [0, 1, 2, 3].map((h) => (h === at % 4 ? 0 : 1));
  const gate = tensorFrom(kept, [1, 4, 1, 1]); /*§gate*/ // [1, H, 1, 1]
  const width = at < 4 ? 64 : 128; // D of layer 1, of layer 2
  return (q, k, v) => {
    const { output } = scaledDotProductAttention(q, k, v);
    return {
      output: q.shape[3] === width ? mul(output, gate) : output,
    };
  };
}

//#cell silence run=click
import { bar, chart } from 'kit/show';
import { mul, sum, toArray } from 'kit/tensor';
import type { Tensor1D } from 'kit/tensor';

const whole = encoder.encode(sentences).vectors; // [24, 512]
const changes: number[] = [];
for (const at of names.keys()) {
  const attention = without(at);
  const { vectors } = encoder.encode(sentences, { attention });
  const cosines = sum(mul(whole, vectors), 1) as Tensor1D; // [24]
  changes.push(1 - average(await toArray(cosines)));
  progress(at + 1, names.length);
}
chart(bar({ x: names, y: changes, hue: 'output' }), {
  x: { label: lesson.words.head, scale: 'category' },
  y: { label: lesson.words.change },
  note: lesson.words.changeNote,
});

//#cell padded run=auto
import { slider } from 'kit/input';
import { matrix, number } from 'kit/show';
import { add, concat, less, matMul, range, reshape } from 'kit/tensor';
import { slice, softmaxRows, sum, toArray, zeros } from 'kit/tensor';
import type { Scalar, Tensor2D } from 'kit/tensor';

const pads = slider('pads', { min: 1, max: 12, value: 2 });
const fillUp = (x: Tensor2D) =>
  concat([slice(x, [0, 0], [4, 4]), zeros([pads, 4])]); // [T, D]
const [filledQ, filledK, filledV] = [Q, K, V].map(fillUp);
const isReal = reshape(less(range(0, 4 + pads), 4), [1, -1]); // [1, T]
const fits = matMul(filledQ, filledK, {
  transposeB: true,
  scale: 1 / 2,
});
const open = softmaxRows(add(fits, isReal)); /*§added*/ // [T, T]
const lost = sum(slice(open, [0, 4], [4, pads])) as Scalar;
const label = lesson.words.onPadding;
display(number((await toArray(lost)) / 4, { label, digits: 2 }));
const filled = [
  ...tokens.slice(0, 4),
  ...Array<string>(pads).fill('∅'),
];
const both = { ...look, rows: filled, cols: filled };
matrix(open, both);

//#cell closed run=auto
import { scaledDotProductAttention } from 'kit/attention';
import { matrix } from 'kit/show';

const closed = scaledDotProductAttention(filledQ, filledK, filledV, {
  allowed: isReal /*§closed*/,
});
matrix(closed.weights, both); // [T, T]

//#cell dropout run=auto
import { slider } from 'kit/input';
import { group, matrix, table } from 'kit/show';
import { greaterEqual, randomUniform, scale } from 'kit/tensor';
import { sum, toArray, where, zeros } from 'kit/tensor';
import type { Tensor1D } from 'kit/tensor';

const rate = slider('rate', { min: 0, max: 90, value: 10 }) / 100;
const draw = slider('draw', { min: 1, max: 20, value: 1 });
const clean = attend(0).weights; // [T, T]
const larger = scale(clean, 1 / (1 - rate)); /*§larger*/
const isKept = greaterEqual(
  randomUniform([6, 6], { seed: draw }),
  rate,
);
const dropped = where(isKept, larger, zeros([6, 6])); // [T, T]
const sums = await toArray(sum(dropped, 1) as Tensor1D); // [T]
const rows = tokens.map((word, i) => ({ word, sum: sums[i] }));
const columns = [
  { key: 'word', label: lesson.words.word },
  { key: 'sum', label: lesson.words.rowSum, digits: 2 },
];
group(
  matrix(dropped, { ...square, caption: lesson.words.dropped }),
  table(rows, { columns }),
);

//#cell draws run=auto
import { group, matrix } from 'kit/show';
import { greaterEqual, mean, randomUniform } from 'kit/tensor';
import { reshape, where, zeros } from 'kit/tensor';

const thousand = randomUniform([1000, 36], { seed: 1 }); // 0 … 1
const flat = reshape(larger, [1, 36]); // one row for every draw
const all = where(
  greaterEqual(thousand, rate),
  flat,
  zeros([1000, 36]),
); // [1000, T·T]
const settled = reshape(mean(all, 0), [6, 6]); // [T, T]
group(
  matrix(settled, { ...square, caption: lesson.words.average }),
  matrix(clean, { ...square, caption: lesson.words.clean }),
);

//#cell own
import { slider, text } from 'kit/input';
import { matrix } from 'kit/show';
import { concat, reshape, slice } from 'kit/tensor';

const typed = text('own-sentence', { value: sentences[1] }).trim();
const asIs = { outputAttentions: true };
const mine = encoder.encode([typed || sentences[1]], asIs);
const mineWords = plain(mine.tokens[0].pieces);
const T = mineWords.length;
const max = Math.max(1, T - 1);
const nth = slider('own-word', { min: 0, max, value: 1 });
const row = Math.min(nth, T - 1);
const eight = concat(
  mine.attentions[0].map((layer) => slice(layer, [0, row], [-1, 1])),
); // [8, 1, T]
matrix(reshape(eight, [8, T]), {
  rows: names,
  cols: mineWords,
  domain: [0, 1],
  digits: 2,
});

//#cell waste
import { table } from 'kit/show';

const lengths = pieces.map(({ length }) => length);
const longest = Math.max(...lengths);
const cells = (sizes: number[]) => ({
  slots: total(sizes), // tokens computed
  padding: total(sizes) - total(lengths),
  shares: 8 * total(sizes.map((size) => size ** 2)), // 8·T·T
});
const one = cells(lengths.map(() => longest));
table(
  [
    { way: lesson.words.padded, ...one },
    { way: lesson.words.grouped, ...cells(lengths) },
  ],
  {
    columns: [
      { key: 'way', label: lesson.words.way },
      { key: 'slots', label: lesson.words.slots },
      { key: 'padding', label: lesson.words.padding },
      { key: 'shares', label: lesson.words.shares },
    ],
  },
);
