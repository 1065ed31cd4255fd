import { random, type Random } from '../random.ts';
import { tensorFrom } from '../tensor/index.ts';
import type { Tensor2D } from '../tensor/index.ts';

/**
 * Random directions ω as columns [D, M]: within each block of D they are at right angles to each other, and their lengths
 * are those of normal vectors. Each column alone is distributed like a normal vector, so estimates stay unbiased, but the
 * columns do not repeat what others have said. The caller frees it.
 * @see Choromanski et al., "Rethinking Attention with Performers", 2021, §2.4
 */
export function orthogonalFeatures({
  headDim,
  features,
  seed,
}: {
  readonly headDim: number;
  /** M */
  readonly features: number;
  readonly seed: number | string;
}): Tensor2D {
  const r = random(seed).stream('orthogonal features');
  const columns: number[][] = [];
  while (columns.length < features) columns.push(...orthogonalBlock(headDim, r));
  const cells = new Float32Array(headDim * features);
  for (let column = 0; column < features; column++) {
    for (let row = 0; row < headDim; row++)
      cells[row * features + column] = columns[column]?.[row] ?? 0;
  }
  return tensorFrom(cells, [headDim, features]);
}

/** D vectors at right angles, by Gram and Schmidt, each as long as a fresh normal vector. */
function orthogonalBlock(headDim: number, r: Random): number[][] {
  const directions: number[][] = [];
  while (directions.length < headDim) {
    const vector = [...r.normals(headDim)];
    // twice: once leaves what rounding brought back in
    for (let pass = 0; pass < 2; pass++) {
      for (const other of directions) {
        const along = dot(vector, other);
        for (let i = 0; i < headDim; i++) vector[i] = (vector[i] ?? 0) - along * (other[i] ?? 0);
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    if (length > 1e-6) directions.push(vector.map((x) => x / length));
  }
  return directions.map((direction) => {
    const normal = [...r.normals(headDim)];
    const length = Math.sqrt(dot(normal, normal));
    return direction.map((x) => x * length);
  });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}
