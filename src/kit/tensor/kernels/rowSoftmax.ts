import type { Program } from '../programs.ts';
import { attentionWgsl } from './attentionShader.ts';

/**
 * Softmax of each row of scores [planes, T, S], one workgroup a row, any number of rows. Keys that the limits close, and scores
 * at or below −1e30, get a weight of exactly 0; a row without an open key gives zeros. What is closed is not read.
 *
 * Inputs scores, lengths int32 [B]; output weights. Dispatch: rows over x and y.
 */
export function rowSoftmaxProgram(): Program {
  const code = /* wgsl */ `${attentionWgsl}
@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read> lengths: array<i32>;
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;
@group(0) @binding(3) var<uniform> shape: Attention;
var<workgroup> found: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * 65535u + group.x;
  if (row >= shape.planes * shape.queries) { return; }
  var real = shape.keys;
  if (shape.hasLengths > 0u) { real = u32(lengths[row / shape.queries / shape.heads]); }
  let first = firstKey(shape, row % shape.queries);
  let end = endKey(shape, row % shape.queries, real);
  let start = row * shape.keys;

  var top = MASKED;
  for (var key = first + lane; key < end; key += 64u) { top = max(top, scores[start + key]); }
  found[lane] = top;
  workgroupBarrier();
  for (var i = 0u; i < 64u; i++) { top = max(top, found[i]); }
  workgroupBarrier();

  var total = 0f;
  for (var key = first + lane; key < end; key += 64u) {
    let score = scores[start + key];
    total += select(0f, exp(max(score - top, -100f)), score > MASKED);
  }
  found[lane] = total;
  workgroupBarrier();
  total = 0f;
  for (var i = 0u; i < 64u; i++) { total += found[i]; }

  for (var key = lane; key < shape.keys; key += 64u) {
    var weight = 0f;
    if (key >= first && key < end) {
      let score = scores[start + key];
      weight = select(0f, exp(max(score - top, -100f)) / max(total, 0.5), score > MASKED);
    }
    weights[start + key] = weight;
  }
}
`;
  return { name: 'row_softmax', code, inputs: 2, outputs: 1, hasUniforms: true };
}
