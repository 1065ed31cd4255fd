/** What the attention shaders share: how an attention is described to them, and which keys a row may see. */

/** Lengths and limits of one attention, as the shaders get them. */
export interface ShaderAttention {
  readonly batch: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly queries: number;
  readonly keys: number;
  readonly isCausal: boolean;
  /** Keys up to and with its own that a query sees; null for all. */
  readonly window: number | null;
  /** Whether the buffer of lengths counts. */
  readonly hasLengths: boolean;
  /** Factor on the products of queries and keys. */
  readonly scale: number;
  /** How the tensor that is added to the scores is laid out; null, the default, when there is none. */
  readonly bias?: BiasStrides | null;
}

/** How far apart the neighbours along each axis lie in a tensor that broadcasts to [B, H, T, S]; 0 where one serves all. */
export interface BiasStrides {
  /** From sequence to sequence. */
  readonly batch: number;
  /** From head to head. */
  readonly head: number;
  /** From query to query. */
  readonly query: number;
  /** From key to key. */
  readonly key: number;
}

/** The uniforms of `attentionWgsl`. */
export function attentionUniforms(attention: ShaderAttention): Uint32Array<ArrayBuffer> {
  const { batch, heads, kvHeads, queries, keys, isCausal, hasLengths } = attention;
  const { bias = null } = attention;
  const reach = attention.window;
  const words = new Uint32Array(16);
  words.set([
    batch * heads,
    heads,
    heads / kvHeads,
    queries,
    keys,
    isCausal || reach !== null ? 1 : 0,
    reach ?? 0,
    hasLengths ? 1 : 0,
  ]);
  new Float32Array(words.buffer)[8] = attention.scale;
  if (bias) words.set([1, bias.batch, bias.head, bias.query, bias.key], 9);
  return words;
}

/** No dispatch counts further than this along an axis; shaders put heads beyond it on the next axis. */
export const MAX_GROUPS = 65_535;

/** Workgroups for `count` things along y, overflowing to z. */
export function overTwoAxes(count: number): readonly [number, number] {
  return [Math.min(count, MAX_GROUPS), Math.ceil(count / MAX_GROUPS)];
}

/**
 * The struct of the uniforms, and which keys a row may see. A number stands for "masked" instead of −∞, which a shader may
 * assume never occurs; nothing that is masked enters the arithmetic. Each shader binds `shape` and `bias`; whatever is bound
 * as `bias` is read only when `shape` says that there is one.
 */
export const attentionWgsl = /* wgsl */ `
struct Attention {
  planes: u32, heads: u32, group: u32, queries: u32,
  keys: u32, isCausal: u32, reach: u32, hasLengths: u32,
  scale: f32, hasBias: u32, biasBatch: u32, biasHead: u32, biasQuery: u32, biasKey: u32,
}
const LOG2E = 1.4426950408889634;
const LN2 = 0.6931471805599453;
// a score at or below counts as masked; and the same for scores that are logarithms to base 2
const MASKED = -1e30;
const MASKED2 = -1.4426950408889634e30;
// below every open score, in either: where a search for the largest begins
const LOWEST = -1.5e30;

// the first key that queries from 'row' on see
fn firstKey(shape: Attention, row: u32) -> u32 {
  let first = i32(row) + i32(shape.keys) - i32(shape.queries) - i32(shape.reach) + 1;
  return select(0u, u32(max(first, 0)), shape.reach > 0u);
}
// one beyond the last key that queries up to 'row' see, of those that are real
fn endKey(shape: Attention, row: u32, real: u32) -> u32 {
  let end = max(i32(row) + 1 + i32(shape.keys) - i32(shape.queries), 0);
  return min(real, select(shape.keys, u32(end), shape.isCausal > 0u));
}
// where the numbers that are added to a row's scores begin
fn biasRow(plane: u32, row: u32) -> u32 {
  return (plane / shape.heads) * shape.biasBatch + (plane % shape.heads) * shape.biasHead + row * shape.biasQuery;
}
// what is added to the score of a key; at or below MASKED where it is closed
fn biasAt(start: u32, key: u32) -> f32 {
  return bias[start + min(key, shape.keys - 1u) * shape.biasKey];
}
`;
