import { beforeAll, expect, test } from 'vitest';
import type { PageCell } from '../../../src/content/page.ts';
import { exerciseOf, failed, tryExercise } from '../../../src/content/testing/tryExercise.ts';
import { useTestBackend } from '../../../src/kit/testBackend.ts';

let split: PageCell;
beforeAll(async () => {
  await useTestBackend('cpu');
  split = await exerciseOf('attention/many-heads', 'split');
});

const imports = `import { concat, reshape, slice, stack, transpose } from 'kit/tensor';
import type { Tensor2D, Tensor3D } from 'kit/tensor';
`;
const answer = (body: string) => `${imports}
function splitHeads(x: Tensor2D, heads: number): Tensor3D {
  const [T, width] = x.shape;
  const D = width / heads;
  ${body}
}`;

const right = {
  'reshape, then change the axes': `
    return transpose(reshape(x, [T, heads, D]), [1, 0, 2]);`,
  'slice by slice': `
    const parts = Array.from({ length: heads }, (_, h) => slice(x, [0, h * D], [T, D]));
    return stack(parts) as Tensor3D;`,
  'columns first': `
    return transpose(reshape(transpose(x), [heads, D, T]), [0, 2, 1]);`,
};

test.each(Object.entries(right))('right: %s', async (_, body) => {
  expect(failed(await tryExercise(split, answer(body)))).toEqual([]);
});

const wrong: Record<string, readonly [string, readonly string[]]> = {
  'reshape alone': ['return reshape(x, [heads, T, D]);', ['tokens-mixed', 'places-mixed']],
  'the axes are not changed back': [
    'return reshape(x, [T, heads, D]);',
    ['check-shape', 'check-shape'],
  ],
  'places dealt out in turn': [
    'return transpose(reshape(x, [T, D, heads]), [2, 0, 1]);',
    ['places-mixed'],
  ],
  'tokens and places exchanged': [
    'return transpose(reshape(x, [T, heads, D]), [1, 2, 0]);',
    ['check-shape', 'check-shape'],
  ],
  'always two heads': [
    'return transpose(reshape(x, [T, 2, width / 2]), [1, 0, 2]);',
    ['check-shape', 'check-shape'],
  ],
  'the first head for all': [
    'return stack(Array.from({ length: heads }, () => slice(x, [0, 0], [T, D]))) as Tensor3D;',
    ['places-mixed'],
  ],
  'heads in the wrong order': [
    `const parts = Array.from({ length: heads }, (_, h) => slice(x, [0, h * D], [T, D]));
     return stack(parts.reverse()) as Tensor3D;`,
    ['places-mixed'],
  ],
  'tokens in the wrong order': [
    `const turned = concat(Array.from({ length: T }, (_, t) => slice(x, [T - 1 - t, 0], [1, width])));
     return transpose(reshape(turned, [T, heads, D]), [1, 0, 2]);`,
    ['tokens-mixed'],
  ],
};

test.each(Object.entries(wrong))('wrong: %s', async (_, [body, messages]) => {
  expect(failed(await tryExercise(split, answer(body)))).toEqual(messages);
});

test('the starter is wrong and our solution right', async () => {
  const [starter, solution] = [split.source, split.solution ?? ''];
  expect(failed(await tryExercise(split, starter))).toEqual(['tokens-mixed', 'places-mixed']);
  expect(failed(await tryExercise(split, solution))).toEqual([]);
});
