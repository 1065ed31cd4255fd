//#cell head run=auto
import { tensor } from 'kit/tensor';

// D = 4 places: names a thing, happens, causes, joins
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
/** Queries, keys or values from one token to before another. */
const rowsOf = (which: 'q' | 'k' | 'v', from: number, to: number) =>
  tensor(roles.slice(from, to).map((role) => parts[role][which]));
/** A column of a table, under its words. */
const column = (key: keyof typeof lesson.words, unit = '') => ({
  ...{ key, label: lesson.words[key] },
  ...(unit && { unit }),
});

//#cell full run=auto
import { scaledDotProductAttention } from 'kit/attention';
import { slider } from 'kit/input';
import { matrix } from 'kit/show';

/** The head on the first t tokens, everything computed. */
const fullPass = (t: number, isCausal = true) =>
  scaledDotProductAttention(
    rowsOf('q', 0, t), // [t, D]
    rowsOf('k', 0, t), // [t, D]
    rowsOf('v', 0, t), // [t, D]
    { isCausal } /*§causal*/,
  );
const written = slider('written', { min: 1, max: 6, value: 5 }); // t
const weights = fullPass(written).weights; // [t, t]
const names = tokens.slice(0, written);
matrix(weights, {
  rows: names,
  cols: names,
  hue: 'scores',
  domain: [0, 1],
  links: { symbol: 'weights', rows: 'queries', cols: 'keys' },
});

//#cell unchanged run=auto
import { table } from 'kit/show';
import { abs, slice, sub } from 'kit/tensor';
import type { Tensor } from 'kit/tensor';

/** The largest difference between two tensors of one shape. */
const farthest = async (a: Tensor, b: Tensor) =>
  Math.max(...(await abs(sub(a, b)).data()));
/** How far t − 1 rows of the output move when row t comes. */
async function change(t: number, isCausal: boolean) {
  const before = fullPass(t - 1, isCausal).output; // [t − 1, D]
  const after = fullPass(t, isCausal).output; // [t, D]
  return farthest(slice(after, [0, 0], [t - 1, -1]), before);
}
const changes = [];
for (const step of [2, 3, 4, 5, 6]) {
  const causal = await change(step, true);
  changes.push({ step, causal, open: await change(step, false) });
}
table(changes, {
  columns: [column('step'), column('causal'), column('open')],
});

//#cell step run=auto
import { concat, matMul, softmaxRows } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

interface Kept {
  readonly K: Tensor2D; // [t, D]
  readonly V: Tensor2D; // [t, D]
}
/** Token i: one query, one key, one value, one row. */
function step(i: number, kept: Kept | null) {
  const q = rowsOf('q', i, i + 1); // [1, D]
  const k = rowsOf('k', i, i + 1); // [1, D]
  const v = rowsOf('v', i, i + 1); // [1, D]
  const K = kept ? concat([kept.K, k]) : k; /*§keep*/ // [t, D]
  const V = kept ? concat([kept.V, v]) : v; // [t, D]
  const scale = 1 / Math.sqrt(4); // 1 / √D
  const scores = matMul(q, K, { transposeB: true, scale });
  const row = softmaxRows(scores); /*§row*/ // [1, t]
  return { K, V, row, output: matMul(row, V) }; // output [1, D]
}

//#cell decode run=auto
import { group, matrix } from 'kit/show';

let now = step(0, null);
for (let i = 1; i < written; i++) now = step(i, now);
const newest = names.slice(-1);
const found = { symbol: 'K', rows: 'keys' };
const given = { symbol: 'V', rows: 'keys' };
const shares = { symbol: 'row', cols: 'keys' };
const mixed = { symbol: 'output' };
group(
  matrix(now.K, { rows: names, digits: 0, hue: 'key', links: found }),
  matrix(now.V, { rows: names, digits: 0, hue: 'value', links: given }),
  matrix(now.row, {
    rows: newest,
    cols: names,
    hue: 'scores',
    domain: [0, 1],
    links: shares,
  }),
  matrix(now.output, { rows: newest, hue: 'output', links: mixed }),
);

//#cell same run=auto
import { number } from 'kit/show';
import { slice } from 'kit/tensor';

const all = fullPass(written).output; // [t, D]
const last = slice(all, [written - 1, 0], [1, -1]); // [1, D]
const difference = await farthest(now.output, last);
number(difference, { label: lesson.words.difference, digits: 6 });

//#figure hook run=auto
import { group, matrix } from 'kit/show';

const links = { rows: 'queries', cols: 'keys' };
const sides = { rows: tokens, cols: tokens, digits: 0, links };
const everyStep = tokens.map((_, t) => tokens.map((_, j) => +(j <= t)));
const thisStep = tokens.map((_, t) => tokens.map((_, j) => +(j === t)));
const view = { ...sides, hue: 'key', domain: [0, 1] } as const;
group(
  matrix(everyStep, { ...view, caption: lesson.words.againRows }),
  matrix(thisStep, { ...view, caption: lesson.words.onceRows }),
);

//#cell pass run=auto
import { maskedScores } from 'kit/attention';
import { concat, matMul, randomNormal, softmaxRows } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';

const C = 16; // numbers per token; one head of D = C
const projections = ['q', 'k', 'v'].map((seed) =>
  randomNormal([C, C], { seed, std: 1 / Math.sqrt(C) }),
); // [C, C] each
const tally = { products: 0 }; // multiplications so far
function counted(a: Tensor2D, b: Tensor2D, transposeB = false) {
  tally.products += a.size * b.shape[transposeB ? 0 : 1]; /*§count*/
  return matMul(a, b, { transposeB });
}
/** fresh [n, C]: the tokens to compute, after those that are kept. */
function pass(fresh: Tensor2D, kept: Kept | null) {
  const [q, k, v] = projections.map((w) => counted(fresh, w)); // [n, C]
  const K = kept ? concat([kept.K, k]) : k; // [t, C]
  const V = kept ? concat([kept.V, v]) : v; // [t, C]
  const scores = counted(q, K, true); // [n, t]
  const shares = softmaxRows(maskedScores(scores, { isCausal: true }));
  return { K, V, output: counted(shares, V) }; // output [n, C]
}

//#cell count run=auto
import { chart, line } from 'kit/show';
import { randomNormal, slice } from 'kit/tensor';

const T = 64;
const x = randomNormal([T, C], { seed: 'tokens' }); // [T, C]
const work: { t: number; again: number; once: number }[] = [];
let cache: Kept | null = null;
for (let t = 1; t <= T; t++) {
  tally.products = 0;
  pass(slice(x, [0, 0], [t, -1]), null);
  const again = tally.products;
  tally.products = 0;
  cache = pass(slice(x, [t - 1, 0], [1, -1]), cache);
  work.push({ t, again, once: tally.products });
}
const at = work.map(({ t }) => t);
const { again, once, step: stepWord, products: y } = lesson.words;
chart(
  [
    line({ name: again, x: at, y: work.map((each) => each.again) }),
    line({ name: once, x: at, y: work.map((each) => each.once) }),
  ],
  { x: stepWord, y: { label: y, scale: 'log' } },
);

//#cell totals run=auto
import { table } from 'kit/show';

type Step = (typeof work)[number];
const upTo = (total: number, of: (step: Step) => number) =>
  work.slice(0, total).reduce((sum, step) => sum + of(step), 0);
const totals = [8, 16, 32, 64].map((total) => {
  const again = upTo(total, (step) => step.again);
  const once = upTo(total, (step) => step.once);
  const formula = upTo(total, ({ t }) => 3 * C * C + 2 * t * C);
  return { total, again, once, formula, ratio: again / once };
});
const sums = ['total', 'again', 'once', 'formula'] as const;
const ratio = { ...column('ratio'), digits: 1 };
table(totals, {
  columns: [...sums.map((key) => column(key)), ratio],
});

//#cell ledger run=auto
import { KvCache } from 'kit/attention';
import { table } from 'kit/show';
import { dispose, memory, randomNormal } from 'kit/tensor';

const [H, D] = [8, 16];
const growing = new KvCache();
const start = memory().bytes;
const ledger = [];
for (let S = 1; S <= 16; S++) {
  const k = randomNormal([1, H, 1, D], { seed: `k ${S}` });
  const v = randomNormal([1, H, 1, D], { seed: `v ${S}` });
  growing.append(k, v); /*§append*/
  dispose([k, v]);
  const formula = 2 * H * D * S * 4; // one layer, 4 bytes a number
  const held = memory().bytes - start;
  if (Math.log2(S) % 1 === 0)
    ledger.push({ total: S, formula, told: growing.bytes, held });
}
growing.dispose();
const accounts = (['formula', 'told', 'held'] as const).map((key) =>
  column(key, 'B'),
);
table(ledger, { columns: [column('total'), ...accounts] });

//#cell models run=auto
import { table } from 'kit/show';

/** KiB that one token leaves in all layers, 2 bytes a number. */
const kibOf = (layers: number, kvHeads: number, headDim: number) =>
  (2 * layers * kvHeads * headDim * 2) / 2 ** 10;
// layers, heads, key-value heads, head size, longest text
const published = Object.entries({
  'Llama 2 7B': [32, 32, 32, 128, 4096],
  'Llama 2 70B': [80, 64, 8, 128, 4096],
  'Llama 3 8B': [32, 32, 8, 128, 8192],
  'Falcon 7B': [32, 71, 1, 64, 2048],
}).map(([model, [layers, heads, kvHeads, headDim, total]]) => {
  const perToken = kibOf(layers, kvHeads, headDim);
  const whole = (perToken * total) / 2 ** 10;
  return { model, layers, heads, kvHeads, perToken, total, whole };
});
const counts = [column('model'), column('layers'), column('heads')];
const each = column('perToken', 'KiB');
const sizes = [each, column('total'), column('whole', 'MiB')];
table(published, { columns: [...counts, column('kvHeads'), ...sizes] });

//#cell sharing run=auto
import { scaledDotProductAttention } from 'kit/attention';
import { slider } from 'kit/input';
import { matrix } from 'kit/show';
import { randomNormal, reshape, tensor } from 'kit/tensor';

const halvings = slider('halvings', { min: 0, max: 3, value: 1 });
const kvHeads = H / 2 ** halvings; // K
const readers = Array.from({ length: H }, (_, h) => `q${h}`);
const kvNames = readers.slice(0, kvHeads).map((_, g) => `kv${g}`);
// one token; the value of key-value head g is 1 in place g
const flags = kvNames.map((_, g) => kvNames.map((_, i) => +(i === g)));
const { output: taken } = scaledDotProductAttention(
  randomNormal([1, H, 1, D], { seed: 'q' }),
  randomNormal([1, kvHeads, 1, D], { seed: 'k' }),
  reshape(tensor(flags), [1, kvHeads, 1, kvHeads]) /*§flags*/,
); // [1, H, 1, K]
matrix(reshape(taken, [H, kvHeads]), {
  rows: readers,
  cols: kvNames,
  domain: [0, 1],
  digits: 0,
  hue: 'key',
  links: { rows: 'heads', cols: 'kv' },
  caption: lesson.words.reads,
});

//#cell shared run=auto
import { GroupedQueryAttention, KvCache } from 'kit/attention';
import { matrix, number } from 'kit/show';
import { concat, fill, randomNormal, slice } from 'kit/tensor';

const S = 12;
const config = { hiddenSize: H * D, numAttentionHeads: H };
const layer = new GroupedQueryAttention(config, kvHeads, { seed: 7 });
const hidden = randomNormal([1, S, H * D], { seed: 'hidden' });
const causal = { attentionMask: { isCausal: true } };
const every = layer.forward(hidden, causal).output; // [1, S, H·D]
const kept = new KvCache();
const decoded = Array.from({ length: S }, (_, t) => {
  const token = slice(hidden, [0, t, 0], [1, 1, -1]); // [1, 1, H·D]
  return layer.forward(token, { pastKeyValue: kept }).output;
});
const gap = await farthest(concat(decoded, 1), every);
const { size, difference: gapWords, map } = lesson.words;
display(number(kept.bytes / 2 ** 10, { label: size, unit: 'KiB' }));
display(number(gap, { label: gapWords, digits: 5 }));
const bytesEach = fill([kvHeads, S], kept.bytes / (kvHeads * S));
const look = { digits: 0, hue: 'key', domain: [0, 200] } as const;
const about = { links: { rows: 'kv' }, caption: map };
matrix(bytesEach, { rows: kvNames, ...about, ...look });

//#cell groups run=auto
import { table } from 'kit/show';

/** The original: "default: split num_heads into 4 groups". */
const originalDefault = (heads: number) =>
  Math.max(1, Math.floor(heads / 4)); /*§four*/
const defaults = [4, 8, 12, 14, 16, 32, 64].map((heads) => {
  const groups = originalDefault(heads);
  const perGroup = Math.floor(heads / groups);
  return { heads, groups, perGroup, served: perGroup * groups };
});
const headCounts = ['heads', 'groups', 'perGroup', 'served'] as const;
table(defaults, { columns: headCounts.map((key) => column(key)) });

//#cell original run=auto
import { scaledDotProductAttention } from 'kit/attention';
import { concat, gather } from 'kit/tensor';
import type { Tensor4D } from 'kit/tensor';

/** q [1, H, 1, D], k and v [1, K, 1, D] */
type NewToken = Record<'q' | 'k' | 'v', Tensor4D>;
type Past = Record<'keys' | 'values', Tensor4D>;
/** Each head n times: [1, K, S, D] → [1, K·n, S, D] */
function repeatHeads(x: Tensor4D, n: number) {
  const all = Array.from({ length: x.shape[1] * n }, (_, h) => h);
  const from = all.map((h) => Math.floor(h / n));
  return gather(x, from, 1);
}
function originalStep({ q, k, v }: NewToken, past: Past | null) {
  const n = q.shape[1] / k.shape[1]; // H / K
  const allKeys = past ? concat([past.keys, k], 2) : k;
  const allValues = past ? concat([past.values, v], 2) : v;
  const keys = repeatHeads(allKeys, n); /*§repeat*/ // [1, H, S, D]
  const values = repeatHeads(allValues, n); // [1, H, S, D]
  const { output } = scaledDotProductAttention(q, keys, values);
  return { output, past: { keys, values } }; /*§keep-repeated*/
}

//#cell broken run=auto
import { table } from 'kit/show';
import { randomNormal } from 'kit/tensor';

const draw = (heads: number, seed: string) =>
  randomNormal([1, heads, 1, 64], { seed }); // D = 64
/** Three tokens, one after the other, until something breaks. */
function attempt(run: typeof originalStep, heads: number, kv: number) {
  const rows: object[] = [];
  let past: Past | null = null;
  for (const token of [1, 2, 3]) {
    const [q, k, v] = [draw(heads, 'q'), draw(kv, 'k'), draw(kv, 'v')];
    try {
      ({ past } = run({ q, k, v }, past));
      const bytes = 4 * (past.keys.size + past.values.size);
      rows.push({ token, shape: past.keys.shape.join(' × '), bytes });
    } catch (error) {
      return [...rows, { token, error: String(error).split(',')[0] }];
    }
  }
  return rows;
}
const shape = { ...column('shape'), type: 'code' } as const;
const story = [column('token'), shape, column('bytes', 'B')];
const withErrors = { columns: [...story, column('error')] };
table(attempt(originalStep, 12, originalDefault(12)), withErrors);

//#exercise decode-step
//#starter
import { scaledDotProductAttention } from 'kit/attention';
import { concat, gather } from 'kit/tensor';

/** q [1, H, 1, D], k and v [1, K, 1, D] → output [1, H, 1, D] */
function decodeStep({ q, k, v }: NewToken, past: Past | null) {
  const allKeys = past ? concat([past.keys, k], 2) : k;
  const allValues = past ? concat([past.values, v], 2) : v;
  const n = q.shape[1] / k.shape[1]; // H / K
  const from = Array.from({ length: q.shape[1] }, (_, h) => h / n);
  const keys = gather(allKeys, from.map(Math.floor), 1);
  const values = gather(allValues, from.map(Math.floor), 1);
  const { output } = scaledDotProductAttention(q, keys, values);
  return { output, past: { keys, values } }; // [1, H, S, D] each
}
//#solution
import { scaledDotProductAttention } from 'kit/attention';
import { concat } from 'kit/tensor';

/** q [1, H, 1, D], k and v [1, K, 1, D] → output [1, H, 1, D] */
function decodeStep({ q, k, v }: NewToken, past: Past | null) {
  const keys = past ? concat([past.keys, k], 2) : k; // [1, K, S, D]
  const values = past ? concat([past.values, v], 2) : v;
  const { output } = scaledDotProductAttention(q, keys, values);
  return { output, past: { keys, values } };
}
//#check
import { scaledDotProductAttention } from 'kit/attention';
import { expectClose } from 'kit/check';
import { concat, randomNormal, slice } from 'kit/tensor';
import type { Tensor4D } from 'kit/tensor';

const q = randomNormal([1, 6, 4, 8], { seed: 'q' }); // H = 6, T = 4
const k = randomNormal([1, 2, 4, 8], { seed: 'k' }); // K = 2
const v = randomNormal([1, 2, 4, 8], { seed: 'v' });
const at = (x: Tensor4D, t: number) =>
  slice(x, [0, 0, t, 0], [1, -1, 1, -1]);
const outputs: Tensor4D[] = [];
const pasts: Past[] = [];
try {
  for (const t of [0, 1, 2, 3]) {
    const token = { q: at(q, t), k: at(k, t), v: at(v, t) };
    const done = decodeStep(token, pasts.at(-1) ?? null);
    outputs.push(done.output);
    pasts.push(done.past);
  }
} catch (error) {
  console.error(String(error));
}
const shapeOf = (past?: Past | null) =>
  past?.keys.shape ?? [0, 0, 0, 0];
expectClose(shapeOf(pasts[0])[1], 2, { message: 'heads-kept' });
expectClose(outputs.length, 4, { message: 'goes-on' });
if (outputs.length === 4) {
  const [, heads, length] = shapeOf(pasts[3]);
  expectClose(length, 4, { message: 'grows' });
  if (heads === 2 && length === 4) {
    const both = concat([pasts[3].keys, pasts[3].values], 3);
    expectClose(both, concat([k, v], 3), { message: 'order' });
  }
  const all = scaledDotProductAttention(q, k, v, { isCausal: true });
  const got = concat(outputs, 2);
  expectClose(got, all.output, { message: 'same-output' });
}

//#cell mended run=auto
import { table } from 'kit/show';

table(attempt(decodeStep, 12, 4), { columns: story });

//#cell own run=auto
import { select, slider, text } from 'kit/input';
import { table } from 'kit/show';

const llama = {
  num_hidden_layers: 32,
  hidden_size: 4096,
  num_attention_heads: 32,
  num_key_value_heads: 8,
};
const value = JSON.stringify(llama, null, 2);
const json = text('config', { value, isMultiline: true });
const read: typeof llama & { head_dim?: number } = JSON.parse(json);
const ofAll = read.num_attention_heads;
const ofKv = read.num_key_value_heads ?? ofAll;
const dim = read.head_dim ?? read.hidden_size / ofAll;
const long = select('context', [2048, 8192, 32_768, 131_072], 8192);
const room = slider('gib', { min: 8, max: 192, value: 40, step: 8 });
const perToken = kibOf(read.num_hidden_layers, ofKv, dim); // KiB
const whole = (perToken * long) / 2 ** 20; // GiB
const kind = ofKv === ofAll ? 'MHA' : ofKv === 1 ? 'MQA' : 'GQA';
const fits = Math.floor(room / whole);
const figures = [column('kind'), each, column('whole', 'GiB')];
table([{ kind, perToken, whole, fits }], {
  columns: [...figures, column('fits')],
});

//#cell at-scale run=click
import { scaledDotProductAttention } from 'kit/attention';
import { measureLatency } from 'kit/bench';
import { select } from 'kit/input';
import { table } from 'kit/show';
import { memory, randomNormal } from 'kit/tensor';

const count = select('length', [128, 512, 2048]); // S
const some = (heads: number, rows: number, seed: string) =>
  randomNormal([1, heads, rows, 64], { seed }); // D = 64
const [times, buffers]: [object[], object[]] = [[], []];
const oneRow = [8, 4, 2, 1].map((K) => [1, K]);
for (const [rows, K] of [[count, 8], ...oneRow]) {
  const before = memory().gpuBytes;
  const q = some(8, rows, 'q');
  const [k, v] = [some(K, count, 'k'), some(K, count, 'v')];
  const label = `${rows} × ${count}, K = ${K}`;
  const attend = () => scaledDotProductAttention(q, k, v);
  times.push(await measureLatency(attend, { label, signal }));
  const held = memory().gpuBytes - before - 4 * q.size; // bytes
  buffers.push({ kvHeads: K, formula: 2 * K * 64 * count * 4, held });
}
const three = [column('kvHeads'), accounts[0], accounts[2]];
display(table(buffers.slice(1), { columns: three }));
table(times);
