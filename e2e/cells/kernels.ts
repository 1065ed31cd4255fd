/**
 * Cells that compare each own WGSL kernel with loops in double precision. They print one line per case and end with the
 * worst difference, so that a failure says which case it was. Sizes are small and head sizes few: on a software adapter
 * compiling a large shader takes seconds.
 */
export interface KernelCell {
  readonly name: string;
  readonly code: string;
  /** What the device must have; all others run with every optional feature switched off. */
  readonly needs?: 'subgroups' | 'shader-f16';
}

/** The largest difference that counts as equal; for scores of some thousands a hundred times that. */
export const within = 1e-5;

/** Attention in double precision, sharing nothing with the kit; the cells below read its names. */
export const oracleCell = `import { random } from 'kit/random';
import { tensorFrom } from 'kit/tensor';

const oracle = (q, k, v, [B, H, K, T, S, D, Dv], mask) => {
  const out = new Float64Array(B * H * T * Dv);
  const offset = S - T;
  for (let plane = 0; plane < B * H; plane++) {
    const kv = Math.floor(plane / (H / K));
    const real = mask.lengths ? mask.lengths[Math.floor(plane / H)] : S;
    for (let i = 0; i < T; i++) {
      const end = mask.isCausal || mask.window ? Math.min(real, Math.max(0, i + offset + 1)) : real;
      const first = mask.window ? Math.max(0, i + offset - mask.window + 1) : 0;
      const scores = [];
      for (let j = first; j < end; j++) {
        let dot = 0;
        for (let d = 0; d < D; d++) dot += q[(plane * T + i) * D + d] * k[(kv * S + j) * D + d];
        const score = dot / Math.sqrt(D) + (mask.added ? mask.added(Math.floor(plane / H), plane % H, i, j) : 0);
        scores.push(score <= -1e30 ? -Infinity : score);
      }
      const top = Math.max(...scores);
      const parts = scores.map((s) => (top === -Infinity ? 0 : Math.exp(s - top)));
      const total = parts.reduce((a, b) => a + b, 0) || 1;
      parts.forEach((p, n) => {
        for (let d = 0; d < Dv; d++) out[(plane * T + i) * Dv + d] += (p / total) * v[(kv * S + first + n) * Dv + d];
      });
    }
  }
  return out;
};
const worst = (got, wanted) => {
  if (got.length !== wanted.length) return NaN;
  let most = 0;
  for (let i = 0; i < got.length; i++) {
    const gap = Math.abs(got[i] - wanted[i]);
    if (!(gap <= most)) most = gap;
  }
  return most;
};
const operands = ([B, H, K, T, S, D, Dv], size = 1) => {
  const r = random(\`\${[B, H, K, T, S, D, Dv]}\`);
  const q = r.normals(B * H * T * D, 0, size);
  const k = r.normals(B * K * S * D, 0, size);
  const v = r.normals(B * K * S * Dv);
  return { q, k, v, Q: tensorFrom(q, [B, H, T, D]), K: tensorFrom(k, [B, K, S, D]), V: tensorFrom(v, [B, K, S, Dv]) };
};
// to the nearest number of 16 bits
const half = (x) => {
  const step = 2 ** (Math.max(-14, Math.floor(Math.log2(Math.abs(x) || 1))) - 10);
  const [down, rest] = [Math.floor(x / step), x / step - Math.floor(x / step)];
  return step * (rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down);
};
// masks that are tensors, each with what it adds to a score in words of its own
const tensorMasks = ([B, H, , T, S]) => {
  const r = random('masks');
  const some = r.normals(T * S).map((x, n) => (x < -1 || Math.floor(n / S) === 1 ? -Infinity : x));
  const seen = r.uniforms(B * T * S).map((x, n) => (x < 0.6 && Math.floor(n / S) !== 0 ? 1 : 0));
  const slopes = r.normals(H * S);
  const far = [0, -1e30, -3.4e38, 1e30 * -0.8, -1e35];
  const levels = Float32Array.from({ length: T * S }, (_, n) => (Math.floor(n / S) === 2 ? far[3] : far[n % 5]));
  return [
    ['[T, S] added', { bias: tensorFrom(some, [T, S]) }, (b, h, i, j) => some[i * S + j]],
    ['[B, 1, T, S] allowed, causal', { isCausal: true, allowed: tensorFrom(seen, [B, 1, T, S], 'bool') },
      (b, h, i, j) => (seen[(b * T + i) * S + j] ? 0 : -Infinity)],
    ['[H, 1, S] added, [T, 1] allowed, lengths',
      { lengths: new Array(B).fill(S - 1), bias: tensorFrom(slopes, [H, 1, S]), allowed: tensorFrom(seen.slice(S, S + T), [T, 1]) },
      (b, h, i, j) => (seen[S + i] ? slopes[h * S + j] : -Infinity)],
    ['about −1e30', { bias: tensorFrom(levels, [1, 1, T, S]) }, (b, h, i, j) => levels[i * S + j]],
  ];
};
'ready';`;

/** The cell with its names kept to itself: at the top they would clash with those of the lesson. */
function alone(name: string, lines: string, needs?: KernelCell['needs']): KernelCell {
  const isImport = (line: string) => line.startsWith('import ');
  const rows = lines.split('\n');
  // imports belong to the cell that has them
  const own = [
    "import { random } from 'kit/random';",
    "import { limitFeatures, tensorFrom } from 'kit/tensor';",
  ];
  const imports = [...own, ...rows.filter(isImport)].join('\n');
  const body = rows.filter((line) => !isImport(line)).join('\n');
  return {
    name,
    code: `${imports}
const compared = async () => {
limitFeatures(${needs ? '' : '[]'});
${body}
};
await compared();`,
    ...(needs ? { needs } : {}),
  };
}

/** Tails of every kind: one row, fewer and more than a tile, queries without keys, shared heads, a padded sequence of nothing. */
const attentionCases = `const shapes = [
  [1, 1, 1, 1, 1, 32, 32],
  [2, 4, 2, 7, 33, 32, 32],
  [1, 2, 1, 65, 129, 32, 32],
  [1, 2, 2, 129, 65, 32, 32],
];`;

/** Every case of one kernel. `rounded` tells what a kernel that rounds keys and values is compared with. */
const attention = (
  path: string,
  { variant = 'plain', needs, rounded = 'x' }: AttentionCell = {},
): KernelCell =>
  alone(
    variant === 'plain' ? path : `${path}, ${variant}`,
    `import { fusedAttention } from 'kit/attention';
${attentionCases}
const how = { path: '${path}', variant: '${variant}' };
const kept = (numbers) => numbers.map((x) => ${rounded});
let most = 0;
let step = 0;
const lines = [];
for (const shape of shapes) {
  const lengths = Array.from({ length: shape[0] }, (_, b) => (b === 1 ? 0 : Math.ceil(shape[4] / 2)));
  const masks = [{}, { isCausal: true }, { window: 5 }, { isCausal: true, lengths }].map((mask) => [JSON.stringify(mask), mask]);
  const tensors = shape === shapes[1] || shape === shapes[2] ? tensorMasks(shape) : [];
  for (const [name, mask, added] of [...masks, ...tensors]) {
    progress(step++, 25);
    const { q, k, v, Q, K, V } = operands(shape);
    const output = await fusedAttention(Q, K, V, mask, how);
    const gap = worst(await output.data(), oracle(q, kept(k), kept(v), shape, { ...mask, added }));
    if (!(gap <= most)) most = gap;
    lines.push(\`\${shape} \${name} \${gap}\`);
  }
}
// scores of some thousands: single precision leaves an error of about 1e-3 in each
const loud = operands(shapes[2], 30);
const output = await fusedAttention(loud.Q, loud.K, loud.V, { isCausal: true }, how);
const loudGap = worst(await output.data(), oracle(loud.q, kept(loud.k), kept(loud.v), shapes[2], { isCausal: true }));
console.log(lines.join('\\n'));
return \`worst \${most}, loud \${loudGap} /end\`;`,
    needs,
  );

interface AttentionCell {
  readonly variant?: string;
  readonly needs?: KernelCell['needs'];
  readonly rounded?: string;
}

/** Rows of scores, one with nothing to see, more of them than a dispatch counts; and long rows, in which every thread has work. */
const softmax = (needs?: 'subgroups'): KernelCell =>
  alone(
    needs ? 'softmax by subgroups' : 'softmax of more rows than a dispatch counts',
    `import { fastSoftmaxRows } from 'kit/tensor';
let most = 0;
for (const [rows, keys] of [[66_000, 3], [5, 1000], [3, 65]]) {
  const scores = random(1).normals(rows * keys, 0, 20);
  for (let i = 0; i < 9; i++) scores[i] = [1, -Infinity, 1, -Infinity, -Infinity, -Infinity, -1e35, -1e30, 0][i];
  const wanted = new Float64Array(rows * keys);
  for (let row = 0; row < rows; row++) {
    const parts = [...scores.subarray(row * keys, row * keys + keys)].map((s) => (s <= -1e30 ? -Infinity : s));
    const top = Math.max(...parts);
    const weights = parts.map((s) => (top === -Infinity ? 0 : Math.exp(s - top)));
    const total = weights.reduce((a, b) => a + b, 0);
    weights.forEach((w, i) => (wanted[row * keys + i] = total === 0 ? 0 : w / total));
  }
  const weights = await fastSoftmaxRows(tensorFrom(scores, [rows, keys]), { bySubgroups: ${needs !== undefined} });
  most = Math.max(most, worst(await weights.data(), wanted));
}
return \`worst \${most}, loud 0 /end\`;`,
    needs,
  );

/** One cell per kernel in core WGSL. */
export const kernelCells: readonly KernelCell[] = [
  attention('flash_rows'),
  attention('flash_tile'),
  attention('flash_decode'),
  attention('naive'),
  alone(
    'heads of a size that no vector fits',
    `import { fusedAttention } from 'kit/attention';
const shape = [1, 2, 1, 9, 33, 5, 3];
const { q, k, v, Q, K, V } = operands(shape);
const output = await fusedAttention(Q, K, V, { isCausal: true }, { path: 'flash_rows' });
return \`worst \${worst(await output.data(), oracle(q, k, v, shape, { isCausal: true }))}, loud 0 /end\`;`,
  ),
  alone(
    'matrix product',
    `import { fastMatMul } from 'kit/tensor';
let most = 0;
for (const [M, N, P] of [[1, 1, 1], [7, 33, 5], [65, 129, 33]]) {
  const r = random(M);
  const [a, b] = [r.normals(4 * M * N), r.normals(2 * N * P)];
  const product = await fastMatMul(tensorFrom(a, [4, M, N]), tensorFrom(b, [2, N, P]), { scale: 0.5 });
  const wanted = new Float64Array(4 * M * P);
  for (let cell = 0; cell < wanted.length; cell++) {
    const [batch, row, column] = [Math.floor(cell / (M * P)), Math.floor(cell / P) % M, cell % P];
    for (let n = 0; n < N; n++) {
      wanted[cell] += 0.5 * a[(batch * M + row) * N + n] * b[(Math.floor(batch / 2) * N + n) * P + column];
    }
  }
  most = Math.max(most, worst(await product.data(), wanted));
}
return \`worst \${most}, loud 0 /end\`;`,
  ),
  softmax(),
  alone(
    'rotary positions',
    `import { applyRotary, prepareRotary, rotaryTable } from 'kit/attention';
await prepareRotary();
const [B, H, T, D, R] = [2, 3, 7, 10, 6];
const x = random(2).normals(B * H * T * D);
const ids = [0, 1].map((b) => Array.from({ length: T }, (_, i) => (i * 13 + b * 5) % 90));
const wanted = Float64Array.from(x);
for (let row = 0; row < B * H * T; row++) {
  const position = ids[Math.floor(row / (H * T))][row % T];
  for (let pair = 0; pair < R / 2; pair++) {
    const angle = position / 10_000 ** ((2 * pair) / R);
    const [first, second] = [x[row * D + pair], x[row * D + pair + R / 2]];
    wanted[row * D + pair] = first * Math.cos(angle) - second * Math.sin(angle);
    wanted[row * D + pair + R / 2] = second * Math.cos(angle) + first * Math.sin(angle);
  }
}
const turned = applyRotary(tensorFrom(x, [B, H, T, D]), rotaryTable(90, R), ids);
return \`worst \${worst(await turned.data(), wanted)}, loud 0 /end\`;`,
  ),
  alone(
    'state of linear attention',
    `import { linearAttention, prepareLinearState } from 'kit/attention';
await prepareLinearState(8);
let most = 0;
const phi = (x) => (x > 0 ? x + 1 : Math.exp(x));
for (const [T, S] of [[65, 65], [3, 20], [9, 4]]) {
  const [H, K, D, Dv] = [4, 2, 8, 5];
  const { q, k, v, Q, K: keys, V } = operands([1, H, K, T, S, D, Dv]);
  const wanted = new Float64Array(H * T * Dv);
  for (let row = 0; row < H * T; row++) {
    const kv = Math.floor(row / T / (H / K));
    let total = 0;
    for (let j = 0; j < Math.min(S, (row % T) + S - T + 1); j++) {
      let weight = 0;
      for (let d = 0; d < D; d++) weight += phi(q[row * D + d]) * phi(k[(kv * S + j) * D + d]);
      total += weight;
      for (let d = 0; d < Dv; d++) wanted[row * Dv + d] += weight * v[(kv * S + j) * Dv + d];
    }
    for (let d = 0; d < Dv; d++) wanted[row * Dv + d] /= total || 1;
  }
  const { output } = linearAttention(Q, keys, V, { isCausal: true });
  most = Math.max(most, worst(await output.data(), wanted));
}
return \`worst \${most}, loud 0 /end\`;`,
  ),
  alone(
    'a recorded plan, run twice',
    `import { compileProgram, matMulProgram, matMulUniforms, RecordedPlan } from 'kit/tensor';
const kernel = await compileProgram(matMulProgram({ transposeA: false, transposeB: false }));
const plan = new RecordedPlan();
const [a, b, product] = [plan.buffer(6), plan.buffer(6), plan.buffer(4)];
const uniforms = matMulUniforms({ m: 2, n: 3, p: 2, batch: 1, group: 1, scale: 1 });
plan.add(kernel, { inputs: [a, b], outputs: [product], uniforms, workgroups: [1, 1, 1] });
let most = 0;
for (const factor of [1, 10]) {
  plan.write(a, Float32Array.of(1, 2, 3, 4, 5, 6).map((x) => x * factor));
  plan.write(b, Float32Array.of(7, 8, 9, 10, 11, 12));
  plan.run();
  most = Math.max(most, worst(await plan.read(product), [58, 64, 139, 154].map((x) => x * factor)));
}
plan.dispose();
return \`worst \${most}, loud 0 /end\`;`,
  ),
  alone(
    'a layer on kernels: decoding and gradients',
    `import { AttentionMechanism, DecodeCache, FlashAttention, GroupedQueryAttention, KvCache } from 'kit/attention';
import { concat, memory, mul, randomNormal, slice, sum, variableGrads } from 'kit/tensor';
const config = { hiddenSize: 64, numAttentionHeads: 2 };
const causal = { attentionMask: { isCausal: true } };
const x = randomNormal([2, 7, 64], { seed: 2 });
const direction = randomNormal([2, 7, 64], { seed: 3 });
let [most, slope] = [0, 0];
for (const make of [() => new AttentionMechanism(config, { seed: 1 }), () => new GroupedQueryAttention(config, 1, { seed: 1 })]) {
  const plain = make();
  const flash = new FlashAttention(make());
  await flash.prepare();
  const result = flash.forward(x, causal);
  if (result.notice) throw new Error(result.notice.reason);
  const whole = await plain.forward(x, causal).output.data();
  most = Math.max(most, worst(await result.output.data(), whole));
  // room for 2 tokens at first: it must grow twice
  const recorded = flash.createCache({ capacity: 2 });
  if (!(recorded instanceof DecodeCache)) throw new Error('the cache is a plain one');
  for (const cache of [new KvCache(), recorded]) {
    const parts = [[0, 3], [3, 1], [4, 1], [5, 1], [6, 1]].map(([start, count]) => {
      const step = flash.forward(slice(x, [0, start, 0], [-1, count, -1]), { ...causal, pastKeyValue: cache });
      if (step.notice) throw new Error(step.notice.reason);
      return step.output;
    });
    most = Math.max(most, worst(await concat(parts, 1).data(), whole));
    if (cache.length !== 7 || cache.seen !== 7 || cache.bytes !== 4 * cache.keys.size * 2) throw new Error('miscounted');
    const before = memory().tensors;
    cache.dispose();
    if (before - memory().tensors !== 2 || cache.length !== 0) throw new Error('not freed');
  }
  // a mask that is a tensor stays on the kernels, and so do its gradients
  for (const mask of [causal, { attentionMask: tensorFrom([1, 1, 1, 1, 0, 1, 1], [1, 1, 1, 7], 'bool') }]) {
    const [wanted, got] = [plain, flash].map((layer) => layer.forward(x, mask));
    if (got.notice) throw new Error(got.notice.reason);
    most = Math.max(most, worst(await got.output.data(), await wanted.output.data()));
    if (plain.numKeyValueHeads > 1) continue;
    const slopes = [plain, flash].map((layer) =>
      Object.values(variableGrads(() => sum(mul(layer.forward(x, mask).output, direction)), [...layer.trainable]).grads));
    for (let i = 0; i < 4; i++) slope = Math.max(slope, worst(await slopes[1][i].data(), await slopes[0][i].data()));
  }
}
return \`worst \${most}, loud \${slope} /end\`;`,
  ),
  alone(
    'decoding by a recorded plan',
    `import { DecodeCache, prepareAttention } from 'kit/attention';
import { slice } from 'kit/tensor';
await prepareAttention({ headDim: 32 });
const [B, H, K, S, D] = [2, 6, 2, 520, 32];
const { q, k, v, Q, K: keys, V: values } = operands([B, H, K, S, S, D, D]);
const cache = new DecodeCache({ heads: H, headDim: D, capacity: 100 });
const head = (x, planes, to) => Array.from({ length: planes }, (_, p) => x.slice(p * S * D, (p * S + to) * D)).flatMap((a) => [...a]);
const row = (x, planes, at) => Array.from({ length: planes }, (_, p) => x.slice((p * S + at) * D, (p * S + at + 1) * D)).flatMap((a) => [...a]);
const part = (x, from, count) => slice(x, [0, 0, from, 0], [-1, -1, count, -1]);
let most = 0;
// one token, more than there is room for, then across the borders of the parts of 256 keys
for (const [from, count] of [[0, 1], [1, 253], [254, 1], [255, 1], [256, 1], [257, 255], [512, 1], [513, 7]]) {
  cache.append(part(keys, from, count), part(values, from, count));
  const seen = from + count;
  const output = cache.attend(part(Q, seen - 1, 1), { isCausal: true });
  const wanted = oracle(row(q, B * H, seen - 1), head(k, B * K, seen), head(v, B * K, seen), [B, H, K, 1, seen, D, D], {});
  most = Math.max(most, worst(await output.data(), wanted));
}
most = Math.max(most, worst(await cache.keys.data(), k), worst(await cache.values.data(), v));
if (cache.attend(part(Q, 0, 2)) !== null || cache.attend(part(Q, 0, 1), { window: 3 }) !== null) most = NaN;
if (cache.bytes !== 8 * B * K * S * D || cache.reservedBytes < cache.bytes) most = NaN;
cache.dispose();
return \`worst \${most}, loud 0 /end\`;`,
  ),
];

/** The versions that a device may not have. */
export const featureCells: readonly KernelCell[] = [
  softmax('subgroups'),
  attention('flash_decode', { variant: 'subgroups', needs: 'subgroups' }),
  attention('naive', { variant: 'subgroups', needs: 'subgroups' }),
  attention('flash_rows', { variant: 'f16', needs: 'shader-f16', rounded: 'half(x)' }),
];

/** One long run: the last rows of 4,096 tokens, whose scores the naive way would have to write down. */
export const longCell = alone(
  '4,096 tokens',
  `import { fusedAttention, randomHead } from 'kit/attention';
const T = 4096;
const D = 32;
const { q, k, v } = randomHead({ tokens: T, headDim: D, seed: 1 });
const output = await (await fusedAttention(q, k, v, { isCausal: true }, { path: 'flash_rows' })).data();
const [Q, K, V] = await Promise.all([q.data(), k.data(), v.data()]);
let most = 0;
for (let sample = 0; sample < 64; sample++) {
  const i = sample * 65;
  const row = oracle(Q.slice(i * D, (i + 1) * D), K.slice(0, (i + 1) * D), V.slice(0, (i + 1) * D), [1, 1, 1, 1, i + 1, D, D], {});
  most = Math.max(most, worst(output.slice(i * D, (i + 1) * D), row));
}
return \`worst \${most}, loud 0 /end\`;`,
);
