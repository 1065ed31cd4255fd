import { beforeAll, describe, expect, it } from 'vitest';
import { exerciseOf, failed, tryExercise } from '../../../src/content/testing/tryExercise.ts';
import { useTestBackend } from '../../../src/kit/testBackend.ts';

const imports = `import { add, concat, gather, matMul, mul, neg, slice, sub, tensor } from 'kit/tensor';`;
const rotate = (body: string): string =>
  `${imports}
function rotate(x: any, cos: any, sin: any): any {
  const [T, D] = x.shape;
  const half = cos.shape[1];
  const at = (from: number, size: number) => slice(x, [0, from], [-1, size]);
  const turned = (a: any, b: any) => [sub(mul(a, cos), mul(b, sin)), add(mul(a, sin), mul(b, cos))];
  const tail = D > 2 * half ? [at(2 * half, D - 2 * half)] : [];
  ${body}
}`;

let judge: (answer: string) => Promise<string[]>;
beforeAll(async () => {
  await useTestBackend('cpu');
  const exercise = await exerciseOf('attention/rope', 'rotate');
  judge = async (answer) => failed(await tryExercise(exercise, answer));
});

describe('turning a part of a head accepts', () => {
  it('ours', async () => {
    const { solution } = await exerciseOf('attention/rope', 'rotate');
    expect(await judge(solution ?? '')).toEqual([]);
  });

  it('halves, swapped and negated, with cosines of one for the tail', async () => {
    expect(
      await judge(
        rotate(`const rest = D - 2 * half;
  const still = (value: number) => rest ? [tensor(Array.from({ length: T }, () => new Array(rest).fill(value)))] : [];
  const swapped = concat([neg(at(half, half)), at(0, half), ...tail], 1);
  return add(mul(x, concat([cos, cos, ...still(1)], 1)), mul(swapped, concat([sin, sin, ...still(0)], 1)));`),
      ),
    ).toEqual([]);
  });

  it('columns brought together, turned, and put back', async () => {
    expect(
      await judge(
        rotate(`const pairs = Array.from({ length: half }, (_, i) => {
    const pick = (j: number) => slice(x, [0, j], [-1, 1]);
    const [c, s] = [slice(cos, [0, i], [-1, 1]), slice(sin, [0, i], [-1, 1])];
    const [a, b] = [pick(i), pick(i + half)];
    return [sub(mul(a, c), mul(b, s)), add(mul(a, s), mul(b, c))];
  });
  return concat([...pairs.map(([a]) => a), ...pairs.map(([, b]) => b), ...tail], 1);`),
      ),
    ).toEqual([]);
  });
});

describe('turning a part of a head rejects', () => {
  it('what the learner is given', async () => {
    const { source } = await exerciseOf('attention/rope', 'rotate');
    expect(await judge(source)).toEqual(['angle', 'whole']);
  });

  it.each([
    ['a tail that is lost', 'return concat(turned(at(0, half), at(half, half)), 1);', 'width'],
    [
      'a tail that comes first',
      'return concat([...tail, ...turned(at(0, half), at(half, half))], 1);',
      'tail',
    ],
    [
      'a tail that is turned as well',
      `if (!tail.length) return concat(turned(at(0, half), at(half, half)), 1);
  return concat([...turned(at(0, half), at(half, half)), ...turned(at(2 * half, half), at(3 * half, half)), at(4 * half, D - 4 * half)], 1);`,
      'tail',
    ],
    [
      'halves of the head instead of halves of what turns',
      `const h = D / 2;
  const rest = h - half;
  const [a, b] = turned(at(0, half), at(h, half));
  return rest ? concat([a, at(half, rest), b, at(h + half, rest)], 1) : concat([a, b], 1);`,
      'tail',
    ],
    [
      'a plus where the minus belongs',
      `const [a, b] = [at(0, half), at(half, half)];
  return concat([add(mul(a, cos), mul(b, sin)), add(mul(a, sin), mul(b, cos)), ...tail], 1);`,
      'length',
    ],
    [
      'one half that is turned, and then used to turn the other',
      `const [a, b] = [at(0, half), at(half, half)];
  const first = sub(mul(a, cos), mul(b, sin));
  return concat([first, add(mul(first, sin), mul(b, cos)), ...tail], 1);`,
      'length',
    ],
    [
      'a turn backwards',
      `const [a, b] = [at(0, half), at(half, half)];
  return concat([add(mul(a, cos), mul(b, sin)), sub(mul(b, cos), mul(a, sin)), ...tail], 1);`,
      'angle',
    ],
    [
      'neighbours as pairs',
      `const even = gather(x, Array.from({ length: half }, (_, i) => 2 * i), 1);
  const odd = gather(x, Array.from({ length: half }, (_, i) => 2 * i + 1), 1);
  return concat([...turned(even, odd), ...tail], 1);`,
      'angle',
    ],
    [
      'four numbers, whatever the table says',
      `const [a, b] = [slice(x, [0, 0], [-1, 2]), slice(x, [0, 2], [-1, 2])];
  const [c, s] = [slice(cos, [0, 0], [-1, 2]), slice(sin, [0, 0], [-1, 2])];
  return concat([sub(mul(a, c), mul(b, s)), add(mul(a, s), mul(b, c)), slice(x, [0, 4], [-1, D - 4])], 1);`,
      'whole',
    ],
  ])('%s', async (_, body, message) => {
    expect((await judge(rotate(body)))[0]).toBe(message);
  });
});
