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

//#cell vectors run=auto
import { group, matrix } from 'kit/show';
import { tensor } from 'kit/tensor';

const tokens = lesson.texts.sentence; // T = 6
const roles = lesson.roles as readonly (keyof typeof parts)[];
const Q = tensor(roles.map((role) => parts[role].q)); // [T, D]
const K = tensor(roles.map((role) => parts[role].k)); // [T, D]
const V = tensor(roles.map((role) => parts[role].v)); // [T, D]

const asked = { symbol: 'Q', rows: 'queries' };
const found = { symbol: 'K', rows: 'keys' };
const given = { symbol: 'V', rows: 'keys' };
group(
  matrix(Q, { rows: tokens, digits: 0, hue: 'query', links: asked }),
  matrix(K, { rows: tokens, digits: 0, hue: 'key', links: found }),
  matrix(V, { rows: tokens, digits: 0, hue: 'value', links: given }),
);

//#cell scores run=auto
import { matrix } from 'kit/show';
import { matMul } from 'kit/tensor';

const scores = matMul(Q, K, { transposeB: true }); /*§fit*/ // [T, T]
matrix(scores, {
  rows: tokens,
  cols: tokens,
  digits: 0,
  hue: 'scores',
  links: { symbol: 'scores', rows: 'queries', cols: 'keys' },
});

//#cell spread
import { table } from 'kit/show';
import { mul, randomNormal, sum, toArray } from 'kit/tensor';
import type { Tensor1D } from 'kit/tensor';

const measured = [];
for (const D of [4, 64, 1024]) {
  const a = randomNormal([2000, D], { seed: 1 });
  const b = randomNormal([2000, D], { seed: 2 });
  const dots = await toArray(sum(mul(a, b), 1) as Tensor1D);
  const squares = dots.reduce((total, dot) => total + dot * dot, 0);
  const spread = Math.sqrt(squares / dots.length);
  measured.push({ D, root: Math.sqrt(D), spread });
}
table(measured, {
  columns: [
    { key: 'D', label: 'D' },
    { key: 'spread', label: lesson.words.spread, digits: 2 },
    { key: 'root', label: '√D', digits: 2 },
  ],
});

//#cell scale run=auto
import { slider } from 'kit/input';
import { matrix } from 'kit/show';
import { scale } from 'kit/tensor';

const divisor = slider('divisor', {
  min: 0.25,
  max: 8,
  value: 2, // √D
  step: 0.25,
});
const scaled = scale(scores, 1 / divisor); // [T, T]
matrix(scaled, {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  links: { symbol: 'scaled', rows: 'queries', cols: 'keys' },
});

//#cell weights run=auto
import { matrix } from 'kit/show';
import { softmaxRows } from 'kit/tensor';

const weights = softmaxRows(scaled); /*§share*/ // [T, T]
matrix(weights, {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  domain: [0, 1],
  links: { symbol: 'weights', rows: 'queries', cols: 'keys' },
});

//#figure hook run=auto
import { sentence } from 'kit/show';

sentence(tokens, weights, {
  from: roles.indexOf('pronoun'),
  links: { symbol: 'weights', rows: 'queries', cols: 'keys' },
});

//#cell output run=auto
import { matrix } from 'kit/show';
import { matMul } from 'kit/tensor';

const output = matMul(weights, V); // [T, D]
matrix(output, {
  rows: tokens,
  hue: 'output',
  links: { symbol: 'output', rows: 'queries' },
});

//#exercise mask
import type { Tensor2D } from 'kit/tensor';

//#starter
/** scores [T, T] → the same, later tokens out of reach. */
function maskFuture(scores: Tensor2D): Tensor2D {
  return scores;
}
//#solution
import { fill, greater, indices, where } from 'kit/tensor';

/** scores [T, T] → the same, later tokens out of reach. */
function maskFuture(scores: Tensor2D): Tensor2D {
  const [rows, columns] = indices(scores.shape); // [T, T] each
  const isLater = greater(columns, rows);
  return where(isLater, fill(scores.shape, -Infinity), scores);
}
//#check
import {
  expectRowsSumToOne,
  expectUnaffected,
  expectUnchanged,
} from 'kit/check';
import { softmaxRows } from 'kit/tensor';

const weigh = (scores: Tensor2D) => softmaxRows(maskFuture(scores));
const isPast = (i: number, j: number) => j <= i;
expectUnchanged(maskFuture, { where: isPast, message: 'past-changed' });
expectUnaffected(weigh, { by: 'later', message: 'future-leaks' });
expectRowsSumToOne(weigh, { message: 'rows-sum' });

//#cell masked run=auto
import { matrix } from 'kit/show';
import { softmaxRows } from 'kit/tensor';

const masked = maskFuture(scaled); // [T, T]
const causalWeights = softmaxRows(masked); // [T, T]
matrix(causalWeights, {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  domain: [0, 1],
  links: { symbol: 'causalWeights', rows: 'queries', cols: 'keys' },
});

//#cell own run=auto
import { select, text } from 'kit/input';
import { sentence } from 'kit/show';
import { matMul, softmaxRows, tensor } from 'kit/tensor';

const line = text('words', { value: tokens.join(' ') });
const words = line.trim().split(/\s+/).slice(0, 6);
const names = lesson.texts.parts; // in the order of `parts`
const played = words.map((_, i) => {
  const at = Object.keys(parts).indexOf(roles[i]);
  const name = select(`part-${i + 1}`, names, names[at]);
  return Object.values(parts)[names.indexOf(name)];
});
const fits = matMul(
  tensor(played.map((part) => part.q)),
  tensor(played.map((part) => part.k)),
  { transposeB: true, scale: 1 / divisor },
); // [T, T]
const ownWeights = softmaxRows(fits); // [T, T]
sentence(words, ownWeights, { from: words.length - 1 });

//#cell at-scale run=click
import { randomHead, scaledDotProductAttention } from 'kit/attention';
import { measureLatency } from 'kit/bench';
import { select } from 'kit/input';
import { number, table } from 'kit/show';

const length = select('length', [64, 512, 2048]);
const head = randomHead({ tokens: length, headDim: 64, seed: 7 });
const attend = () => scaledDotProductAttention(head.q, head.k, head.v);
const mebibytes = (length * length * 4) / 2 ** 20; // fp32
display(number(mebibytes, { label: lesson.words.bytes, unit: 'MiB' }));
const limits = { budgetMs: 2000, signal };
table([
  await measureLatency(attend, {
    ...limits,
    label: 'GPU',
    backend: 'webgpu',
  }),
  await measureLatency(attend, {
    ...limits,
    label: 'CPU',
    backend: 'wasm',
  }),
]);
