//#cell head run=auto
import { tensor } from 'kit/tensor';

const parts = {
  cause: { q: [0, 2, 0, 0], k: [1, 0, 2, 0], v: [0, 0, 1, 0] },
  event: { q: [1, 0, 2, 0], k: [0, 2, 0, 0], v: [0, 1, 0, 0] },
  thing: { q: [0, 2, 1, 0], k: [2, 0, 0, 0], v: [1, 0, 0, 0] },
  link: { q: [0, 2, 0, 1], k: [0, 0, 0, 2], v: [0, 0, 0, 0] },
  action: { q: [2, 0, 0, 0], k: [0, 1, 1, 0], v: [0, 1, 0, 0] },
  pronoun: { q: [3, 0, -1, 0], k: [1, 0, 0, 1], v: [0, 0, 0, 1] },
};
const tokens = lesson.texts.sentence; // T = 6
const roles = lesson.roles as readonly (keyof typeof parts)[];
const Q = tensor(roles.map((role) => parts[role].q)); // [T, D]
const K = tensor(roles.map((role) => parts[role].k)); // [T, D]
const V = tensor(roles.map((role) => parts[role].v)); // [T, D]

//#cell memory run=auto
import { concat, slice } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

/** Slow memory: counts the numbers that go in and out. */
function slowMemory() {
  let moved = 0;
  const store = (part: Tensor2D) => {
    moved += part.size;
    return part;
  };
  const load = (x: Tensor2D, at = 0, rows = -1) =>
    store(slice(x, [at, 0], [rows, -1]));
  return { load, store, moved: () => moved };
}
type Memory = ReturnType<typeof slowMemory>;
type Strip = (at: number, rows: number) => Tensor2D;
/** The rows of a matrix, R at a time. */
function strips(T: number, R: number, make: Strip): Tensor2D {
  const places = Array.from({ length: T / R }, (_, i) => i * R);
  return concat(
    places.map((at) => make(at, R)),
    0,
  );
}

//#cell plain run=auto
import { matMul, softmaxRows } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

/** Three programs, R rows at a time, each from memory to memory. */
function plainAttention(
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  R: number,
  { load, store }: Memory,
): Tensor2D {
  const [T, D] = q.shape;
  const fit = { transposeB: true, scale: 1 / Math.sqrt(D) };
  const scores = strips(T, R, (at, n) =>
    store(matMul(load(q, at, n), load(k), fit)),
  ); // [T, T]
  const weights = strips(T, R, (at, n) =>
    store(softmaxRows(load(scores, at, n))),
  ); /*§weights*/ // [T, T]
  return strips(T, R, (at, n) =>
    store(matMul(load(weights, at, n), load(v))),
  ); // [T, D]
}

//#cell tiles run=auto
import { add, exp, fill, matMul, max, maximum } from 'kit/tensor';
import { mul, sub, sum, zeros } from 'kit/tensor';
import type { Tensor, Tensor2D } from 'kit/tensor';

/** One strip of rows, C keys at a time: what is kept of them. */
function tile(q: Tensor2D, k: Tensor2D, v: Tensor2D, before: Kept) {
  const scores = matMul(q, k, { transposeB: true }); // [R, C]
  const top = maximum(before.top, max(scores, 1, true)); // [R, 1]
  const shrink = exp(sub(before.top, top)); /*§shrink*/ // [R, 1]
  const shares = exp(sub(scores, top)); // [R, C]
  return {
    scores,
    top,
    shrink,
    total: add(mul(before.total, shrink), sum(shares, 1, true)),
    out: add(mul(before.out, shrink), matMul(shares, v)), // [R, D]
  };
}
type Kept = { top: Tensor; total: Tensor; out: Tensor2D };
type Seen = ReturnType<typeof tile> & { row: number; key: number };
const nothing = (R: number, D: number): Kept => ({
  top: fill([R, 1], -1e30),
  total: zeros([R, 1]),
  out: zeros([R, D]),
});

//#cell flash run=auto
import { div, scale } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

/** One program: R rows stay, K and V pass by C keys at a time. */
function flashAttention(
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  { R, C }: { R: number; C: number },
  { load, store }: Memory,
  watch: (seen: Seen) => void = () => undefined,
): Tensor2D {
  const [T, D] = q.shape;
  return strips(T, R, (row) => {
    const own = scale(load(q, row, R), 1 / Math.sqrt(D)); // [R, D]
    let kept = nothing(R, D);
    for (let key = 0; key < T; key += C) {
      const now = tile(own, load(k, key, C), load(v, key, C), kept);
      watch({ ...now, row, key });
      kept = now;
    }
    return store(div(kept.out, kept.total)); /*§once*/
  });
}

//#cell walk run=auto
import { slider } from 'kit/input';
import { matrix } from 'kit/show';
import { toArray } from 'kit/tensor';

const seen: Seen[] = [];
const size = { R: 3, C: 2 };
flashAttention(Q, K, V, size, slowMemory(), (x) => seen.push(x));
const step = seen[slider('tile', { min: 1, max: 6, value: 5 }) - 1];
const inTile = await toArray(step.scores); // [R, C]
const onChip = tokens.map((_, i) =>
  tokens.map((_, j) => inTile[i - step.row]?.[j - step.key] ?? NaN),
); // [T, T]
const { words } = lesson;
const picture = {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  domain: [-3, 3],
  digits: 1,
  hasGaps: true,
  links: { symbol: 'scores', rows: 'queries', cols: 'keys' },
} as const;
matrix(onChip, { ...picture, caption: words.onChip });

//#cell state run=auto
import { table } from 'kit/show';
import { concat, toArray } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

const { top, shrink, total, out } = step;
const kept = concat([top, shrink, total], 1) as Tensor2D; // [R, 3]
const sums = await toArray(out); // [R, D]
const inWords = (row: number[]) =>
  row.map((x) => x.toFixed(3)).join('  ');
const state = (await toArray(kept)).map(([m, c, ℓ], i) => {
  const token = tokens[step.row + i];
  return { token, m, c, ℓ, o: inWords(sums[i]) };
});
const named = (key: string) => ({ key, label: key, digits: 3 });
const numbered = ['m', 'c', 'ℓ'].map(named);
const inCode = (key: string) =>
  ({ key, label: key, type: 'code' }) as const;
table(state, {
  columns: [
    { key: 'token', label: words.row },
    ...numbered,
    inCode('o'),
  ],
});

//#figure hook run=auto
import { group, matrix } from 'kit/show';
import { matMul } from 'kit/tensor';

const all = matMul(Q, K, { transposeB: true, scale: 1 / 2 }); // [T, T]
group(
  matrix(all, { ...picture, caption: words.whole }),
  matrix(onChip, { ...picture, caption: words.onChip }),
);

//#cell counted run=auto
import { randomHead } from 'kit/attention';
import { table } from 'kit/show';
import { abs, max, sub, toArray } from 'kit/tensor';

const [D, R] = [16, 16];
const { plain, flash, counted, argued } = words;
const found = [];
for (const T of [32, 64, 128]) {
  const { q, k, v } = randomHead({ tokens: T, headDim: D, seed: 3 });
  const [a, b] = [slowMemory(), slowMemory()];
  const one = plainAttention(q, k, v, R, a);
  const other = flashAttention(q, k, v, { R, C: R }, b);
  const off = (await toArray(max(abs(sub(one, other))))) as number;
  const both = (2 * T * T * D) / R + 2 * T * D;
  found.push({
    T,
    [`${counted}: ${plain}`]: a.moved(),
    [`${argued}: ${plain}`]: 4 * T * T + both,
    [`${counted}: ${flash}`]: b.moved(),
    [`${argued}: ${flash}`]: both,
    [words.equal]: off < 1e-5,
  });
}
table(found);

//#cell at-length run=auto
import { table } from 'kit/show';

// H = 8, D = 64, R = 64, fp32
const lengths = [512, 1024, 2048, 4096].map((T) => {
  const megabytes = (numbers: number) => (8 * 4 * numbers) / 1e6;
  const both = (2 * T * T * 64) / 64 + 2 * T * 64;
  const one = megabytes(4 * T * T + both);
  const other = megabytes(both);
  return { T, S: megabytes(T * T), one, other, ratio: one / other };
});
const inMB = { unit: 'MB', digits: 0 };
table(lengths, {
  columns: [
    'T',
    { key: 'S', label: words.buffer, ...inMB },
    { key: 'one', label: plain, ...inMB },
    { key: 'other', label: flash, ...inMB },
    { key: 'ratio', label: '÷', digits: 1 },
  ],
});

//#cell halves run=auto
import { table } from 'kit/show';
import { matMul, toArray } from 'kit/tensor';

type Part = { top: number; total: number; out: number[] }; // m, ℓ, o
/** A row's part over some keys. */
function partOf(scores: number[], values: number[][]): Part {
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const sum = (of: (j: number) => number) =>
    shares.reduce((total, share, j) => total + share * of(j), 0);
  const out = values[0].map((_, d) => sum((j) => values[j][d]));
  return { top, total: sum(() => 1), out };
}
const fits = matMul(Q, K, { transposeB: true, scale: 1 / 2 });
const it = (await toArray(fits))[roles.indexOf('pronoun')]; // [T]
const given = await toArray(V); // [T, D]
const left = partOf(it.slice(0, 3), given.slice(0, 3));
const right = partOf(it.slice(3), given.slice(3));
const asRow = (part: string, { top, total, out }: Part) => {
  return { part, m: top, ℓ: total, o: inWords(out) };
};
const partName = { key: 'part', label: words.part };
const columns = [partName, named('m'), named('ℓ'), inCode('o')];
table([asRow('1–3', left), asRow('4–6', right)], { columns });

//#exercise merge
//#starter
/** One row's parts over different keys → its part over all. */
function mergeParts(a: Part, b: Part): Part {
  return {
    top: Math.max(a.top, b.top),
    total: a.total + b.total,
    out: a.out.map((x, d) => x + b.out[d]),
  };
}
//#solution
/** One row's parts over different keys → its part over all. */
function mergeParts(a: Part, b: Part): Part {
  const top = Math.max(a.top, b.top);
  const shrinkOf = (part: Part) =>
    part.total === 0 ? 0 : Math.exp(part.top - top);
  const [ca, cb] = [shrinkOf(a), shrinkOf(b)];
  return {
    top,
    total: a.total * ca + b.total * cb,
    out: a.out.map((x, d) => x * ca + b.out[d] * cb),
  };
}
//#check
import { expectClose } from 'kit/check';

const finished = ({ top, total, out }: Part) => [
  ...out.map((x) => x / total),
  top + Math.log(total),
];
const valuesOf = (scores: number[], from: number) =>
  scores.map((_, j) => [from + j, Math.cos(from + j)]);
const pair = (a: number[], b: number[]) => {
  const x = partOf(a, valuesOf(a, 0));
  const y = partOf(b, valuesOf(b, a.length));
  const whole = partOf([...a, ...b], valuesOf([...a, ...b], 0));
  const got = async () => finished(mergeParts(x, y));
  return [got(), finished(whole)] as const;
};
const oneRow = { message: 'one-row' };
expectClose(...pair([1, 3], [2, 0, -1]), oneRow);
expectClose(...pair([2, 0, -1], [1, 3]), oneRow);
expectClose(...pair([0.5, 0.25], [-4, 2, 2, 5]), oneRow);
const loud = { message: 'loud' };
expectClose(...pair([1000, 998], [999]), loud);
expectClose(...pair([-900], [-901, 901]), loud);
const unseen: Part = { top: -Infinity, total: 0, out: [0, 0] };
const some = partOf([2, 5], valuesOf([2, 5], 1));
const beside = async (a: Part, b: Part) => finished(mergeParts(a, b));
expectClose(beside(some, unseen), finished(some), {
  message: 'unseen',
});
expectClose(beside(unseen, some), finished(some), {
  message: 'unseen',
});
const blind = async () => {
  const { total, out } = mergeParts(unseen, unseen);
  return [total, ...out];
};
expectClose(blind(), [0, 0, 0], { message: 'nobody' });

//#cell merged run=auto
import { table } from 'kit/show';

const merged = mergeParts(left, right);
const atOnce = partOf(it, given);
const ways = [asRow('1–3 + 4–6', merged), asRow('1–6', atOnce)];
table(ways, { columns });

//#cell bindings run=auto
import { wgsl } from 'kit/tensor';

const bindings = wgsl`
struct Slice { firstGroup: u32, loopBound: u32 }
@group(0) @binding(0) var<storage, read> q: array<vec4f>;
@group(0) @binding(1) var<storage, read> k: array<vec4f>;
@group(0) @binding(2) var<storage, read> v: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> o: array<vec4f>;
@group(0) @binding(4) var<uniform> slice: Slice;

const C = 64u;
var<workgroup> keys: array<vec4f, C>; /*§fast*/
var<workgroup> values: array<vec4f, C>;

fn load(first: u32, lane: u32) {
  workgroupBarrier();
  keys[lane] = k[first + lane];
  values[lane] = v[first + lane];
  workgroupBarrier();
}`;

//#cell kernel run=click
import { checkWgsl, wgsl } from 'kit/tensor';

const program = wgsl`${bindings}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = slice.firstGroup * 64u + id.x; /*§row*/
  let query = q[row] / 2.0; // √D
  var top = -1e30;
  var total = 0.0;
  var out = vec4f();
  for (var at = 0u; at < slice.loopBound; at += C) {
    load(at, id.x % C);
    for (var j = 0u; j < C; j++) {
      let score = dot(query, keys[j]);
      let higher = max(top, score);
      let shrink = exp(top - higher);
      let share = exp(score - higher);
      total = total * shrink + share;
      out = out * shrink + share * values[j];
      top = higher;
    }
  }
  o[row] = out / total;
}`;
const kernel = await checkWgsl(program, 3); // q, k, v

//#cell ask run=auto
import { select } from 'kit/input';
import { markdown, number } from 'kit/show';

// T = 1024, D = 4
const groups = Number(select('groups', ['?', 4, 16, 64, 1024]));
const bound = Number(select('bound', ['?', 16, 64, 1024, 2048]));
const isChosen = groups > 0 && bound > 0;
const label = words.declared;
isChosen
  ? number(groups * 64 * bound, { label })
  : markdown(words.first);

//#cell on-gpu run=click
import { randomHead } from 'kit/attention';
import { scaledDotProductAttention } from 'kit/attention';
import { markdown, table } from 'kit/show';
import { abs, max, runInSlices, sub, toArray } from 'kit/tensor';

if (isChosen) {
  const { q, k, v } = randomHead({ tokens: 1024, headDim: 4, seed: 5 });
  const [inputs, output] = [[q, k, v], [1024, 4] as const];
  const work = { inputs, output, groups, loopBound: bound, signal };
  const run = await runInSlices(kernel, work);
  const wanted = scaledDotProductAttention(q, k, v).output; // [T, D]
  const off = await toArray(max(abs(sub(run.output, wanted)), 1));
  const isWrong = (x: number) => !(x < 1e-4);
  const found = {
    [words.wrong]: (off as number[]).filter(isWrong).length,
    [words.gpu]: run.adapter,
    [words.software]: run.isSoftware,
    [words.slices]: run.slices,
    [`${words.longest} (ms)`]: run.longestMs,
  };
  display(table([found]));
} else display(markdown(words.first));

//#cell probes run=auto
const probe = (name: string, line: string) => ({
  name,
  inputs: 1,
  outputs: 1,
  code: `
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> b: array<vec4f>;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var x = a[id.x];
  var y = x + 1.0;
  ${line}
}`,
});
const copy = probe('copy', 'b[id.x] = x;');
const chain = (rounds: number) =>
  probe(
    'multiply-add',
    `for (var i = 0; i < ${rounds}; i++) {
    x = fma(x, vec4f(0.5), vec4f(0.5));
    y = fma(y, vec4f(0.5), vec4f(0.5));
  }
  b[id.x] = x + y;`,
  );
const onGpu = { backend: 'webgpu', budgetMs: 1000 } as const;

//#cell roofs run=click
import { measureLatency } from 'kit/bench';
import { table } from 'kit/show';
import { ones, runProgram } from 'kit/tensor';
import type { Program } from 'kit/tensor';

const full = ones([2 ** 23]); // 32 MiB
const measure = (program: Program, threads: number) => {
  const outputs = [{ shape: [4 * threads] }];
  const workgroups = [threads / 256] as const;
  const run = () =>
    runProgram(program, { inputs: [full], outputs, workgroups });
  const { name: label } = program;
  return measureLatency(run, { ...onGpu, signal, label });
};
const copied = await measure(copy, 2 ** 21);
const rounds = copied.isSoftware ? 32 : 4096;
const chained = await measure(chain(rounds), 2 ** 18);
// 64 MiB moved; 2¹⁸ threads · 16 operations per round
const bytesPerMs = 2 ** 26 / (copied.medianMs ?? NaN);
const operationsPerMs = (2 ** 22 * rounds) / (chained.medianMs ?? NaN);
const asFound = { 'GB/s': bytesPerMs / 1e6 };
display(table([copied, chained]));
table([{ ...asFound, 'GFLOP/s': operationsPerMs / 1e6 }]);

//#cell point run=click
import { fusedAttention } from 'kit/attention';
import type { FusedOptions } from 'kit/attention';
import { measureLatency } from 'kit/bench';
import { select } from 'kit/input';
import { randomNormal, withBackend } from 'kit/tensor';

const T = select('length', [128, 512, 1024, 2048]); // H = 8, D = 64
const make = (seed: number) => randomNormal([1, 8, T, 64], { seed });
const heads = [make(1), make(2), make(3)] as const;
const operations = 8 * 4 * T * T * 64;
const bytesOf = (squares: number) => 32 * (squares * T + 128) * T;
type How = FusedOptions;
const point = async (label: string, bytes: number, how: How) => {
  const run = () => fusedAttention(...heads, {}, how);
  await withBackend('webgpu', run); // compiles
  const limits = { ...onGpu, budgetMs: 3000, signal };
  const row = await measureLatency(run, { ...limits, label });
  const perMs = operations / (row.medianMs ?? NaN);
  return { ...row, x: operations / bytes, y: perMs / 1e6 };
};
const points = [
  await point(words.plain, bytesOf(6), { path: 'naive' }) /*§bytes*/,
  await point(words.flash, bytesOf(2), {}),
];

//#cell roofline run=click
import { latencyColumns } from 'kit/bench';
import { chart, line, scatter, table } from 'kit/show';

const at = [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256];
const roof = at.map(
  (x) => Math.min(operationsPerMs, bytesPerMs * x) / 1e6,
);
display(table(points, { columns: latencyColumns }));
const isSoftware = points.some((point) => point.isSoftware);
if (points.every(({ y }) => y > 0) && roof.every((y) => y > 0)) {
  const dots = points.map(({ method, x, y }) =>
    scatter({ name: method, x: [x], y: [y] }),
  );
  const limit = line({ name: words.roof, x: at, y: roof });
  const view = chart([limit, ...dots], {
    x: { label: words.intensity, unit: 'FLOP/B', scale: 'log' },
    y: { label: words.speed, unit: 'GFLOP/s', scale: 'log' },
    note: isSoftware ? words.pretended : words.real,
  });
  display(view);
}

//#cell original run=auto
import { createAttentionLayer } from 'kit/attention';

const config = { hiddenSize: 8, numAttentionHeads: 2 };
const layer = createAttentionLayer(config);
type Theirs = { prepareInputs(x: number[]): unknown };
const hidden = [1, 6, 8]; // [B, T, 8]
const create = (kind: string) => {
  const known = ['standard', 'multi_query', 'grouped_query'];
  if (known.includes(kind)) return layer;
  throw new RangeError(`Unsupported attention type: ${kind}`);
};
const unpack = ([bsz, qLen, heads, width]: number[]) =>
  [bsz, qLen, heads, width].map(String).join(', ');
const forward = (past: string) => {
  const grown = `${past}, k₂`;
  return `${past} (≠ ${grown})`;
};
const attempts: Record<string, () => unknown> = {
  'create_attention_layer(…, "flash")': () => create('flash'),
  '_prepare_flash_attention_inputs(…)': () =>
    (layer as unknown as Theirs).prepareInputs(hidden),
  'bsz, q_len, _, _ = x.size()': () => unpack(hidden),
  'return …, past_key_value': () => forward('k₁'),
};

//#cell outcomes run=auto
import { table } from 'kit/show';

const outcomes = Object.entries(attempts).map(([line, run]) => {
  let gives = '';
  try {
    gives = String(run());
  } catch (error) {
    gives = String(error);
  }
  return { line, gives };
});
table(outcomes, {
  columns: [
    { key: 'line', label: words.line, type: 'code' },
    { key: 'gives', label: words.gives, type: 'code' },
  ],
});

//#cell padding run=auto
import { maskedScores } from 'kit/attention';
import { group, matrix } from 'kit/show';
import { matMul, softmaxRows, tensor } from 'kit/tensor';

const S = matMul(Q, K, { transposeB: true, scale: 1 / 2 }); // [T, T]
const isReal = tokens.map((_, j) => j < 4); // [T]
const allowed = tensor([isReal.map(Number)], 'bool'); // [1, T]
const theirs = softmaxRows(maskedScores(S, { isCausal: true }));
const ours = softmaxRows(maskedScores(S, { allowed }));
const shown = {
  rows: tokens,
  cols: tokens,
  hue: 'scores',
  domain: [0, 1],
  links: { rows: 'queries', cols: 'keys' },
} as const;
group(
  matrix(theirs, { ...shown, caption: words.original }),
  matrix(ours, { ...shown, caption: words.asked }),
);

//#cell mended run=auto
import { createAttentionLayer, KvCache } from 'kit/attention';
import { table } from 'kit/show';
import { randomNormal } from 'kit/tensor';

const quiet = { seed: 1, onNotice: () => undefined };
const fast = createAttentionLayer(config, 'flash', quiet);
const cache = new KvCache();
const attentionMask = { isCausal: true };
const grown = [4, 1, 1].map((count, index) => {
  const x = randomNormal([1, count, 8], { seed: index }); // [B, n, 8]
  const options = { attentionMask, pastKeyValue: cache };
  const { output } = fast.forward(x, options); // [B, n, 8]
  return {
    [words.step]: index + 1,
    [words.shape]: `[${output.shape.join(', ')}]`,
    [words.cache]: cache.length,
  };
});
table(grown);

//#cell own run=auto
import { slider, text } from 'kit/input';
import { matrix, table } from 'kit/show';

const typed = text('scores', { value: '2 1000 -3 7 999' });
const numbers = typed
  .split(/[\s,،]+/)
  .filter(Boolean)
  .map(Number);
const own = numbers.filter(Number.isFinite).slice(0, 12);
const width = slider('width', { min: 1, max: 6, value: 2 });
let soFar: Part = { top: -Infinity, total: 0, out: [0] };
const passed = [];
for (let first = 0; first < own.length; first += width) {
  const s = own.slice(first, first + width);
  const ones = s.map(() => [1]);
  soFar = mergeParts(soFar, partOf(s, ones));
  passed.push({ s: s.join('  '), m: soFar.top, ℓ: soFar.total });
}
display(
  table(passed, { columns: [inCode('s'), named('m'), named('ℓ')] }),
);
const shareOf = (s: number) => Math.exp(s - soFar.top) / soFar.total;
const look = { hue: 'scores', domain: [0, 1] } as const;
matrix([own.map(shareOf)], { ...look, cols: own.map(String) });
