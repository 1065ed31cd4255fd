import { MASKED, randomNormal, tensorFrom, type Tensor, type Tensor2D } from '../tensor/index.ts';
import { record, WrongShape, type Fault } from './collect.ts';
import {
  firstDifference,
  isClose,
  randomScores,
  readAnswer,
  readComparable,
  TOKEN_COUNTS,
  type Comparable,
  type Read,
} from './values.ts';

/** What every check takes. Rows and columns in findings count from 0, as in code. */
export interface CheckOptions {
  /** The id of the message that says what is wrong. */
  readonly message: string;
  /** Default 1. */
  readonly seed?: number | string;
  /** Default 1e-4; relative beyond 1. */
  readonly tolerance?: number;
}

/** A learner's function on scores [T, T]; it may be async. */
export type OnScores = (scores: Tensor2D) => unknown;

/**
 * Holds that `answer` leaves the entries of random scores [T, T] unchanged where `where(row, column)`.
 * Values: row, column, expected, got.
 */
export function expectUnchanged(
  answer: OnScores,
  options: CheckOptions & { readonly where: (row: number, column: number) => boolean },
): Promise<void> {
  const { message, where, seed = 1, tolerance = 1e-4 } = options;
  return record(message, () =>
    forEachSize(async (tokens) => {
      const scores = randomScores(tokens, seed);
      const given = await readAnswer(scores);
      const got = await readAnswer(await answer(scores), [tokens, tokens]);
      return firstDifference(got, given, tolerance, where);
    }),
  );
}

/** Holds that every row of what `answer` makes of random scores [T, T] sums to 1 and is nowhere negative. Values: row, sum. */
export function expectRowsSumToOne(answer: OnScores, options: CheckOptions): Promise<void> {
  const { message, seed = 1, tolerance = 1e-4 } = options;
  return record(message, () =>
    forEachSize(async (tokens) => {
      const { values } = await readAnswer(await answer(randomScores(tokens, seed)), [
        tokens,
        tokens,
      ]);
      for (let row = 0; row < tokens; row++) {
        const entries = Array.from(
          { length: tokens },
          (_, column) => values[row * tokens + column] ?? NaN,
        );
        const sum = entries.reduce((total, value) => total + value, 0);
        const isRight = isClose(sum, 1, tolerance) && entries.every((value) => value >= -tolerance);
        if (!isRight) return { row, sum };
      }
      return null;
    }),
  );
}

/** What `expectUnaffected` changes, and where. */
export interface UnaffectedOptions extends CheckOptions {
  readonly by: 'later';
  /**
   * `scores` (default): the input is [T, T]; row i of the result must not depend on its columns after i, and where the
   * result is [T, T] too, it must be 0 or masked there: weight on a later token is a leak even when it is constant.
   * `tokens`: the input is [T, D] and row i must not depend on the rows after i.
   */
  readonly of?: 'scores' | 'tokens';
  /** D of `tokens`. Default 4. */
  readonly width?: number;
}

/**
 * Holds that no row of what `answer` gives depends on what comes later: the input is changed there, by little and by much,
 * and the row must stay. Values: row, column, by (the position that was changed), expected, got.
 */
export function expectUnaffected(answer: OnScores, options: UnaffectedOptions): Promise<void> {
  const { message, of = 'scores', width = 4, seed = 1, tolerance = 1e-4 } = options;
  return record(message, () =>
    forEachSize(async (tokens) => {
      const columns = of === 'scores' ? tokens : width;
      const input = randomNormal([tokens, columns], { seed: `${seed}/${tokens}`, std: 2 });
      const given = await input.data();
      const before = await readAnswer(await answer(input));
      if (before.shape[0] !== tokens) {
        throw new WrongShape(`Tensor [${tokens}, …]`, `Tensor [${before.shape.join(', ')}]`);
      }
      const weight = of === 'scores' ? laterWeight(before, tokens) : null;
      if (weight) return weight;
      for (let from = 1; from < tokens; from++) {
        for (const by of [0.5, 50]) {
          const changed = given.map((value, i) => {
            const position = of === 'scores' ? i % columns : Math.floor(i / columns);
            // scores: each row may still read its own past, so only what lies after the row's own place is changed
            const isLater =
              of === 'scores'
                ? position >= from && position > Math.floor(i / columns)
                : position >= from;
            return isLater ? value + by : value;
          });
          const after = await readAnswer(
            await answer(tensorFrom(changed as Float32Array, [tokens, columns])),
            before.shape,
          );
          const isKept = of === 'scores' ? () => true : (row: number) => row < from;
          const fault = firstDifference(after, before, tolerance, isKept);
          if (fault) return { ...fault, by: from };
        }
      }
      return null;
    }),
  );
}

/** Holds that `answer` gives a tensor of shape `output` for random inputs of the shapes `inputs`. Finding `check-shape` if not. */
export function expectShape(
  answer: (...inputs: Tensor[]) => unknown,
  options: CheckOptions & {
    readonly inputs: readonly (readonly number[])[];
    readonly output: readonly number[];
  },
): Promise<void> {
  const { message, inputs, output, seed = 1 } = options;
  return record(message, async () => {
    await readAnswer(await answer(...randomInputs(inputs, seed)), output);
    return null;
  });
}

/** Holds that a value is what it should be: tensors, numbers or nested arrays. Values: row, column, expected, got. */
export function expectClose(
  got: Comparable | Promise<Comparable>,
  expected: Comparable,
  options: CheckOptions,
): Promise<void> {
  const { message, tolerance = 1e-4 } = options;
  // a rejection must not go unhandled while earlier checks still run
  const settled = Promise.resolve(got).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return record(message, async () => {
    const outcome = await settled;
    if ('error' in outcome) throw outcome.error;
    const [a, b] = [await readComparable(outcome.value), await readComparable(expected)];
    if (a.shape.join() !== b.shape.join())
      throw new WrongShape(`[${b.shape.join(', ')}]`, `[${a.shape.join(', ')}]`);
    return firstDifference(a, b, tolerance);
  });
}

/**
 * Holds that `answer` and `reference` give the same on random inputs of the given shapes, three times over.
 * Values: row, column, expected, got.
 */
export function expectEqualOnRandom(
  answer: (...inputs: Tensor[]) => unknown,
  reference: (...inputs: Tensor[]) => unknown,
  options: CheckOptions & { readonly inputs: readonly (readonly number[])[] },
): Promise<void> {
  const { message, inputs, seed = 1, tolerance = 1e-4 } = options;
  return record(message, async () => {
    for (const round of [1, 2, 3]) {
      const given = randomInputs(inputs, `${seed}/${round}`);
      const wanted = await readComparable(await reference(...given));
      const got = await readComparable(await answer(...given));
      if (got.shape.join() !== wanted.shape.join()) {
        throw new WrongShape(`[${wanted.shape.join(', ')}]`, `[${got.shape.join(', ')}]`);
      }
      const fault = firstDifference(got, wanted, tolerance);
      if (fault) return fault;
    }
    return null;
  });
}

/** The first entry after the diagonal of a square result that is neither 0 nor masked. */
function laterWeight({ shape, values }: Read, tokens: number): Fault {
  if (shape.join() !== `${tokens},${tokens}`) return null;
  for (let row = 0; row < tokens; row++) {
    for (let column = row + 1; column < tokens; column++) {
      const got = values[row * tokens + column] ?? NaN;
      if (got !== 0 && !(got <= MASKED)) return { row, column, by: column, expected: 0, got };
    }
  }
  return null;
}

function randomInputs(shapes: readonly (readonly number[])[], seed: number | string): Tensor[] {
  return shapes.map((shape, i) => randomNormal(shape, { seed: `${seed}/input ${i}` }) as Tensor);
}

async function forEachSize(check: (tokens: number) => Promise<Fault>): Promise<Fault> {
  for (const tokens of TOKEN_COUNTS) {
    const fault = await check(tokens);
    if (fault) return fault;
  }
  return null;
}
