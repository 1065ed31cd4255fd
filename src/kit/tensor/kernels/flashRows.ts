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
 * With `isHalf` keys and values are rounded to 16 bits while they are shared, so that twice as many fit; scores and sums stay
 * in single precision.
 *
 * Inputs q [B, H, T, D], k [B, K, S, D], v [B, K, S, Dv], lengths int32 [B], bias float32 (any tensor when the uniforms say that
 * there is none); outputs [B, H, T, Dv] and log-sums [B, H, T, 1]. Dispatch (⌈T / 64⌉, planes over y and z).
 * @see Dao, "FlashAttention-2", 2023, algorithm 1
 */
export function flashRowsProgram(
  headDim: number,
  valueDim: number,
  { isHalf = false }: { readonly isHalf?: boolean } = {},
): Program {
  const isAligned = headDim % 4 === 0 && valueDim % 4 === 0;
  const [parts, valueParts] = [Math.ceil(headDim / 4), Math.ceil(valueDim / 4)];
  // both tiles within the 16 KiB that every device has
  const sharedBytes = (isHalf ? 8 : 16) * (parts + valueParts);
  const keyTile = Math.min(isHalf ? 64 : 32, 4 * Math.floor(16_384 / (4 * sharedBytes)));
  const element = isAligned ? 'vec4f' : 'f32';
  const shared = isHalf ? 'vec4<f16>' : 'vec4f';
  // beyond ±65,504 there is no finite number of 16 bits
  const stored = (four: string) =>
    isHalf ? `vec4<f16>(clamp(${four}, vec4f(-65504), vec4f(65504)))` : four;
  const full = (four: string) => (isHalf ? `vec4f(${four})` : four);
  const key = (n: number) => full(`keyTile[(j + ${n}u) * PARTS + c]`);
  const value = (n: number) => full(`valueTile[(j + ${n}u) * VALUE_PARTS + c]`);
  const code = /* wgsl */ `${attentionWgsl}
@group(0) @binding(0) var<storage, read> queries: array<${element}>;
@group(0) @binding(1) var<storage, read> keys: array<${element}>;
@group(0) @binding(2) var<storage, read> values: array<${element}>;
@group(0) @binding(3) var<storage, read> lengths: array<i32>;
@group(0) @binding(4) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read_write> outputs: array<${element}>;
@group(0) @binding(6) var<storage, read_write> logSums: array<f32>;
@group(0) @binding(7) var<uniform> shape: Attention;

const TILE = ${keyTile}u;
const PARTS = ${parts}u;
const VALUE_PARTS = ${valueParts}u;
var<workgroup> keyTile: array<${shared}, ${keyTile * parts}>;
var<workgroup> valueTile: array<${shared}, ${keyTile * valueParts}>;
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
  var top = LOWEST;
  var total = 0f;
  let start = biasRow(plane, row);

  for (var base = first; base < end; base += TILE) {
    workgroupBarrier();
    for (var i = lane; i < TILE * PARTS; i += ${ROWS_PER_GROUP}u) {
      let key = min(base + i / PARTS, shape.keys - 1u);
      keyTile[i] = ${stored('readkeys(kvPlane * shape.keys + key, i % PARTS)')};
    }
    for (var i = lane; i < TILE * VALUE_PARTS; i += ${ROWS_PER_GROUP}u) {
      let key = min(base + i / VALUE_PARTS, shape.keys - 1u);
      valueTile[i] = ${stored('readvalues(kvPlane * shape.keys + key, i % VALUE_PARTS)')};
    }
    workgroupBarrier();
    // four keys at a time: one comparison with the running maximum for all of them
    for (var j = 0u; j < TILE; j += 4u) {
      let place = base + j;
      if (place >= rowEnd || place + 3u < rowFirst) { continue; }
      var scores = vec4f(0);
      for (var c = 0u; c < PARTS; c++) {
        scores += vec4f(
          dot(query[c], ${key(0)}), dot(query[c], ${key(1)}),
          dot(query[c], ${key(2)}), dot(query[c], ${key(3)}));
      }
      let places = vec4u(place, place + 1u, place + 2u, place + 3u);
      var isOpen = (places >= vec4u(rowFirst)) & (places < vec4u(rowEnd));
      if (shape.hasBias > 0u) {
        let added = vec4f(biasAt(start, place), biasAt(start, place + 1u), biasAt(start, place + 2u), biasAt(start, place + 3u));
        isOpen &= added > vec4f(MASKED);
        scores += max(added, vec4f(MASKED)) * LOG2E;
      }
      isOpen &= scores > vec4f(MASKED2);
      scores = select(vec4f(LOWEST), scores, isOpen);
      let higher = max(max(max(scores.x, scores.y), max(scores.z, scores.w)), top);
      let shrink = exp2(max(top - higher, -150f));
      let weights = select(vec4f(0), exp2(max(scores - higher, vec4f(-150f))), isOpen);
      total = total * shrink + dot(weights, vec4f(1));
      for (var c = 0u; c < VALUE_PARTS; c++) {
        output[c] = output[c] * shrink
          + weights.x * ${value(0)} + weights.y * ${value(1)}
          + weights.z * ${value(2)} + weights.w * ${value(3)};
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
    name: `flash_rows ${headDim}x${valueDim}${isHalf ? ' f16' : ''}`,
    code,
    inputs: 5,
    outputs: 2,
    hasUniforms: true,
    ...(isHalf ? { needs: ['shader-f16'] } : {}),
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
