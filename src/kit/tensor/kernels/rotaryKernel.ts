import type { Program } from '../programs.ts';

/**
 * Rotary positions in one pass over x [B, H, T, D]: each number with its partner, the table's row looked up on the way.
 *
 * Inputs x, cosines [P, R/2], sines [P, R/2], positions int32 [T] or [B, T]; output like x. Dispatch: 64 numbers per workgroup,
 * over x and y. A direction of −1 turns backwards, which is the gradient.
 */
export function rotaryProgram(): Program {
  const code = /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> cosines: array<f32>;
@group(0) @binding(2) var<storage, read> sines: array<f32>;
@group(0) @binding(3) var<storage, read> positions: array<i32>;
@group(0) @binding(4) var<storage, read_write> turned: array<f32>;
struct Rotary { size: u32, headDim: u32, pairs: u32, tokens: u32, sequence: u32, direction: f32 }
@group(0) @binding(5) var<uniform> shape: Rotary;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let cell = (group.y * 65535u + group.x) * 64u + lane;
  if (cell >= shape.size) { return; }
  let d = cell % shape.headDim;
  if (d >= 2u * shape.pairs) {
    turned[cell] = x[cell];
    return;
  }
  let row = cell / shape.headDim;
  // 'sequence' rows belong to one sequence of positions of its own; 0 when all share one
  let own = select(0u, row / max(shape.sequence, 1u) * shape.tokens, shape.sequence > 0u);
  let place = u32(positions[own + row % shape.tokens]) * shape.pairs + d % shape.pairs;
  let isFirst = d < shape.pairs;
  let partner = x[select(cell - shape.pairs, cell + shape.pairs, isFirst)];
  let side = select(shape.direction, -shape.direction, isFirst);
  turned[cell] = x[cell] * cosines[place] + side * partner * sines[place];
}
`;
  return { name: 'rotary', code, inputs: 4, outputs: 1, hasUniforms: true };
}
