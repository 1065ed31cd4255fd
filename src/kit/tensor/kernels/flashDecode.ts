import type { Program } from '../programs.ts';
import { attentionWgsl } from './attentionShader.ts';
import { markWgsl, slotsOf, slotWgsl } from './subgroupSlots.ts';

/** Keys of one workgroup. */
export const DECODE_KEYS = 256;
/** Query rows of one workgroup: those of all query heads that share the key-value head. */
export const DECODE_ROWS = 8;
/** Larger heads would not fit the shared memory that every device has. */
export const MAX_DECODE_HEAD = 128;

/**
 * Flash attention for few queries on many keys: the keys are split among workgroups, each of which serves all the query heads
 * of its key-value head, so that keys and values are read once. Gives the part of each split; `flashMergeProgram` joins them.
 *
 * With `bySubgroups` the maxima and the sums go through subgroups first, of whatever size; else through shared memory alone.
 *
 * Inputs as for `flashRowsProgram`; outputs: parts [B·K, splits, rows, Dv] and [B·K, splits, rows, 2], the maximum and the total.
 * Rows are the T queries of each of the H / K heads, rounded up to a multiple of 8. Dispatch (splits, rows / 8, B·K).
 * @see Dao et al., "Flash-Decoding for long-context inference", 2023
 */
export function flashDecodeProgram(
  headDim: number,
  valueDim: number,
  { bySubgroups = false }: { readonly bySubgroups?: boolean } = {},
): Program {
  const joints = bySubgroups ? 'slots' : '16u';
  /** Puts into `found` what each subgroup, or each sixteenth of the keys, has. */
  const reduce = (within: string, parts: readonly [string, string], begin: string, step: string) =>
    bySubgroups
      ? `{
    let part0 = ${within}(${parts[0]});
    let part1 = ${within}(${parts[1]});
    if (isFirst) {
      found[2u * slot] = part0;
      found[2u * slot + 1u] = part1;
    }
  }`
      : `if (lane < 32u) {
    var all = ${begin};
    for (var i = 0u; i < 16u; i++) {
      let part = weights[((lane / 2u) * 16u + i) * 2u + (lane & 1u)];
      all = ${step};
    }
    found[lane] = all;
  }`;
  const code = /* wgsl */ `${attentionWgsl}
@group(0) @binding(0) var<storage, read> queries: array<f32>;
@group(0) @binding(1) var<storage, read> keys: array<f32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> lengths: array<i32>;
@group(0) @binding(4) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read_write> parts: array<f32>;
@group(0) @binding(6) var<storage, read_write> stats: array<vec2f>;
@group(0) @binding(7) var<uniform> shape: Attention;

const D = ${headDim}u;
const DV = ${valueDim}u;
const SHARES = ${Math.floor(256 / valueDim)}u;
// [d][8 rows]
var<workgroup> query: array<vec4f, ${2 * headDim}>;
// [key][8 rows]: scores, weights, then what each share of the threads has summed
var<workgroup> weights: array<vec4f, 512>;
// [sixteenth of the keys, or subgroup][8 rows]
var<workgroup> found: array<vec4f, ${2 * (bySubgroups ? slotsOf(256) : 16)}>;
${bySubgroups ? markWgsl(256) : ''}

// where the numbers that are added to the scores of a row begin; rows are the queries of one head after the other
fn startOf(kvPlane: u32, row: u32) -> u32 {
  return biasRow(kvPlane * shape.group + row / shape.queries, row % shape.queries);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32) {
  let kvPlane = group.z;
  let rows = shape.group * shape.queries;
  let firstRow = group.y * 8u;
  var real = shape.keys;
  if (shape.hasLengths > 0u) { real = u32(lengths[kvPlane * shape.group / shape.heads]); }

${bySubgroups ? slotWgsl(256) : ''}
  for (var i = lane; i < 2u * D; i += 256u) {
    var four = vec4f(0);
    for (var e = 0u; e < 4u; e++) {
      let row = firstRow + (i & 1u) * 4u + e;
      if (row < rows) { four[e] = queries[(kvPlane * rows + row) * D + i / 2u] * (shape.scale * LOG2E); }
    }
    query[i] = four;
  }
  workgroupBarrier();

  let base = group.x * 256u;
  let key = base + lane;
  var score0 = vec4f(0);
  var score1 = vec4f(0);
  if (key < real) {
    for (var d = 0u; d < D; d++) {
      let number = keys[(kvPlane * shape.keys + key) * D + d];
      score0 += query[2u * d] * number;
      score1 += query[2u * d + 1u] * number;
    }
  }
  for (var e = 0u; e < 4u; e++) {
    let row0 = (firstRow + e) % shape.queries;
    let row1 = (firstRow + 4u + e) % shape.queries;
    if (shape.hasBias > 0u) {
      let added0 = biasAt(startOf(kvPlane, min(firstRow + e, rows - 1u)), key);
      let added1 = biasAt(startOf(kvPlane, min(firstRow + 4u + e, rows - 1u)), key);
      score0[e] = select(LOWEST, score0[e] + max(added0, MASKED) * LOG2E, added0 > MASKED);
      score1[e] = select(LOWEST, score1[e] + max(added1, MASKED) * LOG2E, added1 > MASKED);
    }
    if (key < firstKey(shape, row0) || key >= endKey(shape, row0, real)) { score0[e] = LOWEST; }
    if (key < firstKey(shape, row1) || key >= endKey(shape, row1, real)) { score1[e] = LOWEST; }
  }
  let isOpen0 = score0 > vec4f(MASKED2);
  let isOpen1 = score1 > vec4f(MASKED2);
  ${
    bySubgroups
      ? ''
      : `weights[2u * lane] = score0;
  weights[2u * lane + 1u] = score1;
  workgroupBarrier();`
  }

  ${reduce('subgroupMax', ['score0', 'score1'], 'vec4f(LOWEST)', 'max(all, part)')}
  workgroupBarrier();
  var top0 = vec4f(LOWEST);
  var top1 = vec4f(LOWEST);
  for (var i = 0u; i < ${joints}; i++) {
    top0 = max(top0, found[2u * i]);
    top1 = max(top1, found[2u * i + 1u]);
  }
  let weight0 = select(vec4f(0), exp2(max(score0 - top0, vec4f(-150f))), isOpen0);
  let weight1 = select(vec4f(0), exp2(max(score1 - top1, vec4f(-150f))), isOpen1);
  weights[2u * lane] = weight0;
  weights[2u * lane + 1u] = weight1;
  workgroupBarrier();

  ${reduce('subgroupAdd', ['weight0', 'weight1'], 'vec4f(0)', 'all + part')}
  var part0 = vec4f(0);
  var part1 = vec4f(0);
  let share = lane / DV;
  let column = lane % DV;
  if (share < SHARES) {
    for (var i = share; i < 256u; i += SHARES) {
      if (base + i >= real) { break; }
      let number = values[(kvPlane * shape.keys + base + i) * DV + column];
      part0 += weights[2u * i] * number;
      part1 += weights[2u * i + 1u] * number;
    }
  }
  workgroupBarrier();
  weights[2u * lane] = part0;
  weights[2u * lane + 1u] = part1;
  workgroupBarrier();

  let place = (kvPlane * groups.x + group.x) * (groups.y * 8u) + firstRow;
  if (lane < DV) {
    for (var i = 1u; i < SHARES; i++) {
      part0 += weights[2u * (lane + i * DV)];
      part1 += weights[2u * (lane + i * DV) + 1u];
    }
    for (var e = 0u; e < 4u; e++) {
      parts[(place + e) * DV + lane] = part0[e];
      parts[(place + 4u + e) * DV + lane] = part1[e];
    }
  }
  if (lane < 8u) {
    var total = 0f;
    for (var i = 0u; i < ${joints}; i++) { total += found[2u * i + lane / 4u][lane % 4u]; }
    let tops = select(top0, top1, vec4<bool>(lane >= 4u));
    stats[place + lane] = vec2f(tops[lane % 4u], total);
  }
}
`;
  return {
    name: `flash_decode ${headDim}x${valueDim}${bySubgroups ? ' by subgroups' : ''}`,
    code,
    inputs: 5,
    outputs: 2,
    hasUniforms: true,
    ...(bySubgroups ? { needs: ['subgroups'] } : {}),
  };
}

/**
 * Joins the parts of `flashDecodeProgram`: outputs [B, H, T, Dv] and log-sums [B, H, T, 1]. Uniforms: rows of a key-value head,
 * the same rounded up, splits, and how many numbers in all. Dispatch: 64 numbers per workgroup, over x and y.
 */
export function flashMergeProgram(valueDim: number): Program {
  const code = /* wgsl */ `
@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read> stats: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> outputs: array<f32>;
@group(0) @binding(3) var<storage, read_write> logSums: array<f32>;
struct Merge { rows: u32, padded: u32, splits: u32, size: u32 }
@group(0) @binding(4) var<uniform> shape: Merge;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let cell = (group.y * 65535u + group.x) * 64u + lane;
  if (cell >= shape.size) { return; }
  let row = cell / ${valueDim}u;
  let column = cell % ${valueDim}u;
  let first = (row / shape.rows) * shape.splits * shape.padded + row % shape.rows;
  var top = -1.5e30;
  for (var i = 0u; i < shape.splits; i++) { top = max(top, stats[first + i * shape.padded].x); }
  var total = 0f;
  var sum = 0f;
  for (var i = 0u; i < shape.splits; i++) {
    let place = first + i * shape.padded;
    let part = stats[place];
    let shrink = exp2(max(part.x - top, -150f));
    total += part.y * shrink;
    sum += parts[place * ${valueDim}u + column] * shrink;
  }
  let safe = max(total, 0.5);
  outputs[cell] = sum / safe;
  if (column == 0u) { logSums[row] = top * 0.6931471805599453 + log(safe); }
}
`;
  return { name: `flash_merge ${valueDim}`, code, inputs: 2, outputs: 2, hasUniforms: true };
}
