import { KitError } from '../errors.ts';
import {
  compiledProgram,
  compileProgram,
  flashDecodeProgram,
  flashMergeProgram,
  flashRowsProgram,
  flashTileProgram,
  kernelFeatures,
  matMulProgram,
  rowSoftmaxProgram,
} from '../tensor/index.ts';
import type { CompiledProgram, KernelFeature, Program } from '../tensor/index.ts';
import type { AttentionPath } from './plan.ts';
import type { AttentionShape } from './shapes.ts';

/** A way that runs on the GPU in own WGSL. */
export type FusedPath = Exclude<AttentionPath, 'tiles'>;

/**
 * How the kernels of a way are written: `plain` in core WGSL, `subgroups` with maxima and sums by subgroups, `f16` with keys and
 * values rounded to 16 bits where they are shared (errors of about 1e-3 instead of 1e-6).
 */
export type KernelVariant = 'plain' | 'subgroups' | 'f16';

/** What the kernels are written for. */
export type HeadSizes = Pick<AttentionShape, 'headDim' | 'valueDim'>;

const variantOfPath: Readonly<Record<FusedPath, Exclude<KernelVariant, 'plain'> | null>> = {
  naive: 'subgroups',
  flash_rows: 'f16',
  flash_tile: null,
  flash_decode: 'subgroups',
};
const featureOf: Readonly<Record<Exclude<KernelVariant, 'plain'>, KernelFeature>> = {
  subgroups: 'subgroups',
  f16: 'shader-f16',
};

/**
 * The variants that a way has on the present device, `plain` first. Those that round are left out unless asked for.
 */
export function kernelVariants(
  path: FusedPath,
  { allowHalf = false }: { readonly allowHalf?: boolean } = {},
): readonly KernelVariant[] {
  const variant = variantOfPath[path];
  const isThere = variant !== null && kernelFeatures().includes(featureOf[variant]);
  return isThere && (variant !== 'f16' || allowHalf) ? ['plain', variant] : ['plain'];
}

/** The programs of a way, in the order of its dispatches. @throws KitError `bad-argument` for a variant that it does not have */
export function programsOf(
  path: FusedPath,
  { headDim, valueDim }: HeadSizes,
  variant: KernelVariant = 'plain',
): Program[] {
  if (variant !== 'plain' && variant !== variantOfPath[path]) {
    throw new KitError('bad-argument', {
      fn: 'fusedAttention',
      name: 'variant',
      expected: ['plain', variantOfPath[path]].filter(Boolean).join(' or '),
      got: variant,
    });
  }
  const bySubgroups = variant === 'subgroups';
  switch (path) {
    case 'flash_rows':
      return [flashRowsProgram(headDim, valueDim, { isHalf: variant === 'f16' })];
    case 'flash_tile':
      return [flashTileProgram(headDim, valueDim)];
    case 'flash_decode':
      return [flashDecodeProgram(headDim, valueDim, { bySubgroups }), flashMergeProgram(valueDim)];
    case 'naive':
      return [
        matMulProgram({ transposeA: false, transposeB: true }),
        rowSoftmaxProgram({ bySubgroups }),
        matMulProgram({ transposeA: false, transposeB: false }),
      ];
  }
}

/** Compiles what a way needs. */
export async function compilePath(
  path: FusedPath,
  sizes: HeadSizes,
  variant: KernelVariant,
): Promise<void> {
  await Promise.all(programsOf(path, sizes, variant).map(compileProgram));
}

/** Whether the kernels of a way are compiled for the present device. */
export function isCompiled(
  path: FusedPath,
  sizes: HeadSizes,
  variant: KernelVariant = 'plain',
): boolean {
  return programsOf(path, sizes, variant).every((program) => compiledProgram(program) !== null);
}

/** The kernels of a way, which must be compiled. */
export function compiled(
  path: FusedPath,
  sizes: HeadSizes,
  variant: KernelVariant,
): CompiledProgram[] {
  return programsOf(path, sizes, variant).map((program) => {
    const ready = compiledProgram(program);
    if (!ready) throw new Error(`internal: ${program.name} is not compiled`);
    return ready;
  });
}
