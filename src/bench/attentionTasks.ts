import { random } from '../kit/random.ts';
import {
  referenceAttention,
  referenceMatMul,
  sampledRows,
  type AttentionSizes,
} from './attentionReference.ts';

/** How large the compared work is. */
export interface BenchSizes {
  /** T = S */
  readonly tokens: number;
  /** H */
  readonly heads: number;
  /** D */
  readonly headDim: number;
  /** Rows and columns of both matrices of a product. */
  readonly matrix: number;
}

/** Small on a CPU that pretends to be a GPU, where one naive attention of the larger size would take a minute. */
export function benchSizes(isSoftware: boolean): BenchSizes {
  return isSoftware
    ? { tokens: 512, heads: 1, headDim: 64, matrix: 512 }
    : { tokens: 2048, heads: 8, headDim: 64, matrix: 2048 };
}

/** Rows that are checked against double precision: all of the small size, a sample of the large one. */
const CHECKED_ROWS = 512;
const SAMPLE = 64;

/** Something that all systems compute, each in its own way, from the same numbers. */
export interface Task {
  /** Takes the checked rows out of a whole result, in the order of `wanted`. */
  checked(result: Float32Array): Float32Array;
  /** What they should be. */
  wanted(): Float64Array;
}

/** Attention over heads; operands are [H, T, D], or [K, S, D]. */
export interface AttentionTask extends Task {
  readonly sizes: AttentionSizes;
  readonly isCausal: boolean;
  readonly q: Float32Array<ArrayBuffer>;
  readonly k: Float32Array<ArrayBuffer>;
  readonly v: Float32Array<ArrayBuffer>;
}

/** An attention with seeded operands; a different seed per length, so that no system profits from what another left. */
export function attentionTask(
  sizes: AttentionSizes,
  isCausal: boolean,
  kind: 'softmax' | 'linear' = 'softmax',
): AttentionTask {
  const { heads, kvHeads, queries, keys, headDim } = sizes;
  const draw = (name: string, count: number) =>
    Float32Array.from(random(`attention ${name} ${queries} ${keys}`).normals(count, 0, 1));
  const q = draw('q', heads * queries * headDim);
  const k = draw('k', kvHeads * keys * headDim);
  const v = draw('v', kvHeads * keys * headDim);
  const rows = sampledRows(queries, queries <= CHECKED_ROWS ? queries : SAMPLE);
  let found: Float64Array | null = null;
  return {
    sizes,
    isCausal,
    q,
    k,
    v,
    checked: (result) =>
      rowsOf(
        result,
        Array.from({ length: heads }, (_, head) => rows.map((row) => head * queries + row)).flat(),
        headDim,
      ),
    wanted: () => (found ??= referenceAttention({ q, k, v }, sizes, { rows, isCausal, kind })),
  };
}

/** A square matrix product. */
export interface MatMulTask extends Task {
  readonly size: number;
  readonly a: Float32Array<ArrayBuffer>;
  readonly b: Float32Array<ArrayBuffer>;
}

/** A product of two seeded matrices. */
export function matMulTask(size: number): MatMulTask {
  const draw = (name: string) =>
    Float32Array.from(random(`matmul ${name}`).normals(size * size, 0, 1));
  const [a, b] = [draw('a'), draw('b')];
  const rows = sampledRows(size, size <= CHECKED_ROWS ? size : SAMPLE);
  let found: Float64Array | null = null;
  return {
    size,
    a,
    b,
    checked: (result) => rowsOf(result, rows, size),
    wanted: () => (found ??= referenceMatMul(a, b, { n: size, p: size }, { rows })),
  };
}

function rowsOf(matrix: Float32Array, rows: readonly number[], width: number): Float32Array {
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, place) => {
    taken.set(matrix.subarray(row * width, (row + 1) * width), place * width);
  });
  return taken;
}

/** What is added to scores by those who know no causal mask: −10⁹ where a key is later. [T, S] */
export function causalBias(queries: number, keys: number): Float32Array<ArrayBuffer> {
  const bias = new Float32Array(queries * keys);
  for (let row = 0; row < queries; row += 1) {
    const end = Math.max(0, row + 1 + keys - queries);
    if (end < keys) bias.fill(-1e9, row * keys + end, (row + 1) * keys);
  }
  return bias;
}

/** Puts the axis of heads after that of tokens, as some systems want it: [H, T, D] → [T, H, D]. */
export function tokensFirst(
  x: Float32Array,
  { heads, tokens, headDim }: { heads: number; tokens: number; headDim: number },
): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(x.length);
  for (let head = 0; head < heads; head += 1) {
    for (let token = 0; token < tokens; token += 1) {
      const from = (head * tokens + token) * headDim;
      turned.set(x.subarray(from, from + headDim), (token * heads + head) * headDim);
    }
  }
  return turned;
}

/** The way back: [T, H, D] → [H, T, D]. */
export function headsFirst(
  x: Float32Array,
  { heads, tokens, headDim }: { heads: number; tokens: number; headDim: number },
): Float32Array<ArrayBuffer> {
  return tokensFirst(x, { heads: tokens, tokens: heads, headDim });
}
