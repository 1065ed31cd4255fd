import type { Program } from '../programs.ts';
import { attentionWgsl } from './attentionShader.ts';

/** Queries of one workgroup. */
export const TILE_ROWS = 64;
/** Each thread holds 4 rows of 2 columns per 32 numbers of a value. */
export const MAX_TILE_VALUE = 256;

/**
 * Flash attention with a 64 × 32 tile of scores per workgroup of 16 × 16 threads, each multiplying 4 rows by 2 columns out of
 * registers: every number read from shared memory is used 2 to 4 times. Heads of any size pass through in slabs of 32. The
 * maximum of a row is found through shared memory, whatever the size of a subgroup.
 *
 * Bindings as for `flashRowsProgram`. Dispatch (⌈T / 64⌉, planes over y and z).
 */
export function flashTileProgram(headDim: number, valueDim: number): Program {
  const [slabs, valueSlabs] = [Math.ceil(headDim / 32), Math.ceil(valueDim / 32)];
  const code = /* wgsl */ `${attentionWgsl}
@group(0) @binding(0) var<storage, read> queries: array<f32>;
@group(0) @binding(1) var<storage, read> keys: array<f32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> lengths: array<i32>;
@group(0) @binding(4) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read_write> outputs: array<f32>;
@group(0) @binding(6) var<storage, read_write> logSums: array<f32>;
@group(0) @binding(7) var<uniform> shape: Attention;

const D = ${headDim}u;
const DV = ${valueDim}u;
// [d][4 rows] of a slab of queries, then [key][4 rows] of the weights
var<workgroup> left: array<vec4f, 512>;
// [d][4 keys] of a slab of keys, then the maxima [column][4 rows], then [key][4 numbers] of a slab of values
var<workgroup> right: array<vec4f, 256>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u,
    @builtin(local_invocation_index) lane: u32) {
  let plane = group.y + group.z * 65535u;
  if (plane >= shape.planes) { return; }
  let kvStart = (plane / shape.group) * shape.keys;
  let firstRow = group.x * 64u;
  let lastRow = min(firstRow + 64u, shape.queries) - 1u;
  var real = shape.keys;
  if (shape.hasLengths > 0u) { real = u32(lengths[plane / shape.heads]); }
  let first = firstKey(shape, firstRow);
  let end = endKey(shape, lastRow, real);
  let tx = local.x;
  let ty = local.y;

  var rowFirst: vec4u;
  var rowEnd: vec4u;
  var start: vec4u;
  for (var e = 0u; e < 4u; e++) {
    start[e] = biasRow(plane, min(firstRow + ty * 4u + e, lastRow));
    rowFirst[e] = firstKey(shape, firstRow + ty * 4u + e);
    rowEnd[e] = endKey(shape, firstRow + ty * 4u + e, real);
  }
  var output: array<vec4f, ${2 * valueSlabs}>;
  var top = vec4f(LOWEST);
  // of this thread's columns only; the 16 threads of a row add theirs up at the end
  var total = vec4f(0);

  for (var base = first; base < end; base += 32u) {
    var score0 = vec4f(0);
    var score1 = vec4f(0);
    for (var slab = 0u; slab < ${slabs}u; slab++) {
      workgroupBarrier();
      for (var i = lane; i < 512u; i += 256u) {
        let d = slab * 32u + i % 32u;
        var four = vec4f(0);
        for (var e = 0u; e < 4u; e++) {
          let row = firstRow + (i / 32u) * 4u + e;
          if (d < D && row <= lastRow) { four[e] = queries[(plane * shape.queries + row) * D + d]; }
        }
        left[(i % 32u) * 16u + i / 32u] = four;
      }
      {
        let d = slab * 32u + lane % 32u;
        var four = vec4f(0);
        for (var e = 0u; e < 4u; e++) {
          let key = base + (lane / 32u) * 4u + e;
          if (d < D && key < end) { four[e] = keys[(kvStart + key) * D + d]; }
        }
        right[(lane % 32u) * 8u + lane / 32u] = four;
      }
      workgroupBarrier();
      for (var d = 0u; d < 32u; d++) {
        let rows = left[d * 16u + ty];
        let quad = right[d * 8u + tx / 2u];
        let pair = select(quad.xy, quad.zw, (tx & 1u) == 1u);
        score0 += rows * pair.x;
        score1 += rows * pair.y;
      }
    }
    score0 *= shape.scale * LOG2E;
    score1 *= shape.scale * LOG2E;
    let key0 = vec4u(base + tx * 2u);
    let key1 = key0 + vec4u(1);
    var isOpen0 = (key0 >= rowFirst) & (key0 < rowEnd);
    var isOpen1 = (key1 >= rowFirst) & (key1 < rowEnd);
    if (shape.hasBias > 0u) {
      for (var e = 0u; e < 4u; e++) {
        let added0 = biasAt(start[e], key0[e]);
        let added1 = biasAt(start[e], key1[e]);
        isOpen0[e] = isOpen0[e] && added0 > MASKED;
        isOpen1[e] = isOpen1[e] && added1 > MASKED;
        score0[e] += max(added0, MASKED) * LOG2E;
        score1[e] += max(added1, MASKED) * LOG2E;
      }
    }
    isOpen0 &= score0 > vec4f(MASKED2);
    isOpen1 &= score1 > vec4f(MASKED2);
    score0 = select(vec4f(LOWEST), score0, isOpen0);
    score1 = select(vec4f(LOWEST), score1, isOpen1);

    workgroupBarrier();
    right[tx * 16u + ty] = max(score0, score1);
    workgroupBarrier();
    var higher = top;
    for (var i = 0u; i < 16u; i++) { higher = max(higher, right[i * 16u + ty]); }
    let shrink = exp2(max(top - higher, vec4f(-150f)));
    let weight0 = select(vec4f(0), exp2(max(score0 - higher, vec4f(-150f))), isOpen0);
    let weight1 = select(vec4f(0), exp2(max(score1 - higher, vec4f(-150f))), isOpen1);
    top = higher;
    total = total * shrink + weight0 + weight1;
    left[tx * 32u + ty] = weight0;
    left[tx * 32u + 16u + ty] = weight1;

    for (var slab = 0u; slab < ${valueSlabs}u; slab++) {
      workgroupBarrier();
      {
        let key = base + lane / 8u;
        var four = vec4f(0);
        for (var e = 0u; e < 4u; e++) {
          let d = slab * 32u + (lane % 8u) * 4u + e;
          if (d < DV && key < end) { four[e] = values[(kvStart + key) * DV + d]; }
        }
        right[lane] = four;
      }
      workgroupBarrier();
      var sum0 = output[slab * 2u] * shrink;
      var sum1 = output[slab * 2u + 1u] * shrink;
      for (var key = 0u; key < 32u; key++) {
        let rows = left[key * 16u + ty];
        let quad = right[key * 8u + tx / 2u];
        let pair = select(quad.xy, quad.zw, (tx & 1u) == 1u);
        sum0 += rows * pair.x;
        sum1 += rows * pair.y;
      }
      output[slab * 2u] = sum0;
      output[slab * 2u + 1u] = sum1;
    }
  }

  workgroupBarrier();
  right[tx * 16u + ty] = total;
  workgroupBarrier();
  total = vec4f(0);
  for (var i = 0u; i < 16u; i++) { total += right[i * 16u + ty]; }
  let safe = max(total, vec4f(0.5));
  for (var e = 0u; e < 4u; e++) {
    let row = firstRow + ty * 4u + e;
    if (row > lastRow) { break; }
    let place = plane * shape.queries + row;
    for (var slab = 0u; slab < ${valueSlabs}u; slab++) {
      let d = slab * 32u + tx * 2u;
      if (d < DV) { outputs[place * DV + d] = output[slab * 2u][e] / safe[e]; }
      if (d + 1u < DV) { outputs[place * DV + d + 1u] = output[slab * 2u + 1u][e] / safe[e]; }
    }
    if (tx == 0u) { logSums[place] = top[e] * LN2 + log(safe[e]); }
  }
}
`;
  return {
    name: `flash_tile ${headDim}x${valueDim}`,
    code,
    inputs: 5,
    outputs: 2,
    hasUniforms: true,
  };
}
