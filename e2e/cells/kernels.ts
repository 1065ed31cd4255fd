/**
 * Cells that compare each own WGSL kernel with loops in double precision. They print one line per case and end with the
 * worst difference, so that a failure says which case it was. Sizes are small and head sizes few: on a software adapter
 * compiling a large shader takes seconds.
 */
export interface KernelCell {
  readonly name: string;
  readonly code: string;
}

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
        scores.push(dot / Math.sqrt(D));
      }
      const top = Math.max(...scores);
      const parts = scores.map((s) => Math.exp(s - top));
      const total = parts.reduce((a, b) => a + b, 0);
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
'ready';`;

/** The cell with its names kept to itself: at the top they would clash with those of the lesson. */
function alone(name: string, lines: string): KernelCell {
  const isImport = (line: string) => line.startsWith('import ');
  const rows = lines.split('\n');
  // imports belong to the cell that has them
  const own = ["import { random } from 'kit/random';", "import { tensorFrom } from 'kit/tensor';"];
  const imports = [...own, ...rows.filter(isImport)].join('\n');
  const body = rows.filter((line) => !isImport(line)).join('\n');
  return {
    name,
    code: `${imports}\nconst compared = async () => {\n${body}\n};\nawait compared();`,
  };
}

/** Tails of every kind: one row, fewer and more than a tile, queries without keys, shared heads, a padded sequence of nothing. */
const attentionCases = `const shapes = [
  [1, 1, 1, 1, 1, 32, 32],
  [2, 4, 2, 7, 33, 32, 32],
  [1, 2, 1, 65, 129, 32, 32],
  [1, 2, 2, 129, 65, 32, 32],
];`;

const attention = (path: string): KernelCell =>
  alone(
    path,
    `import { fusedAttention } from 'kit/attention';
${attentionCases}
let most = 0;
let step = 0;
const lines = [];
for (const shape of shapes) {
  const lengths = Array.from({ length: shape[0] }, (_, b) => (b === 1 ? 0 : Math.ceil(shape[4] / 2)));
  for (const mask of [{}, { isCausal: true }, { window: 5 }, { isCausal: true, lengths }]) {
    progress(step++, 17);
    const { q, k, v, Q, K, V } = operands(shape);
    const output = await fusedAttention(Q, K, V, mask, { path: '${path}' });
    const gap = worst(await output.data(), oracle(q, k, v, shape, mask));
    if (!(gap <= most)) most = gap;
    lines.push(\`\${shape} \${JSON.stringify(mask)} \${gap}\`);
  }
}
// scores of some thousands: single precision leaves an error of about 1e-3 in each
const loud = operands(shapes[2], 30);
const output = await fusedAttention(loud.Q, loud.K, loud.V, { isCausal: true }, { path: '${path}' });
const loudGap = worst(await output.data(), oracle(loud.q, loud.k, loud.v, shapes[2], { isCausal: true }));
console.log(lines.join('\\n'));
return \`worst \${most}, loud \${loudGap} /end\`;`,
  );

/** One cell per kernel. */
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
  alone(
    'softmax of more rows than a dispatch counts',
    `import { fastSoftmaxRows } from 'kit/tensor';
const rows = 66_000;
const scores = random(1).normals(rows * 3, 0, 20);
for (let i = 0; i < 9; i++) scores[i] = [1, -Infinity, 1, -Infinity, -Infinity, -Infinity, -1e35, -1e30, 0][i];
const wanted = new Float64Array(rows * 3);
for (let row = 0; row < rows; row++) {
  const parts = [0, 1, 2].map((i) => scores[row * 3 + i]).map((s) => (s <= -1e30 ? -Infinity : s));
  const top = Math.max(...parts);
  const weights = parts.map((s) => (top === -Infinity ? 0 : Math.exp(s - top)));
  const total = weights.reduce((a, b) => a + b, 0);
  weights.forEach((w, i) => (wanted[row * 3 + i] = total === 0 ? 0 : w / total));
}
const weights = await fastSoftmaxRows(tensorFrom(scores, [rows, 3]));
return \`worst \${worst(await weights.data(), wanted)}, loud 0 /end\`;`,
  ),
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
    `import { AttentionMechanism, createAttentionLayer, KvCache } from 'kit/attention';
import { concat, mul, randomNormal, slice, sum, variableGrads } from 'kit/tensor';
const config = { hiddenSize: 64, numAttentionHeads: 2 };
const plain = new AttentionMechanism(config, { seed: 1 });
const flash = createAttentionLayer(config, 'flash', { seed: 1 });
await flash.prepare();
const x = randomNormal([2, 7, 64], { seed: 2 });
const causal = { attentionMask: { isCausal: true } };
const result = flash.forward(x, causal);
if (result.notice) throw new Error(result.notice.reason);
const whole = await plain.forward(x, causal).output.data();
let most = worst(await result.output.data(), whole);
const cache = new KvCache();
const parts = [[0, 5], [5, 1], [6, 1]].map(([start, count]) =>
  flash.forward(slice(x, [0, start, 0], [-1, count, -1]), { ...causal, pastKeyValue: cache }).output);
most = Math.max(most, worst(await concat(parts, 1).data(), whole));
const direction = randomNormal([2, 7, 64], { seed: 3 });
const slopes = [plain, flash].map((layer) =>
  Object.values(variableGrads(() => sum(mul(layer.forward(x, causal).output, direction)), [...layer.trainable]).grads));
let slope = 0;
for (let i = 0; i < 4; i++) slope = Math.max(slope, worst(await slopes[1][i].data(), await slopes[0][i].data()));
cache.dispose();
return \`worst \${most}, loud \${slope} /end\`;`,
  ),
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
