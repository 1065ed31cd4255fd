import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CellText, TypeBundle } from './protocol.ts';
import { createTypeService } from './typeService.ts';
import type { TypeService } from './typeService.ts';

/** A small kit in the form that the build gives the real one. */
const kit: TypeBundle = {
  modules: {
    'kit/tensor': '/kit/tensor/index.d.ts',
    'kit/show': '/kit/show.d.ts',
    '@tensorflow/tfjs': '/kit/tensor/union.d.ts',
  },
  files: {
    '/cell.d.ts': `
      declare const lesson: { readonly texts: Readonly<Record<string, readonly string[]>> };
      declare function display(value: unknown): void;`,
    '/kit/tensor/index.d.ts': `
      export { matMul, tensor } from '/kit/tensor/create.d.ts';
      export type { Tensor2D, Tensor } from '/kit/tensor/create.d.ts';`,
    '/kit/tensor/create.d.ts': `
      export interface Tensor<R extends number = number> { readonly shape: number[]; readonly rank: R; }
      export type Tensor2D = Tensor<2>;
      /** A tensor of nested arrays. float32 unless said otherwise. */
      export declare function tensor(values: readonly (readonly number[])[]): Tensor2D;
      export interface MatMulOptions { readonly transposeB?: boolean; }
      /** The matrix product of two tensors, a [M, N]
       * and b [N, P]. Other axes are batches. */
      export declare function matMul<T extends Tensor>(a: T, b: Tensor, options?: MatMulOptions): T;`,
    '/kit/tensor/union.d.ts': 'export declare const version: string;',
    '/kit/show.d.ts': `
      export interface MatrixOptions { readonly hue?: 'query' | 'key' | 'scores'; readonly digits?: number; }
      /** A matrix as a picture. */
      export declare function matrix(value: unknown, options?: MatrixOptions): object;`,
  },
};

/** The language as TypeScript declares it, in one file. */
function languageTypes(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('typescript'));
  const seen = new Set<string>();
  const read = (name: string): string => {
    if (seen.has(name)) return '';
    seen.add(name);
    const text = readFileSync(join(folder, `lib.${name}.d.ts`), 'utf8');
    const needed = [...text.matchAll(/<reference lib="([^"]+)"/g)].map(([, each = '']) => each);
    return needed.map(read).join('\n') + text.replace(/^\/\/\/.*$/gm, '');
  };
  return read('es2023');
}

const lib: TypeBundle = { modules: {}, files: { '/lib.d.ts': languageTypes() } };

/** A service over the small kit that knows `cells`. */
export function serviceOf(cells: readonly CellText[]): TypeService {
  const service = createTypeService(kit, lib);
  service.update(
    cells.map(({ id }) => id),
    cells,
  );
  return service;
}
