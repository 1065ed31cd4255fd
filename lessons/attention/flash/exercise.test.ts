import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PageCell } from '../../../src/content/page.ts';
import { exerciseOf, failed, tryExercise } from '../../../src/content/testing/tryExercise.ts';
import { useTestBackend } from '../../../src/kit/testBackend.ts';

/** What the cell `halves` defines and the check uses. */
const given = /function partOf[^]*?\n\}\n/.exec(
  readFileSync(join(import.meta.dirname, 'cells.ts'), 'utf8'),
)?.[0];

const answer = (body: string) =>
  `${given}type Part = { top: number; total: number; out: number[] };
function mergeParts(a: Part, b: Part): Part {\n${body}\n}`;
/** Joins with the factors `ca` and `cb`, which the lines before have made. */
const joined = `return { top, total: a.total * ca + b.total * cb, out: a.out.map((x, d) => x * ca + b.out[d] * cb) };`;
const larger = 'const top = Math.max(a.top, b.top);';
const guarded = `${larger}
  const ca = a.total ? Math.exp(a.top - top) : 0;
  const cb = b.total ? Math.exp(b.top - top) : 0;`;

let exercise: PageCell;
beforeAll(async () => {
  await useTestBackend('cpu');
  exercise = await exerciseOf('attention/flash', 'merge');
});
const told = async (body: string) => failed(await tryExercise(exercise, answer(body)));

describe('the exercise merge', () => {
  it('takes our solution and refuses the starter', async () => {
    expect(failed(await tryExercise(exercise, `${given}${exercise.solution}`))).toEqual([]);
    const starter = failed(await tryExercise(exercise, `${given}${exercise.source}`));
    expect(starter).toContain('one-row');
  });

  it.each([
    ['a guard for what saw nothing', `${guarded}\n${joined}`],
    [
      'cases first',
      `if (a.total === 0) return b;
  if (b.total === 0) return a;
  if (b.top > a.top) return mergeParts(b, a);
  const c = Math.exp(b.top - a.top);
  return { top: a.top, total: a.total + b.total * c, out: a.out.map((x, d) => x + b.out[d] * c) };`,
    ],
    [
      'relative to the logarithm of the sum, as kernels keep it',
      `const log = (p: Part) => (p.total === 0 ? -Infinity : p.top + Math.log(p.total));
  const both = Math.max(log(a), log(b));
  if (both === -Infinity) return a;
  const top = both + Math.log(Math.exp(log(a) - both) + Math.exp(log(b) - both));
  const share = (p: Part) => (p.total === 0 ? 0 : Math.exp(p.top - top));
  return { top, total: 1, out: a.out.map((x, d) => x * share(a) + b.out[d] * share(b)) };`,
    ],
    [
      'a number far down in place of −∞',
      `const [m, n] = [Math.max(a.top, -1e30), Math.max(b.top, -1e30)];
  const top = Math.max(m, n);
  const [ca, cb] = [Math.exp(m - top), Math.exp(n - top)];
  ${joined}`,
    ],
  ])('takes %s', async (_, body) => {
    expect(await told(body)).toEqual([]);
  });

  it.each([
    ['sums that are not shrunk', `${larger} const ca = 1, cb = 1; ${joined}`, ['one-row', 'loud']],
    [
      'only the values shrunk',
      `${guarded} return { top, total: a.total + b.total, out: a.out.map((x, d) => x * ca + b.out[d] * cb) };`,
      ['one-row', 'loud'],
    ],
    [
      'only the sum shrunk',
      `${guarded} return { top, total: a.total * ca + b.total * cb, out: a.out.map((x, d) => x + b.out[d]) };`,
      ['one-row', 'loud'],
    ],
    [
      'the second shrunk alone',
      `${guarded.replace(/const ca.*/, 'const ca = 1;')} ${joined}`,
      ['one-row', 'loud'],
    ],
    [
      'factors the wrong way round',
      `${larger} const ca = Math.exp(b.top - top), cb = Math.exp(a.top - top); ${joined}`,
      ['one-row'],
    ],
    [
      'back to plain exponentials',
      `const ca = Math.exp(a.top), cb = Math.exp(b.top), top = 0; ${joined}`,
      ['loud'],
    ],
    [
      'no care for what saw nothing',
      `${larger} const ca = Math.exp(a.top - top), cb = Math.exp(b.top - top); ${joined}`,
      ['nobody'],
    ],
    [
      'nothing seen taken for an empty row of the other',
      `if (a.total === 0 || b.total === 0) return { top: 0, total: 0, out: a.out.map(() => 0) };
  ${guarded} ${joined}`,
      ['unseen'],
    ],
    [
      'the mean of both',
      `${guarded} return { top, total: (a.total + b.total) / 2, out: a.out.map((x, d) => (x + b.out[d]) / 2) };`,
      ['one-row'],
    ],
    ['the larger part alone', 'return a.top >= b.top ? a : b;', ['one-row']],
  ])('refuses %s', async (_, body, messages) => {
    expect(await told(body)).toEqual(expect.arrayContaining(messages));
  });
});
