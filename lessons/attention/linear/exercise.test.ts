import { beforeAll, describe, expect, it } from 'vitest';
import { exerciseOf, failed, tryExercise } from '../../../src/content/testing/tryExercise.ts';
import { useTestBackend } from '../../../src/kit/testBackend.ts';

let exercise: Awaited<ReturnType<typeof exerciseOf>>;
beforeAll(async () => {
  await useTestBackend('cpu');
  exercise = await exerciseOf('attention/linear', 'mend');
});

const answer = (imports: string, body: string) => `
import { ${imports} } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';
function linearAttend(a: Tensor2D, b: Tensor2D, v: Tensor2D) {
  ${body}
}`;

const right = {
  'a column of ones beside the values': answer(
    'concat, div, matMul, ones, slice',
    `const state = matMul(b, concat([v, ones([v.shape[0], 1])], 1), { transposeA: true });
     const asked = matMul(a, state);
     return div(slice(asked, [0, 0], [-1, v.shape[1]]), slice(asked, [0, v.shape[1]]));`,
  ),
  'queries divided before they ask': answer(
    'div, matMul, mul, sum',
    `return matMul(div(a, sum(mul(a, sum(b, 0, true)), 1, true)), matMul(b, v, { transposeA: true }));`,
  ),
  'plain loops, and waiting for them': `
import { tensor } from 'kit/tensor';
import type { Tensor2D } from 'kit/tensor';
async function linearAttend(a: Tensor2D, b: Tensor2D, v: Tensor2D) {
  const [queries, keys, values] = await Promise.all([a.array(), b.array(), v.array()]);
  const width = values[0].length;
  const state = queries[0].map((_, m) => {
    const row = new Array(width + 1).fill(0);
    keys.forEach((key, j) => [...values[j], 1].forEach((x, d) => (row[d] += key[m] * x)));
    return row;
  });
  return tensor(queries.map((query) => {
    const asked = state[0].map((_, d) => query.reduce((total, f, m) => total + f * state[m][d], 0));
    return asked.slice(0, width).map((x) => x / asked[width]);
  }));
}`,
};

const wrong: Record<string, [message: string, source: string]> = {
  'no divisor': [
    'shares',
    answer('matMul', 'return matMul(a, matMul(b, v, { transposeA: true }));'),
  ],
  'divided by the number of keys': [
    'shares',
    answer(
      'matMul, scale',
      'return scale(matMul(a, matMul(b, v, { transposeA: true })), 1 / b.shape[0]);',
    ),
  ],
  'divided by the sum of all weights': [
    'shares',
    answer(
      'div, matMul, sum',
      `const kv = matMul(b, v, { transposeA: true });
       return div(matMul(a, kv), sum(matMul(a, b, { transposeB: true })));`,
    ),
  ],
  'divided by the query’s own features': [
    'shares',
    answer(
      'div, matMul, sum',
      'return div(matMul(a, matMul(b, v, { transposeA: true })), sum(a, 1, true));',
    ),
  ],
  'the mean of all values, whoever asks': [
    'mixture',
    answer(
      'div, matMul, ones, sum',
      'return matMul(ones([a.shape[0], 1]), div(sum(v, 0, true), v.shape[0]));',
    ),
  ],
  'softmax of the products': [
    'mixture',
    answer(
      'matMul, softmaxRows',
      'return matMul(softmaxRows(matMul(a, b, { transposeB: true })), v);',
    ),
  ],
  'right, by the table of all pairs': [
    'table',
    answer(
      'div, matMul, sum',
      `const w = matMul(a, b, { transposeB: true });
       return div(matMul(w, v), sum(w, 1, true));`,
    ),
  ],
  'what is kept, given back unasked': [
    'shares',
    answer('matMul', 'return matMul(b, v, { transposeA: true });'),
  ],
};

describe('the exercise of linear attention', () => {
  it('passes our own solution', async () => {
    expect(failed(await tryExercise(exercise, exercise.solution ?? ''))).toEqual([]);
  });
  it('does not pass what the learner begins with', async () => {
    expect(failed(await tryExercise(exercise, exercise.source))).toEqual([
      'shares',
      'check-threw',
      'check-threw',
    ]);
  });
  it.each(Object.entries(right))('passes: %s', async (_name, source) => {
    expect(failed(await tryExercise(exercise, source))).toEqual([]);
  });
  it.each(Object.entries(wrong))('refuses: %s', async (_name, [message, source]) => {
    expect(failed(await tryExercise(exercise, source))[0]).toBe(message);
  });
});
