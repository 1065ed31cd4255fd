import type { Program } from '../programs.ts';
import { attentionWgsl } from './attentionShader.ts';

/** Queries of one workgroup, one per thread. */
export const ROWS_PER_GROUP = 64;
/** Heads above this would not fit the registers of one thread. */
export const MAX_ROW_HEAD = 128;

/**
 * Flash attention with one query row per thread: its query, its output and its running maximum stay in registers, the keys
 * and values of a tile are shared by the 64 rows of the workgroup. Tiles that no row may see are not read.
 *
 * Inputs q [B, H, T, D], k [B, K, S, D], v [B, K, S, Dv], lengths int32 [B]; outputs [B, H, T, Dv] and log-sums [B, H, T, 1].
 * Dispatch (⌈T / 64⌉, planes over y and z).
 * @see Dao, "FlashAttention-2", 2023, algorithm 1
 */
export function flashRowsProgram(headDim: number, valueDim: number): Program {
  const isAligned = headDim % 4 === 0 && valueDim % 4 === 0;
  const [parts, valueParts] = [Math.ceil(headDim / 4), Math.ceil(valueDim / 4)];
  // both tiles within the 16 KiB that every device has
  const keyTile = Math.min(32, 4 * Math.floor(16_384 / (64 * (parts + valueParts))));
  const element = isAligned ? 'vec4f' : 'f32';
  const code = /* wgsl */ `${attentionWgsl}
@group(0) @binding(0) var<storage, read> queries: array<${element}>;
@group(0) @binding(1) var<storage, read> keys: array<${element}>;
@group(0) @binding(2) var<storage, read> values: array<${element}>;
@group(0) @binding(3) var<storage, read> lengths: array<i32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<${element}>;
@group(0) @binding(5) var<storage, read_write> logSums: array<f32>;
@group(0) @binding(6) var<uniform> shape: Attention;

const TILE = ${keyTile}u;
const PARTS = ${parts}u;
const VALUE_PARTS = ${valueParts}u;
var<workgroup> keyTile: array<vec4f, ${keyTile * parts}>;
var<workgroup> valueTile: array<vec4f, ${keyTile * valueParts}>;
${read('queries', headDim, isAligned)}
${read('keys', headDim, isAligned)}
${read('values', valueDim, isAligned)}

@compute @workgroup_size(${ROWS_PER_GROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let plane = group.y + group.z * 65535u;
  if (plane >= shape.planes) { return; }
  let kvPlane = plane / shape.group;
  let firstRow = group.x * ${ROWS_PER_GROUP}u;
  let lastRow = min(firstRow + ${ROWS_PER_GROUP}u, shape.queries) - 1u;
  var real = shape.keys;
  if (shape.hasLengths > 0u) { real = u32(lengths[plane / shape.heads]); }
  let first = firstKey(shape, firstRow);
  let end = endKey(shape, lastRow, real);

  let row = min(firstRow + lane, lastRow);
  let rowFirst = firstKey(shape, row);
  let rowEnd = endKey(shape, row, real);
  var query: array<vec4f, PARTS>;
  for (var c = 0u; c < PARTS; c++) {
    query[c] = readqueries(plane * shape.queries + row, c) * (shape.scale * LOG2E);
  }
  var output: array<vec4f, VALUE_PARTS>;
  var top = MASKED;
  var total = 0f;

  for (var base = first; base < end; base += TILE) {
    workgroupBarrier();
    for (var i = lane; i < TILE * PARTS; i += ${ROWS_PER_GROUP}u) {
      let key = min(base + i / PARTS, shape.keys - 1u);
      keyTile[i] = readkeys(kvPlane * shape.keys + key, i % PARTS);
    }
    for (var i = lane; i < TILE * VALUE_PARTS; i += ${ROWS_PER_GROUP}u) {
      let key = min(base + i / VALUE_PARTS, shape.keys - 1u);
      valueTile[i] = readvalues(kvPlane * shape.keys + key, i % VALUE_PARTS);
    }
    workgroupBarrier();
    // four keys at a time: one comparison with the running maximum for all of them
    for (var j = 0u; j < TILE; j += 4u) {
      let place = base + j;
      if (place >= rowEnd || place + 3u < rowFirst) { continue; }
      var scores = vec4f(0);
      for (var c = 0u; c < PARTS; c++) {
        scores += vec4f(
          dot(query[c], keyTile[j * PARTS + c]), dot(query[c], keyTile[(j + 1u) * PARTS + c]),
          dot(query[c], keyTile[(j + 2u) * PARTS + c]), dot(query[c], keyTile[(j + 3u) * PARTS + c]));
      }
      let places = vec4u(place, place + 1u, place + 2u, place + 3u);
      let isOpen = (places >= vec4u(rowFirst)) & (places < vec4u(rowEnd)) & (scores > vec4f(MASKED));
      scores = select(vec4f(MASKED), scores, isOpen);
      let higher = max(max(max(scores.x, scores.y), max(scores.z, scores.w)), top);
      let shrink = exp2(max(top - higher, -150f));
      let weights = select(vec4f(0), exp2(max(scores - higher, vec4f(-150f))), isOpen);
      total = total * shrink + dot(weights, vec4f(1));
      for (var c = 0u; c < VALUE_PARTS; c++) {
        output[c] = output[c] * shrink
          + weights.x * valueTile[j * VALUE_PARTS + c] + weights.y * valueTile[(j + 1u) * VALUE_PARTS + c]
          + weights.z * valueTile[(j + 2u) * VALUE_PARTS + c] + weights.w * valueTile[(j + 3u) * VALUE_PARTS + c];
      }
      top = higher;
    }
  }

  if (firstRow + lane > lastRow) { return; }
  // a row that saw a key has a weight of 1 in its total
  let safe = max(total, 0.5);
  let place = plane * shape.queries + row;
  for (var c = 0u; c < VALUE_PARTS; c++) {
    let part = output[c] / safe;
    ${
      isAligned
        ? 'outputs[place * VALUE_PARTS + c] = part;'
        : `for (var e = 0u; e < 4u; e++) {
      if (c * 4u + e < ${valueDim}u) { outputs[place * ${valueDim}u + c * 4u + e] = part[e]; }
    }`
    }
  }
  logSums[place] = top * LN2 + log(safe);
}
`;
  return {
    name: `flash_rows ${headDim}x${valueDim}`,
    code,
    inputs: 4,
    outputs: 2,
    hasUniforms: true,
  };
}

/** Four numbers of a row; a head that is no multiple of four is read number by number, with zeros behind it. */
function read(buffer: string, width: number, isAligned: boolean): string {
  const body = isAligned
    ? `return ${buffer}[row * ${width / 4}u + part];`
    : `var four = vec4f(0);
  for (var e = 0u; e < 4u; e++) {
    if (part * 4u + e < ${width}u) { four[e] = ${buffer}[row * ${width}u + part * 4u + e]; }
  }
  return four;`;
  return `fn read${buffer}(row: u32, part: u32) -> vec4f {\n  ${body}\n}`;
}
