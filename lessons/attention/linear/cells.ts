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

//#cell exact run=auto
import { scaledDotProductAttention } from 'kit/attention';
import { matrix } from 'kit/show';
import { tensor } from 'kit/tensor';

const tokens = lesson.texts.sentence; // T = 6
const roles = lesson.roles as readonly (keyof typeof parts)[];
const Q = tensor(roles.map((role) => parts[role].q)); // [T, D]
const K = tensor(roles.map((role) => parts[role].k)); // [T, D]
const V = tensor(roles.map((role) => parts[role].v)); // [T, Dv]
const exact = scaledDotProductAttention(Q, K, V);
matrix(exact.weights, {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  domain: [0, 1],
  links: { symbol: 'exact', rows: 'queries', cols: 'keys' },
});

//#cell features run=auto
import { eluPlusOne } from 'kit/attention';
import { group, matrix } from 'kit/show';

const fq = eluPlusOne(Q); /*§phi*/ // [T, M], M = D
const fk = eluPlusOne(K); // [T, M]
group(
  matrix(fq, {
    rows: tokens,
    digits: 2,
    hue: 'query',
    links: { symbol: 'fq', rows: 'queries' },
  }),
  matrix(fk, {
    rows: tokens,
    digits: 2,
    hue: 'key',
    links: { symbol: 'fk', rows: 'keys' },
  }),
);

//#cell shares run=auto
import { matrix } from 'kit/show';
import { div, matMul, sum } from 'kit/tensor';

const products = matMul(fq, fk, { transposeB: true }); // [T, T]
const shares = div(products, sum(products, 1, true)); /*§share*/
const byTable = matMul(shares, V); // [T, Dv]
matrix(shares, {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  domain: [0, 1],
  links: { symbol: 'shares', rows: 'queries', cols: 'keys' },
});

//#cell original run=auto
import { log, matrix } from 'kit/show';
import { div, matMul, ones, reshape, slice, sum } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

function original(a: Tensor2D, b: Tensor2D, v: Tensor2D) {
  const kv = matMul(b, v, { transposeA: true }); // ld,le->de
  const kSum = reshape(sum(b, 0), [1, -1]); // [1, D]
  const z = matMul(kSum, a); /*§z*/ // ld,l->d
  return matMul(div(a, z), kv); // ld,de,d->le
}
try {
  original(fq, fk, V); // T = 6, D = 4
} catch (error) {
  display(log('error', String(error)));
}
const first = (x: Tensor2D) => slice(x, 0, 4); // T = D = 4
const sums = original(first(fq), first(fk), ones([4, 1]));
matrix(sums, {
  rows: tokens.slice(0, 4),
  cols: [lesson.words.sum],
  digits: 3,
  hue: 'output',
});

//#exercise mend
import { div, matMul, reshape, sum } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

//#starter
/** a [T, M], b [S, M], v [S, Dv] → [T, Dv]; a, b: features. */
function linearAttend(a: Tensor2D, b: Tensor2D, v: Tensor2D) {
  const kv = matMul(b, v, { transposeA: true }); // [M, Dv]
  const kSum = reshape(sum(b, 0), [1, -1]); // [1, M]
  const z = matMul(kSum, a);
  return matMul(div(a, z), kv);
}
//#solution
/** a [T, M], b [S, M], v [S, Dv] → [T, Dv]; a, b: features. */
function linearAttend(a: Tensor2D, b: Tensor2D, v: Tensor2D) {
  const kv = matMul(b, v, { transposeA: true }); // [M, Dv]
  const kSum = reshape(sum(b, 0), [-1, 1]); // [M, 1]
  const z = matMul(a, kSum); // [T, 1]
  return div(matMul(a, kv), z); // [T, Dv]
}
//#check
import { expectEqualOnRandom } from 'kit/check';
import { exp, memory, ones, randomNormal } from 'kit/tensor';
import type { Tensor } from 'kit/tensor';

const run = (a: Tensor, b: Tensor, v: Tensor) =>
  linearAttend(exp(a) as Tensor2D, exp(b) as Tensor2D, v as Tensor2D);
const table = (a: Tensor, b: Tensor, v: Tensor) => {
  const w = matMul(exp(a), exp(b), { transposeB: true });
  return matMul(div(w, sum(w, 1, true)), v);
};
const held = async (length: number) => {
  const x = randomNormal([length, 4], { seed: length });
  const before = memory().bytes;
  await run(x, x, x);
  return memory().bytes - before;
};
expectEqualOnRandom(
  (a, b) => run(a, b, ones([4, 2])),
  () => ones([4, 2]),
  {
    inputs: [
      [4, 4],
      [4, 4],
    ],
    message: 'shares',
  },
);
expectEqualOnRandom(run, table, {
  inputs: [
    [3, 4],
    [5, 4],
    [5, 2],
  ],
  message: 'mixture',
});
expectEqualOnRandom(
  async () => (await held(512)) / (await held(256)),
  () => 2 as never,
  { inputs: [], tolerance: 0.2, message: 'table' },
);

//#cell mended run=auto
import { group, matrix } from 'kit/show';
import { matMul } from 'kit/tensor';

const linear = linearAttend(fq, fk, V); // [T, Dv]
const kept = matMul(fk, V, { transposeA: true }); // [M, Dv]
group(
  matrix(kept, {
    hue: 'value',
    links: { symbol: 'kept' },
    caption: lesson.words.kept,
  }),
  matrix(linear, {
    rows: tokens,
    hue: 'output',
    links: { symbol: 'linear', rows: 'queries' },
    caption: lesson.words.once,
  }),
  matrix(byTable, {
    rows: tokens,
    hue: 'output',
    links: { symbol: 'byTable', rows: 'queries' },
    caption: lesson.words.table,
  }),
);

//#cell cost run=auto
import { chart, line } from 'kit/show';

const D = 64; // D = Dv
const lengths = Array.from({ length: 12 }, (_, i) => 8 * 2 ** i);
const bySoftmax = (T: number) => 2 * T * T * D;
const byFeatures = (T: number, M: number) => 2 * T * M * (D + 1);
const projected = (T: number, M: number) =>
  byFeatures(T, M) + 2 * T * D * M;
const drawLine = (name: string, count: (T: number) => number) =>
  line({ name, x: lengths, y: lengths.map(count) });
chart(
  [
    drawLine('softmax', bySoftmax),
    drawLine(lesson.words.linear, (T) => byFeatures(T, D)),
    drawLine('Performer, M = 256', (T) => projected(T, 256)),
  ],
  {
    x: { label: lesson.words.length, scale: 'log' },
    y: { label: lesson.words.work, scale: 'log' },
    note: lesson.words.counted,
  },
);

//#cell running run=auto
import { linearAttention } from 'kit/attention';
import { slider } from 'kit/input';
import { group, matrix } from 'kit/show';
import { concat, slice, zeros } from 'kit/tensor';

const read = slider('read', { min: 1, max: 6, value: 6 });
let state = zeros([4, 5]); // [M, Dv + 1]
const answers = [];
for (let t = 0; t < read; t++) {
  const [q, k, v] = [Q, K, V].map((x) => slice(x, t, 1)); // [1, D]
  const step = linearAttention(q, k, v, { isCausal: true }, { state });
  state = step.state; /*§state*/
  answers.push(step.output);
}
group(
  matrix(state, { hue: 'value', links: { symbol: 'state' } }),
  matrix(concat(answers), {
    rows: tokens.slice(0, read),
    hue: 'output',
    links: { symbol: 'answers', rows: 'queries' },
  }),
);

//#cell padded run=auto
import { linearAttention } from 'kit/attention';
import { matrix } from 'kit/show';
import { concat, slice, zeros } from 'kit/tensor';

const pad = (x: typeof Q) => concat([x, zeros([2, 4])]); // [8, 4]
const padded = [pad(Q), pad(K), pad(V)] as const;
const asIs = linearAttention(Q, K, V);
const unmasked = linearAttention(...padded);
const masked = linearAttention(...padded, { lengths: [6] });
const three = [asIs, unmasked, masked];
matrix(concat(three.map(({ output }) => slice(output, 5, 1))), {
  rows: lesson.texts.padding,
  digits: 3,
  hue: 'output',
});

//#cell performer run=auto
import { performerAttention } from 'kit/attention';
import { slider } from 'kit/input';
import { matrix } from 'kit/show';
import { oneHot } from 'kit/tensor';

const M = slider('features', { min: 8, max: 512, step: 8, value: 64 });
const chosen = { seed: 1, features: M };
const identity = oneHot([0, 1, 2, 3, 4, 5], 6); /*§identity*/
const estimate = performerAttention(Q, K, identity, {}, chosen);
const estimated = estimate.output; // [T, T]
matrix(estimated, {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  domain: [0, 1],
  links: { symbol: 'estimated', rows: 'queries', cols: 'keys' },
});

//#figure hook run=auto
import { matrix } from 'kit/show';
import { concat, slice } from 'kit/tensor';

const asker = roles.indexOf('pronoun');
const tables = [exact.weights, shares, estimated];
matrix(concat(tables.map((table) => slice(table, asker, 1))), {
  rows: ['softmax', lesson.words.linear, 'Performer'],
  cols: tokens,
  domain: [0, 1],
  links: { cols: 'keys' },
});

//#cell misses run=auto
import { div, square, stack, sub, sum } from 'kit/tensor';
import { tidy, toArray } from 'kit/tensor';
import type { Tensor1D, Tensor2D } from 'kit/tensor';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const counts = [8, 32, 128, 512, 2048]; // M
/** |got − wanted| / |wanted|: one for each seed, sorted. */
async function misses(
  wanted: Tensor2D,
  attend: (seed: number) => Tensor2D,
) {
  const parts = seeds.map((seed) =>
    tidy(() => {
      const miss = sum(square(sub(attend(seed), wanted)));
      return div(miss, sum(square(wanted)));
    }),
  );
  const squares = await toArray(stack(parts) as Tensor1D);
  return squares.map(Math.sqrt).sort((a, b) => a - b);
}
const medianOf = (sorted: number[]) => (sorted[4] + sorted[5]) / 2;

//#cell trial run=auto
import {
  performerAttention,
  scaledDotProductAttention,
} from 'kit/attention';
import { scale } from 'kit/tensor';

/** Errors of Performer with M features, scores × times. */
function trial(times: number, M: number) {
  const q = scale(Q, times);
  const wanted = scaledDotProductAttention(q, K, V).output;
  return misses(wanted, (seed) => {
    const drawn = { seed, features: M };
    return performerAttention(q, K, V, {}, drawn).output;
  });
}

//#cell error run=auto
import { slider } from 'kit/input';
import { chart, line, scatter } from 'kit/show';

const times = slider('times', { min: 1, max: 6, step: 0.5 });
const errors: number[][] = [];
for (const m of counts) errors.push(await trial(times, m));
const each = {
  x: errors.flatMap((some, i) => some.map(() => counts[i])),
  y: errors.flat(),
};
const middle = { x: counts, y: errors.map(medianOf) };
chart(
  [
    scatter({ name: lesson.words.seed, ...each }),
    line({ name: lesson.words.median, ...middle }),
  ],
  {
    x: { label: lesson.words.features, scale: 'log' },
    y: { label: lesson.words.error, range: [0, 1] },
    note: lesson.words.spread,
  },
);

//#cell redrawn run=auto
import { group, matrix } from 'kit/show';
import { matMul, randomNormal, softmaxRows } from 'kit/tensor';

function originalPerformer(call: number, m: number) {
  const std = Math.sqrt(2 / m);
  const drawn = randomNormal([4, m], { seed: call, std }); /*§drawn*/
  const [a, b] = [Q, K].map((x) => softmaxRows(matMul(x, drawn)));
  return linearAttend(a, b, V); // z mended
}
group(
  ...[1, 2].map((call) =>
    matrix(originalPerformer(call, 64), {
      rows: tokens,
      hue: 'output',
      digits: 3,
      caption: `${lesson.words.call} ${call}`,
      links: { rows: 'queries' },
    }),
  ),
);

//#cell flat run=auto
import { chart, line } from 'kit/show';
import { fill, matMul } from 'kit/tensor';

const few = [8, 128, 2048]; // M
const ours: number[] = [];
const theirs: number[] = [];
for (const m of few) {
  const call = (seed: number) => originalPerformer(seed, m);
  ours.push(medianOf(await trial(1, m)));
  theirs.push(medianOf(await misses(exact.output, call)));
}
const alike = matMul(fill([6, 6], 1 / 6), V); // all shares 1 / T
const level = medianOf(await misses(exact.output, () => alike));
const over = (name: string, y: number[]) => line({ name, x: few, y });
const lines = [
  over('Performer', ours),
  over(lesson.words.original, theirs),
  over(lesson.words.evenly, [level, level, level]),
];
const byM = { label: lesson.words.features, scale: 'log' } as const;
const { error, medians } = lesson.words;
chart(lines, { x: byM, y: error, note: medians });

//#cell corpus run=auto
const corpus = [
  'Please tell me how old you are.',
  'Could you please tell me your age?',
  'My phone is not working at all.',
  'There is a problem with my mobile.',
  'The customer has disputed the payment.',
  'The cardholder contested the charge.',
  'The bank has raised its interest rates.',
  'It costs more to borrow money now.',
  'Cut the onions into pieces.',
  'Chop the vegetables finely.',
  'The river was frozen all winter long.',
  'Ice covered the water until spring.',
]; // 2i and 2i + 1: one meaning; T = 8 each

//#cell load run=click
import { scaledDotProductAttention } from 'kit/attention';
import { loadUseLite } from 'kit/encoder';
import type { Attend } from 'kit/encoder';
import { matrix } from 'kit/show';
import { abs, keep, matMul, max } from 'kit/tensor';
import type { Tensor } from 'kit/tensor';

const encoder = await loadUseLite();
const largest: Record<number, Tensor[]> = { 64: [], 128: [] };
const watch: Attend = (q, k, v) => {
  const D = q.shape[3]; // 64 in layer 1, 128 in layer 2
  const scaling = { transposeB: true, scale: 1 / Math.sqrt(D) };
  const scores = matMul(q, k, scaling); // [B, H, T, T]
  largest[D].push(keep(max(abs(scores)))); /*§watch*/
  return scaledDotProductAttention(q, k, v);
};
const { vectors } = encoder.encode(corpus, { attention: watch });
matrix(matMul(vectors, vectors, { transposeB: true }), {
  domain: [0, 1],
  links: { rows: 'sentences', cols: 'sentences' },
});

//#cell sharp run=click
import { table } from 'kit/show';
import { abs, matMul, max, stack, toArray } from 'kit/tensor';
import type { Scalar, Tensor } from 'kit/tensor';

const { where, top } = lesson.words;
const here = matMul(Q, K, { transposeB: true, scale: 1 / 2 });
const scoreOf = async (name: string, scores: Tensor) => ({
  [where]: name,
  [top]: await toArray(max(abs(scores)) as Scalar),
});
table(
  [
    await scoreOf(lesson.words.sentence, here),
    await scoreOf(lesson.words.layer1, stack(largest[64])),
    await scoreOf(lesson.words.layer2, stack(largest[128])),
  ],
  {
    columns: [
      { key: where, label: where },
      { key: top, label: top, digits: 1 },
    ],
  },
);

//#cell agreement run=auto
const dot = (a: number[], b: number[]) =>
  a.reduce((total, value, i) => total + value * b[i], 0);
const average = (a: number[]) => a.reduce((x, y) => x + y) / a.length;
/** The products of all pairs of rows. */
const pairs = (rows: number[][]) =>
  rows.flatMap((a, i) => rows.slice(0, i).map((b) => dot(a, b)));
/** Spearman's correlation: that of the ranks. */
function rankAgreement(a: number[], b: number[]) {
  const [x, y] = [a, b].map((list) => {
    const ranks = list.map((p) => list.filter((q) => q < p).length);
    return ranks.map((rank) => rank - average(ranks));
  });
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
/** Rows whose nearest other is their partner: 2i, 2i + 1. */
const partners = (rows: number[][]) =>
  rows.filter((a, i) => {
    const near = rows.map((b, j) => (i === j ? -1 : dot(a, b)));
    return near.indexOf(Math.max(...near)) === (i ^ 1);
  }).length;

//#cell ways run=auto
import {
  linearAttention,
  scaledDotProductAttention,
} from 'kit/attention';
import type { Attend } from 'kit/encoder';
import { scale } from 'kit/tensor';

const softmax: Attend = (q, k, v) => scaledDotProductAttention(q, k, v);
const linearly: Attend = (q, k, v) => linearAttention(q, k, v);
const evenly: Attend = (q, k, v) =>
  softmax(scale(q, 0), k, v); /*§evenly*/
const onlyIn =
  (layer: number): Attend =>
  (q, k, v) => {
    const here = q.shape[3] === 64 ? 1 : 2;
    return (here === layer ? linearly : softmax)(q, k, v);
  };

//#cell sampled run=auto
import { orthogonalFeatures, performerAttention } from 'kit/attention';
import type { Attend } from 'kit/encoder';
import type { Tensor2D } from 'kit/tensor';

/** Performer with M features, for heads of 64 and of 128. */
function sampled(M: number, seed: number): Attend {
  const draw = (headDim: number) =>
    orthogonalFeatures({ headDim, features: M, seed });
  const kept: Record<number, Tensor2D> = {
    64: draw(64),
    128: draw(128),
  }; /*§kept*/
  return (q, k, v) => {
    const projection = kept[q.shape[3]];
    return performerAttention(q, k, v, {}, { projection });
  };
}
const columns = lesson.texts.heads.map((label, i) => ({
  key: `${i}`,
  label,
  digits: i === 3 ? 0 : 2,
}));

//#cell swap run=click
import type { Attend } from 'kit/encoder';
import { table } from 'kit/show';
import { toArray } from 'kit/tensor';

const ways: [string, Attend][] = [
  ['softmax', softmax],
  [lesson.words.linear, linearly],
  [lesson.words.evenly, evenly],
  [lesson.words.only1, onlyIn(1)],
  [lesson.words.only2, onlyIn(2)],
];
for (const seed of [1, 2, 3])
  ways.push([`Performer, M = 256, #${seed}`, sampled(256, seed)]);
const before = await toArray(vectors); // [12, 512]
const results = [];
for (const [name, attention] of ways) {
  const swapped = encoder.encode(corpus, { attention });
  const after = await toArray(swapped.vectors);
  const mean = average(before.map((row, i) => dot(row, after[i])));
  const ranks = rankAgreement(pairs(before), pairs(after));
  results.push({ 0: name, 1: mean, 2: ranks, 3: partners(after) });
  progress(results.length, ways.length);
}
table(results, { columns });

//#cell own run=click
import { text } from 'kit/input';
import { table } from 'kit/show';
import { toArray } from 'kit/tensor';

const typed = text('sentences', {
  value: `Restart it.
Restart the server, so that it reads the new settings.`,
  isMultiline: true,
});
const sentences = typed.split('\n').filter((each) => each.trim());
const encoded: number[][][] = [];
for (const attention of [softmax, linearly, sampled(256, 1)]) {
  const made = encoder.encode(sentences, { attention });
  encoded.push(await toArray(made.vectors));
}
const [asTrained, byLinear, byPerformer] = encoded;
table(
  sentences.map((sentence, i) => ({
    [lesson.words.text]: sentence,
    [lesson.words.linear]: dot(asTrained[i], byLinear[i]),
    Performer: dot(asTrained[i], byPerformer[i]),
  })),
);

//#cell contenders run=auto
import {
  linearAttention,
  orthogonalFeatures,
  performerAttention,
  randomHead,
  scaledDotProductAttention,
} from 'kit/attention';

const sizes = { headDim: 64, seed: 7 };
const projection = orthogonalFeatures({ ...sizes, features: 64 });
/** Three ways over T tokens, ready to run. */
function contenders(T: number) {
  const { q, k, v } = randomHead({ ...sizes, tokens: T });
  return {
    softmax: () => scaledDotProductAttention(q, k, v),
    linear: () => linearAttention(q, k, v),
    Performer: () => performerAttention(q, k, v, {}, { projection }),
  };
}

//#cell measured run=click
import { measureLatency } from 'kit/bench';
import { select } from 'kit/input';
import { chart, line, table } from 'kit/show';

const longest = select('longest', [512, 2048, 8192]);
const taken = [];
const curves = [];
for (const name of ['softmax', 'linear', 'Performer'] as const) {
  const [x, y]: number[][] = [[], []];
  for (const T of [8, 4, 2, 1].map((part) => longest / part)) {
    const how = { label: `${name}, T = ${T}`, budgetMs: 500, signal };
    const row = await measureLatency(contenders(T)[name], how);
    taken.push(row);
    progress(taken.length, 12);
    if (row.medianMs === null) continue; // over budget
    x.push(T);
    y.push(row.medianMs);
  }
  curves.push(line({ name, x, y }));
}
const xAxis = { label: lesson.words.length, scale: 'log' } as const;
const yAxis = { label: lesson.words.time, scale: 'log' } as const;
display(chart(curves, { x: xAxis, y: yAxis }));
table(taken);
