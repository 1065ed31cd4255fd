import type { Program } from '../programs.ts';

/** Rows and columns of one workgroup's part of the result. */
export const MATMUL_TILE = 64;

/**
 * Batched matrix product: 64 × 64 numbers per workgroup of 16 × 16 threads, each holding 4 × 4 of them in registers while slabs
 * of 16 pass through shared memory. Any sizes; the operands may be stored transposed; `group` matrices of a share one of b.
 *
 * Inputs a [batch, M, N], b [batch / group, N, P]; output [batch, M, P]. Dispatch (⌈P / 64⌉, ⌈M / 64⌉, min(batch, 65,535)).
 */
export function matMulProgram({
  transposeA,
  transposeB,
}: {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}): Program {
  // threads next to each other read numbers that lie next to each other
  const [innerA, quadA] = transposeA ? ['lane / 16u', 'lane % 16u'] : ['lane % 16u', 'lane / 16u'];
  const [innerB, quadB] = transposeB ? ['lane % 16u', 'lane / 16u'] : ['lane / 16u', 'lane % 16u'];
  const placeA = transposeA ? 'inner * shape.m + row' : 'row * shape.n + inner';
  const placeB = transposeB ? 'column * shape.n + inner' : 'inner * shape.p + column';
  const code = /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> product: array<f32>;
struct Product { m: u32, n: u32, p: u32, batch: u32, group: u32, scale: f32 }
@group(0) @binding(3) var<uniform> shape: Product;
// [inner][4 rows], [inner][4 columns]
var<workgroup> left: array<vec4f, 256>;
var<workgroup> right: array<vec4f, 256>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) local: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var matrix = group.z; matrix < shape.batch; matrix += groups.z) {
    let startA = matrix * shape.m * shape.n;
    let startB = (matrix / shape.group) * shape.n * shape.p;
    var sum0 = vec4f(0);
    var sum1 = vec4f(0);
    var sum2 = vec4f(0);
    var sum3 = vec4f(0);
    for (var slab = 0u; slab < shape.n; slab += 16u) {
      workgroupBarrier();
      {
        let inner = slab + ${innerA};
        var four = vec4f(0);
        for (var e = 0u; e < 4u; e++) {
          let row = group.y * 64u + (${quadA}) * 4u + e;
          if (inner < shape.n && row < shape.m) { four[e] = a[startA + ${placeA}]; }
        }
        left[(${innerA}) * 16u + ${quadA}] = four;
      }
      {
        let inner = slab + ${innerB};
        var four = vec4f(0);
        for (var e = 0u; e < 4u; e++) {
          let column = group.x * 64u + (${quadB}) * 4u + e;
          if (inner < shape.n && column < shape.p) { four[e] = b[startB + ${placeB}]; }
        }
        right[(${innerB}) * 16u + ${quadB}] = four;
      }
      workgroupBarrier();
      for (var i = 0u; i < 16u; i++) {
        let rows = left[i * 16u + local.y];
        let columns = right[i * 16u + local.x];
        sum0 += rows.x * columns;
        sum1 += rows.y * columns;
        sum2 += rows.z * columns;
        sum3 += rows.w * columns;
      }
    }
    var sums = array<vec4f, 4>(sum0, sum1, sum2, sum3);
    for (var r = 0u; r < 4u; r++) {
      let row = group.y * 64u + local.y * 4u + r;
      if (row >= shape.m) { break; }
      for (var e = 0u; e < 4u; e++) {
        let column = group.x * 64u + local.x * 4u + e;
        if (column < shape.p) {
          product[(matrix * shape.m + row) * shape.p + column] = sums[r][e] * shape.scale;
        }
      }
    }
  }
}
`;
  const name = `matmul ${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`;
  return { name, code, inputs: 2, outputs: 1, hasUniforms: true };
}

/** The uniforms of `matMulProgram`. */
export function matMulUniforms(shape: {
  readonly m: number;
  readonly n: number;
  readonly p: number;
  readonly batch: number;
  readonly group: number;
  readonly scale: number;
}): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(8);
  words.set([shape.m, shape.n, shape.p, shape.batch, shape.group]);
  new Float32Array(words.buffer)[5] = shape.scale;
  return words;
}
