import { examplePairs, type ExamplePair } from './examples.ts';
import { floatsOf, type GoldenSentence } from './golden.ts';
import type { Laboratory } from './measure.ts';
import type { MeasureQuestion } from './measurePage.ts';

/** How far our encoder is from the original on one backend and precision, over all golden sentences. */
export interface Score {
  readonly backend: MeasureQuestion['backend'];
  readonly weights: MeasureQuestion['weights'];
  readonly adapter: string | null;
  /** The largest difference of any entry of any vector. */
  readonly maxDifference: number;
  /** The cosine of the sentence that fares worst. */
  readonly minCosine: number;
  readonly sentences: number;
}

/** An example and what the shipped weights say of it. */
export interface ScoredPair extends ExamplePair {
  readonly cosine: number;
}

/** What is known of the model's quality. */
export interface Scores {
  readonly browser: string;
  readonly equality: readonly Score[];
  readonly examples: readonly ScoredPair[];
}

const runs: readonly Pick<Score, 'backend' | 'weights'>[] = [
  { backend: 'wasm', weights: 'fp32' },
  { backend: 'wasm', weights: 'int8' },
  { backend: 'webgpu', weights: 'fp32' },
  { backend: 'webgpu', weights: 'int8' },
  { backend: 'cpu', weights: 'fp32' },
];

/** Runs every backend and precision over the golden sentences, and the shipped one over the examples. */
export async function measureScores(
  laboratory: Laboratory,
  golden: readonly GoldenSentence[],
  say: (text: string) => void,
): Promise<Scores> {
  const equality: Score[] = [];
  for (const { backend, weights } of runs) {
    const answer = await laboratory.ask({
      backend,
      weights,
      texts: golden.map(({ text }) => text),
    });
    if (answer.backend !== backend)
      throw new Error(`${backend} was to compute, but ${answer.backend} did`);
    if (answer.tensorsLeft !== 0)
      throw new Error(`${answer.tensorsLeft} tensors were left on ${backend}`);
    const rows = golden.map((_, n) =>
      Float32Array.from(answer.vectors.slice(512 * n, 512 * (n + 1))),
    );
    const score: Score = {
      backend,
      weights,
      adapter: answer.adapter,
      ...distanceTo(golden, rows),
      sentences: golden.length,
    };
    equality.push(score);
    say(
      `${backend} ${weights}: ${score.maxDifference} at most, cosine ${score.minCosine} at least`,
    );
  }
  return { browser: laboratory.browser, equality, examples: await scoreExamples(laboratory) };
}

/** How far vectors are from the golden ones. */
export function distanceTo(
  golden: readonly GoldenSentence[],
  rows: readonly Float32Array[],
): Pick<Score, 'maxDifference' | 'minCosine'> {
  let maxDifference = 0;
  let minCosine = 1;
  golden.forEach(({ vector }, n) => {
    const [expected, got] = [floatsOf(vector), rows[n] ?? new Float32Array(512)];
    expected.forEach(
      (x, i) => (maxDifference = Math.max(maxDifference, Math.abs(x - (got[i] ?? 0)))),
    );
    minCosine = Math.min(minCosine, dot(expected, got));
  });
  return { maxDifference: rounded(maxDifference, 3), minCosine: rounded(minCosine, 6) };
}

async function scoreExamples(laboratory: Laboratory): Promise<ScoredPair[]> {
  const texts = examplePairs.flatMap(({ a, b }) => [a, b]);
  const { vectors } = await laboratory.ask({ backend: 'wasm', weights: 'int8', texts });
  const row = (n: number) => Float32Array.from(vectors.slice(512 * n, 512 * (n + 1)));
  return examplePairs.map((pair, i) => ({
    ...pair,
    cosine: Number(dot(row(2 * i), row(2 * i + 1)).toFixed(2)),
  }));
}

/** The vectors have length 1, so this is their cosine. */
function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((total, x, i) => total + x * (b[i] ?? 0), 0);
}

function rounded(x: number, digits: number): number {
  return Number(x.toPrecision(digits));
}
