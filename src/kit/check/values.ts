import { isTensor, randomNormal, type Tensor, type Tensor2D } from '../tensor/index.ts';
import { WrongShape, type Fault } from './collect.ts';

/** Values with their shape, read back. */
export interface Read {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** What an answer gave, read back. @throws WrongShape unless it is a tensor of that shape, when one is asked for */
export async function readAnswer(answer: unknown, shape?: readonly number[]): Promise<Read> {
  const expected = shape ? `Tensor [${shape.join(', ')}]` : 'Tensor';
  if (!isTensor(answer)) throw new WrongShape(expected, kindOf(answer));
  if (shape && shape.join() !== answer.shape.join()) {
    throw new WrongShape(expected, `Tensor [${answer.shape.join(', ')}]`);
  }
  return { shape: [...answer.shape], values: await answer.data() };
}

/** What is compared with: a tensor, a number, or nested arrays of numbers. */
export type Comparable = Tensor | number | readonly Comparable[];

/** Any comparable, with its shape. @throws WrongShape when it is none, or ragged */
export async function readComparable(value: unknown): Promise<Read> {
  if (isTensor(value)) return { shape: [...value.shape], values: await value.data() };
  if (typeof value === 'number') return { shape: [], values: [value] };
  if (!Array.isArray(value)) throw new WrongShape('Tensor | number[]', kindOf(value));
  const parts = await Promise.all(value.map(readComparable));
  const inner = parts[0]?.shape ?? [];
  if (parts.some((part) => part.shape.join() !== inner.join())) {
    throw new WrongShape(
      'number[][]',
      `[${parts.map(({ shape }) => `[${shape.join(', ')}]`).join(', ')}]`,
    );
  }
  return {
    shape: [value.length, ...inner],
    values: parts.flatMap((part) => Array.from(part.values)),
  };
}

/**
 * The first place where `got` is not `wanted`, among those that `isCompared` lets through. Beyond 1 the tolerance is
 * relative; infinities must be the same, and NaN is never right.
 */
export function firstDifference(
  got: Read,
  wanted: Read,
  tolerance: number,
  isCompared: (row: number, column: number) => boolean = () => true,
): Fault {
  const columns = Math.max(1, wanted.shape.at(-1) ?? 1);
  for (let i = 0; i < wanted.values.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const [a, b] = [got.values[i] ?? NaN, wanted.values[i] ?? NaN];
    if (isCompared(row, column) && !isClose(a, b, tolerance))
      return { row, column, expected: b, got: a };
  }
  return null;
}

/** Whether two numbers are the same within a tolerance. */
export function isClose(got: number, wanted: number, tolerance: number): boolean {
  return got === wanted || Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
}

/** The sizes T that checks try: a lone token too, where off-by-one errors show. */
export const TOKEN_COUNTS = [5, 1, 8] as const;

/** Random scores [T, T], the same for the same seed. */
export function randomScores(tokens: number, seed: number | string): Tensor2D {
  return randomNormal([tokens, tokens], { seed: `${seed}/${tokens}`, std: 2 });
}

/** As TypeScript would call it: readers of both languages know these names. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'Array';
  return value instanceof Promise ? 'Promise' : typeof value;
}
