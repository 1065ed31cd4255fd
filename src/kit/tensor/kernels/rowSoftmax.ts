import type { Program } from '../programs.ts';
import { attentionWgsl } from './attentionShader.ts';
import { markWgsl, slotsOf, slotWgsl } from './subgroupSlots.ts';

/** Threads that share a row. */
const THREADS = 64;

/**
 * Softmax of each row of scores [planes, T, S], one workgroup a row, any number of rows. Keys that the limits or the bias close,
 * and scores at or below −1e30, get a weight of exactly 0; a row without an open key gives zeros. What is closed is not read.
 *
 * With `bySubgroups` the maximum and the sum go through subgroups first, of whatever size; else through shared memory alone.
 *
 * Inputs scores, lengths int32 [B], bias float32 (any tensor when the uniforms say that there is none); output weights. Dispatch:
 * rows over x and y.
 */
export function rowSoftmaxProgram({
  bySubgroups = false,
}: { readonly bySubgroups?: boolean } = {}): Program {
  /** `name` becomes what `join` makes of it over all threads. */
  const reduce = (name: string, within: string, join: (sum: string, part: string) => string) =>
    bySubgroups
      ? `let part_${name} = ${within}(${name});
  if (isFirst) { found[slot] = part_${name}; }
  workgroupBarrier();
  ${name} = found[0];
  for (var i = 1u; i < slots; i++) { ${name} = ${join(name, 'found[i]')}; }`
      : `found[lane] = ${name};
  workgroupBarrier();
  ${name} = found[0];
  for (var i = 1u; i < ${THREADS}u; i++) { ${name} = ${join(name, 'found[i]')}; }`;
  const code = /* wgsl */ `${attentionWgsl}
@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read> lengths: array<i32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> weights: array<f32>;
@group(0) @binding(4) var<uniform> shape: Attention;
var<workgroup> found: array<f32, ${bySubgroups ? slotsOf(THREADS) : THREADS}>;
${bySubgroups ? markWgsl(THREADS) : ''}

fn scoreAt(place: u32, start: u32, key: u32) -> f32 {
  var score = scores[place + key];
  if (shape.hasBias > 0u) {
    let added = biasAt(start, key);
    score = select(MASKED, score + max(added, MASKED), added > MASKED);
  }
  return score;
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * 65535u + group.x;
  if (row >= shape.planes * shape.queries) { return; }
  let query = row % shape.queries;
  var real = shape.keys;
  if (shape.hasLengths > 0u) { real = u32(lengths[row / shape.queries / shape.heads]); }
  let first = firstKey(shape, query);
  let end = endKey(shape, query, real);
  let place = row * shape.keys;
  let start = biasRow(row / shape.queries, query);
${bySubgroups ? slotWgsl(THREADS) : ''}

  var top = MASKED;
  for (var key = first + lane; key < end; key += ${THREADS}u) { top = max(top, scoreAt(place, start, key)); }
  ${reduce('top', 'subgroupMax', (sum, part) => `max(${sum}, ${part})`)}
  workgroupBarrier();

  var total = 0f;
  for (var key = first + lane; key < end; key += ${THREADS}u) {
    let score = scoreAt(place, start, key);
    total += select(0f, exp(max(score - top, -100f)), score > MASKED);
  }
  ${reduce('total', 'subgroupAdd', (sum, part) => `${sum} + ${part}`)}

  for (var key = lane; key < shape.keys; key += ${THREADS}u) {
    var weight = 0f;
    if (key >= first && key < end) {
      let score = scoreAt(place, start, key);
      weight = select(0f, exp(max(score - top, -100f)) / max(total, 0.5), score > MASKED);
    }
    weights[place + key] = weight;
  }
}
`;
  return {
    name: `row_softmax${bySubgroups ? ' by subgroups' : ''}`,
    code,
    inputs: 3,
    outputs: 1,
    hasUniforms: true,
    ...(bySubgroups ? { needs: ['subgroups'] } : {}),
  };
}
