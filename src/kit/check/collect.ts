import { KitError } from '../errors.ts';
import { tidyAsync } from '../tensor/index.ts';

/** One finding of a check; `message` is the id of a message in the lesson's prose, or one of our own below. */
export interface CheckFinding {
  readonly passed: boolean;
  readonly message: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What is wrong, as values for the message; null when nothing is. */
export type Fault = Readonly<Record<string, string | number>> | null;

/** The answer is of another kind or shape than the exercise asks for: its own finding, `check-shape`. */
export class WrongShape extends Error {
  readonly expected: string;
  readonly got: string;

  constructor(expected: string, got: string) {
    super(`expected ${expected}, got ${got}`);
    this.expected = expected;
    this.got = got;
  }
}

let collect: (finding: CheckFinding) => void = () => undefined;
let last: Promise<void> = Promise.resolve();

/** Connects who gets the findings, in the order of the checks. */
export function connectFindings(collector: (finding: CheckFinding) => void): void {
  collect = collector;
}

/** Resolves once every check that was begun has made its finding; authors need not await each. */
export async function settleChecks(): Promise<void> {
  let seen: Promise<void> | null = null;
  while (seen !== last) {
    seen = last;
    await seen;
  }
}

/**
 * Runs one check after those before it and records one finding. Never rejects: an answer that throws gives the finding
 * `check-threw`, one of the wrong kind or shape `check-shape`. Frees every tensor that it made.
 */
export function record(message: string, check: () => Promise<Fault>): Promise<void> {
  const run = last.then(async () => {
    let finding: CheckFinding;
    try {
      const fault = await tidyAsync(check);
      finding = { passed: fault === null, message, values: fault ?? {} };
    } catch (error) {
      finding = findingOf(error, message);
    }
    collect(finding);
  });
  last = run;
  return run;
}

function findingOf(error: unknown, check: string): CheckFinding {
  if (error instanceof WrongShape) {
    const { expected, got } = error;
    return { passed: false, message: 'check-shape', values: { check, expected, got } };
  }
  const isError = error instanceof Error;
  return {
    passed: false,
    message: 'check-threw',
    values: {
      check,
      name: isError ? error.name : typeof error,
      error: isError ? error.message : 'not an Error',
      ...(error instanceof KitError ? { code: error.code } : {}),
    },
  };
}
