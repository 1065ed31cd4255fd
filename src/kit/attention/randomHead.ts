import { random } from '../random.ts';
import { tensorFrom } from '../tensor/index.ts';
import type { Tensor2D } from '../tensor/index.ts';

/** Queries, keys and values of one head. [T, D] each */
export interface Head {
  readonly q: Tensor2D;
  readonly k: Tensor2D;
  readonly v: Tensor2D;
}

/** A head of normal numbers, to measure with: never zeros, which compute faster than anything real. The caller frees it. */
export function randomHead({
  tokens,
  headDim,
  seed,
}: {
  readonly tokens: number;
  readonly headDim: number;
  readonly seed: number | string;
}): Head {
  const part = (name: string) =>
    tensorFrom(
      random(seed)
        .stream(name)
        .normals(tokens * headDim),
      [tokens, headDim],
    );
  return { q: part('q'), k: part('k'), v: part('v') };
}
