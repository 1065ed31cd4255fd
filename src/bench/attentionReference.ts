/**
 * Loops in double precision that share nothing with the kit or a peer: what every system's result is held against before it
 * is timed.
 */

/** Rows of a result, checked instead of all where double precision would take too long. */
export function sampledRows(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, row) => row);
  // The last row belongs to it: what goes wrong at the end of a tile or a dispatch goes wrong there.
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

/** Lengths of one attention over B = 1; see `kit/README.md` for the letters. */
export interface AttentionSizes {
  /** H */
  readonly heads: number;
  /** K */
  readonly kvHeads: number;
  /** T */
  readonly queries: number;
  /** S */
  readonly keys: number;
  /** D */
  readonly headDim: number;
}

/**
 * Softmax attention of some rows. q [H, T, D], k and v [K, S, D] → [H, rows, D]; causal at the bottom right.
 * @param kind `softmax`, or `linear` for weights φ(q)·φ(k) with φ(x) = elu(x) + 1
 */
export function referenceAttention(
  { q, k, v }: Readonly<Record<'q' | 'k' | 'v', Float32Array | Float64Array>>,
  { heads, kvHeads, queries, keys, headDim }: AttentionSizes,
  options: {
    readonly rows: readonly number[];
    readonly isCausal: boolean;
    readonly kind?: 'softmax' | 'linear';
  },
): Float64Array {
  const { rows, isCausal, kind = 'softmax' } = options;
  const result = new Float64Array(heads * rows.length * headDim);
  const weights = new Float64Array(keys);
  const feature = kind === 'linear' ? eluPlusOne : (x: number) => x;
  for (let head = 0; head < heads; head += 1) {
    const kvHead = Math.floor((head * kvHeads) / heads);
    rows.forEach((row, place) => {
      const end = isCausal ? Math.max(0, Math.min(keys, row + 1 + keys - queries)) : keys;
      const atQ = (head * queries + row) * headDim;
      let top = -Infinity;
      for (let key = 0; key < end; key += 1) {
        const atK = (kvHead * keys + key) * headDim;
        let product = 0;
        for (let d = 0; d < headDim; d += 1) {
          product += feature(q[atQ + d] ?? 0) * feature(k[atK + d] ?? 0);
        }
        weights[key] = kind === 'linear' ? product : product / Math.sqrt(headDim);
        top = Math.max(top, weights[key] ?? 0);
      }
      let total = 0;
      for (let key = 0; key < end; key += 1) {
        if (kind === 'softmax') weights[key] = Math.exp((weights[key] ?? 0) - top);
        total += weights[key] ?? 0;
      }
      const out = (head * rows.length + place) * headDim;
      for (let key = 0; key < end; key += 1) {
        const share = (weights[key] ?? 0) / total;
        const atV = (kvHead * keys + key) * headDim;
        for (let d = 0; d < headDim; d += 1) {
          result[out + d] = (result[out + d] ?? 0) + share * (v[atV + d] ?? 0);
        }
      }
    });
  }
  return result;
}

function eluPlusOne(x: number): number {
  return x > 0 ? x + 1 : Math.exp(x);
}

/** Some rows of a [M, N] · b [N, P], or of a · bᵀ for b [P, N]. → [rows, P] */
export function referenceMatMul(
  a: Float32Array | Float64Array,
  b: Float32Array | Float64Array,
  { n, p }: { readonly n: number; readonly p: number },
  options: { readonly rows: readonly number[]; readonly transposeB?: boolean },
): Float64Array {
  const { rows, transposeB = false } = options;
  const result = new Float64Array(rows.length * p);
  rows.forEach((row, place) => {
    for (let inner = 0; inner < n; inner += 1) {
      const left = a[row * n + inner] ?? 0;
      for (let column = 0; column < p; column += 1) {
        const right = b[transposeB ? column * n + inner : inner * p + column] ?? 0;
        result[place * p + column] = (result[place * p + column] ?? 0) + left * right;
      }
    }
  });
  return result;
}

/** The four matrices of a layer, each [Out, In]. */
export interface LayerWeights {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
  readonly o: Float32Array;
}

/**
 * Output of the last token of a layer with rotary positions of base 10,000 on whole heads, all heads with keys of their own.
 * x [T, H·D] → [H·D]
 */
export function referenceLastToken(
  x: Float32Array,
  weights: LayerWeights,
  { heads, tokens, headDim }: { heads: number; tokens: number; headDim: number },
): Float64Array {
  const width = heads * headDim;
  const rows = sampledRows(tokens, tokens);
  const project = (matrix: Float32Array) =>
    referenceMatMul(x, matrix, { n: width, p: width }, { rows, transposeB: true });
  const sizes = { heads, tokens, headDim };
  const q = perHead(project(weights.q), sizes);
  const k = perHead(project(weights.k), sizes);
  const v = perHead(project(weights.v), sizes);
  turn(q, sizes);
  turn(k, sizes);
  const attended = referenceAttention(
    { q, k, v },
    { heads, kvHeads: heads, queries: tokens, keys: tokens, headDim },
    { rows: [tokens - 1], isCausal: true },
  );
  return referenceMatMul(
    attended,
    weights.o,
    { n: width, p: width },
    { rows: [0], transposeB: true },
  );
}

/** [T, H·D] → [H, T, D] */
function perHead(
  x: Float64Array,
  { heads, tokens, headDim }: { heads: number; tokens: number; headDim: number },
): Float64Array {
  return x.map((_, at) => {
    const [head, token, d] = [
      Math.floor(at / headDim / tokens),
      Math.floor(at / headDim) % tokens,
      at % headDim,
    ];
    return x[(token * heads + head) * headDim + d] ?? 0;
  });
}

/** Turns the pairs (i, i + D/2) of each token by position · 10,000^(−2i/D). */
function turn(
  x: Float64Array,
  { heads, tokens, headDim }: { heads: number; tokens: number; headDim: number },
): void {
  const half = headDim / 2;
  for (let row = 0; row < heads * tokens; row += 1) {
    for (let pair = 0; pair < half; pair += 1) {
      const angle = (row % tokens) * 10_000 ** ((-2 * pair) / headDim);
      const [low, high] = [row * headDim + pair, row * headDim + pair + half];
      const [a, b] = [x[low] ?? 0, x[high] ?? 0];
      x[low] = a * Math.cos(angle) - b * Math.sin(angle);
      x[high] = a * Math.sin(angle) + b * Math.cos(angle);
    }
  }
}

/** The largest difference, relative to the largest number that should have come. NaN counts as infinitely wrong. */
export function relativeError(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Infinity;
  let [worst, largest] = [0, 0];
  for (let i = 0; i < wanted.length; i += 1) {
    const difference = Math.abs((got[i] ?? NaN) - (wanted[i] ?? NaN));
    if (Number.isNaN(difference)) return Infinity;
    worst = Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(wanted[i] ?? 0));
  }
  return largest === 0 ? worst : worst / largest;
}
