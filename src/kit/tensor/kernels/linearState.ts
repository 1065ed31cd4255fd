import type { Program } from '../programs.ts';

/** Feature numbers that one thread's registers hold. */
export const MAX_STATE_FEATURES = 128;

/**
 * Causal sums of feature attention in one pass: each thread carries one column of the state Σ φ(k) (v, 1)ᵀ in registers and
 * gives φ(q)·state after every key that its query may see. Keys before the first query are taken up first; queries before the
 * first key see only the past.
 *
 * Inputs φ(q) [planes, T, M], φ(k) [planes / group, S, M], values with their 1 [planes / group, S, C], past state
 * [planes / group, M, C]; outputs sums [planes, T, C] and the state after all keys. Dispatch (⌈C / 64⌉, planes over y and z).
 */
export function linearStateProgram(features: number): Program {
  const code = /* wgsl */ `
@group(0) @binding(0) var<storage, read> queries: array<f32>;
@group(0) @binding(1) var<storage, read> keys: array<f32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> past: array<f32>;
@group(0) @binding(4) var<storage, read_write> sums: array<f32>;
@group(0) @binding(5) var<storage, read_write> stateAfter: array<f32>;
struct Scan { planes: u32, group: u32, queries: u32, keys: u32, columns: u32 }
@group(0) @binding(6) var<uniform> shape: Scan;

const M = ${features}u;
var<workgroup> feature: array<f32, ${features}>;
var<workgroup> asked: array<f32, ${features}>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let plane = group.y + group.z * 65535u;
  if (plane >= shape.planes) { return; }
  let kvPlane = plane / shape.group;
  let column = min(group.x * 64u + lane, shape.columns - 1u);
  let isOwn = group.x * 64u + lane < shape.columns;
  var state: array<f32, M>;
  for (var m = 0u; m < M; m++) { state[m] = past[(kvPlane * M + m) * shape.columns + column]; }

  let before = i32(shape.keys) - i32(shape.queries);
  for (var step = min(-before, 0); step < i32(shape.queries); step++) {
    let key = step + before;
    workgroupBarrier();
    for (var m = lane; m < M; m += 64u) {
      if (key >= 0) { feature[m] = keys[(kvPlane * shape.keys + u32(key)) * M + m]; }
      if (step >= 0) { asked[m] = queries[(plane * shape.queries + u32(step)) * M + m]; }
    }
    workgroupBarrier();
    if (key >= 0) {
      let value = values[(kvPlane * shape.keys + u32(key)) * shape.columns + column];
      for (var m = 0u; m < M; m++) { state[m] += feature[m] * value; }
    }
    if (step >= 0 && isOwn) {
      var sum = 0f;
      for (var m = 0u; m < M; m++) { sum += asked[m] * state[m]; }
      sums[(plane * shape.queries + u32(step)) * shape.columns + column] = sum;
    }
  }
  if (isOwn && plane % shape.group == 0u) {
    for (var m = 0u; m < M; m++) { stateAfter[(kvPlane * M + m) * shape.columns + column] = state[m]; }
  }
}
`;
  return { name: `linear_state ${features}`, code, inputs: 4, outputs: 2, hasUniforms: true };
}
