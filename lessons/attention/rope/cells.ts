//#cell blind run=auto
import { group, sentence } from 'kit/show';
import { matMul, softmaxRows, tensor } from 'kit/tensor';

const name = [1, 1, 1, 1, 0, 0, 0, 0]; // key [D]
const none = name.map(() => 0);
const verb = lesson.roles.indexOf('verb');
const isVerb = lesson.roles.map((role) => role === 'verb');
const keys = isVerb.map((is) => (is ? none : name)); // [T, D]
const wish = name.map((x) => 8 * x); // query [D]
const queries = isVerb.map((is) => (is ? wish : none)); // [T, D]
const shares = (queries: number[][], keys: number[][]) =>
  softmaxRows(
    matMul(tensor(queries), tensor(keys), {
      transposeB: true,
      scale: 1 / Math.sqrt(8),
    }),
  ); // [T, T]
const blind = shares(queries, keys);
group(
  sentence(lesson.texts.sentence, blind, { from: verb }),
  sentence(lesson.texts.swapped, blind, { from: verb }),
);

//#cell speeds run=auto
import { select } from 'kit/input';
import { table } from 'kit/show';

const base = select('base', [100, 10_000, 1_000_000]);
const speeds = [0, 1, 2, 3].map((i) => base ** ((-2 * i) / 8));
const degrees = (angle: number) => (angle * 180) / Math.PI;
table(
  speeds.map((speed, i) => ({
    i,
    turn: degrees(speed),
    full: (2 * Math.PI) / speed,
  })),
  {
    columns: [
      { key: 'i', label: lesson.words.pair },
      { key: 'turn', label: lesson.words.perPlace, unit: '°' },
      { key: 'full', label: lesson.words.fullTurn, digits: 1 },
    ],
  },
);

//#cell turn run=auto
import { matrix } from 'kit/show';

/** x [D] as it stands at a place: each pair turned. */
function turn(x: readonly number[], place: number): number[] {
  const half = x.length / 2;
  return x.map((_, j) => {
    const i = j % half;
    const angle = place * speeds[i]; /*§angle*/
    const [a, b] = [x[i], x[i + half]];
    return j < half
      ? a * Math.cos(angle) - b * Math.sin(angle)
      : a * Math.sin(angle) + b * Math.cos(angle);
  });
}
const places = [0, 1, 2, 3, 4, 5, 6, 7];
const turned = places.map((place) => turn(name, place)); // [T, D]
matrix(turned, {
  hue: 'key',
  domain: [-1, 1],
  links: { symbol: 'turned', rows: 'places' },
});

//#figure hook run=auto
import { turns } from 'kit/show';

turns(
  { values: turned, hue: 'key' },
  {
    rows: places.map((place) => `${lesson.words.place} ${place}`),
    at: 5,
    links: { symbol: 'turned', rows: 'places' },
  },
);

//#cell shift run=auto
import { random } from 'kit/random';
import { table, turns } from 'kit/show';

const q = [...random('q').normals(8)]; // [D]
const k = [...random('k').normals(8)]; // [D]
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, j) => sum + x * b[j], 0);
const shifts = [0, 1, 2, 10, 1000];
const asking = shifts.map((shift) => turn(q, 5 + shift)); // [5, D]
const asked = shifts.map((shift) => turn(k, 2 + shift)); // [5, D]
const { query, key, score } = lesson.words;
const hands = [
  { values: asking, hue: 'query', name: query },
  { values: asked, hue: 'key', name: key },
] as const;
const links = { rows: 'shifts' };
const rows = shifts.map((shift) => `+ ${shift}`);
display(turns(hands, { rows, at: 0, links }));
const scored = shifts.map((shift, n) => {
  const places = { [query]: 5 + shift, [key]: 2 + shift };
  return { ...places, [score]: dot(asking[n], asked[n]) };
});
const columns = [query, key, { key: score, label: score, digits: 6 }];
table(scored, { columns, links });

//#cell stripes run=auto
import { applyRotary, rotaryTable } from 'kit/attention';
import { matrix } from 'kit/show';
import { fill, matMul, mul, tensor } from 'kit/tensor';

const waves = rotaryTable(8, 8, base); // cos and sin [T, R/2]
const eight = (x: number[]) => mul(fill([8, 1], 1), tensor([x]));
const Q = applyRotary(eight(q), waves); // [T, D]
const K = applyRotary(eight(k), waves); // [T, D]
const scores = matMul(Q, K, { transposeB: true }); // [T, T]
matrix(scores, {
  hue: 'scores',
  links: { symbol: 'scores', rows: 'places', cols: 'places' },
});

//#cell who run=auto
import { slider } from 'kit/input';
import { group, sentence } from 'kit/show';

const ahead = slider('ahead', {
  min: -2,
  max: 2,
  value: lesson.roles.indexOf('doer') - verb,
});
const seen = shares(
  queries.map((x, place) => turn(x, place + ahead)) /*§ahead*/,
  keys.map((x, place) => turn(x, place)),
); // [T, T]
group(
  sentence(lesson.texts.sentence, seen, { from: verb }),
  sentence(lesson.texts.swapped, seen, { from: verb }),
);

//#cell half
import { rotaryTable } from 'kit/attention';
import { table } from 'kit/show';
import { add, concat, mul, neg, slice, tensor } from 'kit/tensor';

const x = tensor(turned); // [T, D]
/** As in the original, whose self.dim is our R. */
function original(R: number): string {
  const { cos, sin } = rotaryTable(8, R, base); // [T, R/2]
  const cosTwice = concat([cos, cos], 1); // [T, R]
  const sinTwice = concat([sin, sin], 1); // [T, R]
  const x1 = slice(x, [0, 0], [-1, R / 2]);
  const x2 = slice(x, [0, R / 2], [-1, -1]); /*§rest*/
  const swapped = concat([neg(x2), x1], 1); // [T, D]
  try {
    const y = add(mul(x, cosTwice), mul(swapped, sinTwice));
    return `[${y.shape}]`;
  } catch {
    return `✗ [${x.shape}] × [${cosTwice.shape}]`;
  }
}
const { rotated, original: label } = lesson.words;
table([8, 4].map((R) => ({ [rotated]: R, [label]: original(R) })));

//#exercise rotate
import type { Tensor2D } from 'kit/tensor';

//#starter
/** x [T, D]; cos, sin [T, R/2] → [T, D]. */
function rotate(x: Tensor2D, cos: Tensor2D, sin: Tensor2D): Tensor2D {
  return x;
}
//#solution
import { add, concat, mul, slice, sub } from 'kit/tensor';

/** x [T, D]; cos, sin [T, R/2] → [T, D]. */
function rotate(x: Tensor2D, cos: Tensor2D, sin: Tensor2D): Tensor2D {
  const half = cos.shape[1]; // R/2
  const a = slice(x, [0, 0], [-1, half]);
  const b = slice(x, [0, half], [-1, half]);
  const first = sub(mul(a, cos), mul(b, sin));
  const second = add(mul(a, sin), mul(b, cos));
  const rest = x.shape[1] - 2 * half; // D − R
  if (rest === 0) return concat([first, second], 1);
  const tail = slice(x, [0, 2 * half], [-1, rest]);
  return concat([first, second, tail], 1);
}
//#check
import { applyRotary, rotaryTable } from 'kit/attention';
import { expectEqualOnRandom } from 'kit/check';
import { concat, slice, square, sum, tensor, zeros } from 'kit/tensor';
import type { Tensor } from 'kit/tensor';

const part = rotaryTable(5, 4); // R = 4, D = 10
const whole = rotaryTable(5, 10); // R = D = 10
const given = (x: Tensor) => rotate(x as Tensor2D, part.cos, part.sin);
const widthOf = (x: Tensor) => tensor([x.shape.at(-1) ?? 0]);
/** [5, 10]: what is missing of a row counts as zeros. */
const inPart = (x: Tensor) => {
  const y = given(x);
  const missing = 10 - y.shape[1];
  return missing > 0 ? concat([y, zeros([5, missing])], 1) : y;
};
const inWhole = (x: Tensor) =>
  rotate(x as Tensor2D, whole.cos, whole.sin);
const tailOf = (x: Tensor) => slice(x, [0, 4], [-1, 6]);
const lengthOf = (x: Tensor) => sum(square(x), 1);
const inputs = [[5, 10]];
expectEqualOnRandom((x) => widthOf(given(x)), widthOf, {
  inputs,
  message: 'width',
});
expectEqualOnRandom((x) => tailOf(inPart(x)), tailOf, {
  inputs,
  message: 'tail',
});
expectEqualOnRandom((x) => lengthOf(inPart(x)), lengthOf, {
  inputs,
  message: 'length',
});
expectEqualOnRandom(inPart, (x) => applyRotary(x, part), {
  inputs,
  message: 'angle',
});
expectEqualOnRandom(inWhole, (x) => applyRotary(x, whole), {
  inputs,
  message: 'whole',
});

//#cell partial run=auto
import { rotaryTable } from 'kit/attention';
import { select } from 'kit/input';
import { matrix } from 'kit/show';

const fraction = select('fraction', [0.25, 0.5, 0.75, 1], 0.5);
const dials = rotaryTable(8, 8 * fraction, base); // [T, R/2]
const partly = rotate(eight(q), dials.cos, dials.sin); // [T, D]
matrix(partly, {
  hue: 'query',
  links: { symbol: 'partly', rows: 'places' },
});

//#cell ids
import { applyRotary, rotaryTable } from 'kit/attention';
import { table } from 'kit/show';
import { concat, fill, gather, mul, reshape } from 'kit/tensor';

const { cos, sin } = rotaryTable(10, 64); // [P, R/2]
const cached = concat([cos, cos], 1); // [P, R]
const each = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; // positions, T = 10
function compare(B: number, H: number) {
  const x = fill([B, H, 10, 64], 1);
  const ids = Array.from({ length: B }, () => each); // [B, T]
  const rows = gather(cached, ids.flat()); // [B · T, R]
  const picked = reshape(rows, [1, 1, B, 10, 64]); /*§picked*/
  let got: string;
  try {
    got = `[${mul(x, picked).shape}]`;
  } catch {
    got = `✗ [${x.shape}] × [${picked.shape}]`;
  }
  const right = applyRotary(x, { cos, sin }, ids).shape;
  const { original, mended } = lesson.words;
  return { B, H, [original]: got, [mended]: `[${right}]` };
}
table([compare(1, 12), compare(2, 2), compare(2, 12)]);

//#cell learn run=auto
import { select } from 'kit/input';
import { random } from 'kit/random';
import { number } from 'kit/show';

const T = 32;
const near = Array.from({ length: T }, (_, d) => d); // [T]
const draw = random(select('seed', [1, 2, 3]));
const aim = near.map((d) => Number(d === 5)); // [T]
let ownQ = [...draw.normals(8)]; // [D]
let ownK = [...draw.normals(8)]; // [D]
let loss = 0;
for (let step = 0; step < 500; step++) {
  const ahead = near.map((d) => turn(ownQ, d)); // [T, D]
  const behind = near.map((d) => turn(ownK, -d)); // [T, D]
  const powers = ahead.map((x) => Math.exp(dot(x, ownK))); // [T]
  const total = powers.reduce((sum, power) => sum + power);
  loss = -Math.log(powers[5] / total);
  const error = powers.map((p, d) => p / total - aim[d]); /*§error*/
  const slope = (rows: number[][], j: number) =>
    error.reduce((sum, e, d) => sum + e * rows[d][j], 0);
  ownQ = ownQ.map((x, j) => x - 0.1 * slope(behind, j));
  ownK = ownK.map((x, j) => x - 0.1 * slope(ahead, j));
}
number(loss, { label: lesson.words.loss, digits: 4 });

//#cell beyond run=auto
import { slider } from 'kit/input';
import { chart, line, table } from 'kit/show';

const squeeze = slider('squeeze', { min: 1, max: 8, value: 1 });
const fit = (d: number) =>
  dot(turn(ownQ, d / squeeze), ownK); /*§squeeze*/
const weigh = (length: number) => {
  const powers = Array.from({ length }, (_, d) => Math.exp(fit(d)));
  const total = powers.reduce((sum, power) => sum + power);
  return powers.map((power) => power / total);
};
const long = weigh(256); // by distance
const reach = long.map((_, d) => d);
const part = (name: string, from: number, to: number) =>
  line({ name, x: reach.slice(from, to), y: long.slice(from, to) });
const { trained, unseen, distance, weight } = lesson.words;
display(
  chart([part(trained, 0, T), part(unseen, T, 256)], {
    x: distance,
    y: weight,
  }),
);
const { tokens, fifth } = lesson.words;
const lengths = [32, 64, 128, 256];
table(lengths.map((n) => ({ [tokens]: n, [fifth]: weigh(n)[5] })));

//#cell rival run=auto
import { turns } from 'kit/show';

const strange = reach.slice(T);
const rival = strange.reduce((a, d) => (long[d] > long[a] ? d : a));
turns([
  { values: [turn(name, 5)], name: '5', hue: 'query' },
  { values: [turn(name, rival)], name: `${rival}`, hue: 'key' },
]);

//#cell own run=auto
import { applyRotary, rotaryTable } from 'kit/attention';
import { text } from 'kit/input';
import { group, sentence } from 'kit/show';
import { concat, matMul, randomNormal, softmaxRows } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

const typed = text('words', { value: lesson.texts.line.join(' ') });
const words = typed.trim().split(/\s+/).slice(0, 8); // T ≤ 8
const vectors = concat(
  words.map((word) => randomNormal([1, 32], { seed: word })),
); /*§word*/ // [T, 32]
const stand = applyRotary(vectors, rotaryTable(8, 32, base));
const alike = (x: Tensor2D) =>
  softmaxRows(
    matMul(x, x, { transposeB: true, scale: 1 / Math.sqrt(32) }),
  ); // [T, T]
const from = words.length - 1;
const { unplaced, turnedByPlace } = lesson.words;
group(
  sentence(words, alike(vectors), { from, caption: unplaced }),
  sentence(words, alike(stand), { from, caption: turnedByPlace }),
);

//#cell cost run=click
import { applyRotary, rotaryTable } from 'kit/attention';
import { randomHead, scaledDotProductAttention } from 'kit/attention';
import { measureLatency } from 'kit/bench';
import { select } from 'kit/input';
import { table } from 'kit/show';

const length = select('length', [64, 512, 2048]);
const head = randomHead({ tokens: length, headDim: 64, seed: 7 });
const angles = rotaryTable(length, 64); // [T, R/2]
const rotateBoth = () => [
  applyRotary(head.q, angles),
  applyRotary(head.k, angles),
];
const attend = () => scaledDotProductAttention(head.q, head.k, head.v);
const limits = { budgetMs: 1500, signal };
const { turning, attending } = lesson.words;
table([
  await measureLatency(rotateBoth, { ...limits, label: turning }),
  await measureLatency(attend, { ...limits, label: attending }),
]);

//#cell llama
import { table } from 'kit/show';

const pairs = Array.from({ length: 64 }, (_, i) => i); // D = 128
function reached(base: number, tokens: number) {
  const angles = pairs.map((i) => tokens * base ** ((-2 * i) / 128));
  const short = angles.filter((angle) => angle < 2 * Math.PI).length;
  return { base, tokens, short, slow: degrees(angles[63]) };
}
table(
  [
    reached(10_000, 4096),
    reached(10_000, 100_000),
    reached(1_000_000, 16_384),
    reached(1_000_000, 100_000),
  ],
  {
    columns: [
      { key: 'base', label: lesson.words.base },
      { key: 'tokens', label: lesson.words.tokens },
      { key: 'short', label: lesson.words.short },
      { key: 'slow', label: lesson.words.slow, unit: '°', digits: 1 },
    ],
  },
);
