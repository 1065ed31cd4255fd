/** Behaviour checks for exercises: what an answer does is tested, never how it is written. */
export {
  expectClose,
  expectEqualOnRandom,
  expectRowsSumToOne,
  expectShape,
  expectUnaffected,
  expectUnchanged,
} from './checks.ts';
export type { CheckOptions, OnScores, UnaffectedOptions } from './checks.ts';
export { connectFindings, settleChecks } from './collect.ts';
export type { CheckFinding } from './collect.ts';
export type { Comparable } from './values.ts';
