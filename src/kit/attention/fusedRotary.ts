import {
  compiledProgram,
  compileProgram,
  customGrad,
  dispatch,
  overTwoAxes,
  rotaryProgram,
  tensorFrom,
  tidy,
} from '../tensor/index.ts';
import type { CompiledProgram, Tensor } from '../tensor/index.ts';
import type { RotaryTable } from './rotary.ts';

/** Compiles the rotary kernel; from then on `applyRotary` uses it while WebGPU computes. */
export async function prepareRotary(): Promise<void> {
  await compileProgram(rotaryProgram());
}

/** Rotates by the kernel, forwards and in the gradient backwards; null when it is not compiled. */
export function fusedRotary(
  x: Tensor,
  table: RotaryTable,
  places: readonly (readonly number[])[],
): Tensor | null {
  const kernel = compiledProgram(rotaryProgram());
  if (!kernel) return null;
  const run = customGrad((...given) => {
    const [operand] = given as [Tensor];
    return {
      value: turn(kernel, operand, table, places, 1),
      gradFunc: (dy: Tensor) => turn(kernel, dy, table, places, -1),
    };
  });
  return tidy(() => run(x));
}

function turn(
  kernel: CompiledProgram,
  x: Tensor,
  table: RotaryTable,
  places: readonly (readonly number[])[],
  direction: 1 | -1,
): Tensor {
  const [tokens, headDim] = [x.shape.at(-2) ?? 1, x.shape.at(-1) ?? 1];
  const rowsOfSequence = places.length > 1 ? x.size / headDim / places.length : 0;
  const uniforms = Uint32Array.of(x.size, headDim, table.cos.shape[1], tokens, rowsOfSequence, 0);
  new Float32Array(uniforms.buffer)[5] = direction;
  return tidy(() => {
    const positions = tensorFrom(Int32Array.from(places.flat()), [places.length * tokens], 'int32');
    const [turned] = dispatch(kernel, {
      inputs: [x, table.cos, table.sin, positions],
      outputs: [{ shape: x.shape }],
      uniforms,
      workgroups: overTwoAxes(Math.ceil(x.size / 64)),
    }) as [Tensor];
    return turned;
  });
}
