import type { TypeBundle } from './protocol.ts';

/** A small kit in the form that the build gives the real one, for tests. */
export const smallKit: TypeBundle = {
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
