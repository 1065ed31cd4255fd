import { beforeAll, expect, test } from 'vitest';
import { exerciseOf, failed, tryExercise } from '../../../src/content/testing/tryExercise.ts';
import type { PageCell } from '../../../src/content/page.ts';
import { useTestBackend } from '../../../src/kit/testBackend.ts';

let exercise: PageCell;
beforeAll(async () => {
  await useTestBackend('cpu');
  exercise = await exerciseOf('attention/kv-cache', 'decode-step');
});

const imports = `
import { scaledDotProductAttention } from 'kit/attention';
import { concat, gather, matMul, scale, slice, softmaxRows } from 'kit/tensor';
`;
const answer = (body: string) => `${imports}function decodeStep({ q, k, v }, past) {${body}}`;
const grown = `
  const keys = past ? concat([past.keys, k], 2) : k;
  const values = past ? concat([past.values, v], 2) : v;`;
const attend = `const { output } = scaledDotProductAttention(q, keys, values);`;
const done = `return { output, past: { keys, values } };`;
const judge = async (source: string) => failed(await tryExercise(exercise, source));

test('ours passes every check', async () => {
  const findings = await tryExercise(exercise, exercise.solution ?? '');
  expect(findings.map(({ passed, message }) => [message, passed])).toEqual([
    ['heads-kept', true],
    ['goes-on', true],
    ['grows', true],
    ['order', true],
    ['same-output', true],
  ]);
});

const right: [string, string][] = [
  [
    'repeats for the product, and keeps what was computed',
    answer(`${grown}
      const n = q.shape[1] / k.shape[1];
      const repeated = (x) => gather(x, Array.from({ length: q.shape[1] }, (_, h) => Math.floor(h / n)), 1);
      const { output } = scaledDotProductAttention(q, repeated(keys), repeated(values));
      ${done}`),
  ],
  [
    'writes the attention out',
    answer(`${grown}
      const scores = matMul(q, keys, { transposeB: true, scale: 1 / Math.sqrt(q.shape[3]) });
      const output = matMul(softmaxRows(scores), values);
      ${done}`),
  ],
  [
    'keeps more than was asked for',
    answer(`${grown}${attend} return { output, past: { keys, values, seen: keys.shape[2] } };`),
  ],
];
test.each(right)('right: %s', async (_, source) => {
  expect(await judge(source)).toEqual([]);
});

const wrong: [string, string, string[]][] = [
  [
    'the new token alone is kept',
    answer(`${grown}${attend} return { output, past: { keys: k, values: v } };`),
    ['grows', 'same-output'],
  ],
  [
    'nothing is ever added',
    answer(`const { keys, values } = past ?? { keys: k, values: v };${attend}${done}`),
    ['grows', 'same-output'],
  ],
  [
    'the new token does not read itself',
    answer(`${grown}
      const { output } = scaledDotProductAttention(q, past?.keys ?? k, past?.values ?? v);
      ${done}`),
    ['same-output'],
  ],
  [
    'joined along the heads',
    answer(`
      const keys = past ? concat([past.keys, k], 1) : k;
      const values = past ? concat([past.values, v], 1) : v;
      ${attend}${done}`),
    ['goes-on'],
  ],
  [
    'heads take turns instead of standing in groups',
    answer(`${grown}
      const turns = Array.from({ length: q.shape[1] }, (_, h) => h % k.shape[1]);
      const { output } = scaledDotProductAttention(q, gather(keys, turns, 1), gather(values, turns, 1));
      ${done}`),
    ['same-output'],
  ],
  [
    'not divided by the root of D',
    answer(`${grown}
      const output = matMul(softmaxRows(matMul(q, keys, { transposeB: true })), values);
      ${done}`),
    ['same-output'],
  ],
  [
    'the newest comes first',
    answer(`
      const keys = past ? concat([k, past.keys], 2) : k;
      const values = past ? concat([v, past.values], 2) : v;
      ${attend}${done}`),
    ['order'],
  ],
  [
    'repeated once, before the first is kept',
    answer(`
      const repeated = (x) => gather(x, [0, 0, 0, 1, 1, 1], 1);
      const keys = past ? concat([past.keys, repeated(k)], 2) : repeated(k);
      const values = past ? concat([past.values, repeated(v)], 2) : repeated(v);
      ${attend}${done}`),
    ['heads-kept'],
  ],
  [
    'values in the place of keys',
    answer(`${grown}${attend} return { output, past: { keys: values, values: keys } };`),
    ['order', 'same-output'],
  ],
  [
    'no cache comes back',
    answer(`${grown}${attend} return { output, past: null };`),
    ['heads-kept', 'grows', 'same-output'],
  ],
];
test.each(wrong)('wrong: %s', async (_, source, messages) => {
  expect(await judge(source)).toEqual(messages);
});

test('what the original does breaks at the second token, and the first message says what it keeps', async () => {
  expect(await judge(exercise.source)).toEqual(['heads-kept', 'goes-on']);
});
