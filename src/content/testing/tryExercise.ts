/**
 * For the tests of lessons: an answer to an exercise, judged in Node by the lesson's own check, compiled and evaluated as
 * the kernel does it. Never bundled.
 */
import { fileURLToPath } from 'node:url';
import * as attention from '../../kit/attention/index.ts';
import * as check from '../../kit/check/index.ts';
import type { CheckFinding } from '../../kit/check/index.ts';
import * as random from '../../kit/random.ts';
import * as show from '../../kit/show/index.ts';
import * as tensor from '../../kit/tensor/index.ts';
import { analyseCell } from '../../runtime/parse.ts';
import { evaluate, type CellApi } from '../../runtime/kernel/evaluate.ts';
import { pageCell } from '../cells.ts';
import { loadLesson } from '../lesson.ts';
import type { PageCell } from '../page.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What an answer and its check may import here. */
const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'kit/attention': attention,
  'kit/check': check,
  'kit/random': random,
  'kit/show': show,
  'kit/tensor': tensor,
};

const api: CellApi = {
  use: (specifier) => modules[specifier] ?? {},
  useLater: (specifier) => Promise.resolve(modules[specifier] ?? {}),
  show: () => undefined,
};

/** An exercise of a lesson, by the lesson's id and its own. @throws Error when there is none */
export async function exerciseOf(lesson: string, id: string): Promise<PageCell> {
  const { regions } = await loadLesson(root, lesson);
  const region = regions.find((each) => each.kind === 'exercise' && each.id === id);
  if (!region) throw new Error(`${lesson} has no exercise ${id}`);
  return pageCell(region);
}

/**
 * What the check of an exercise finds about an answer; `names` are those that other cells of the lesson define. A tensor
 * backend must be set up.
 * @throws Error when the answer does not parse, or throws before the check has begun
 */
export async function tryExercise(
  exercise: PageCell,
  answer: string,
  names: Readonly<Record<string, unknown>> = {},
): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  check.connectFindings((finding) => findings.push(finding));
  const defined = await evaluateCell(answer, names);
  await evaluateCell(exercise.check ?? '', { ...names, ...defined });
  await check.settleChecks();
  return findings;
}

/** Ids of the messages that did not pass, in order: none for a right answer. */
export function failed(findings: readonly CheckFinding[]): string[] {
  return findings.filter(({ passed }) => !passed).map(({ message }) => message);
}

async function evaluateCell(
  source: string,
  names: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const parsed = analyseCell(source, { allowTfjs: true, kitModules: Object.keys(modules) });
  if (!parsed.ok) throw new Error(`${parsed.problem.code}: ${parsed.problem.message}`);
  const { js, imports, uses } = parsed.analysis;
  return evaluate('answer', { js, imports, params: uses }, api, {
    display: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
    lesson: {},
    ...names,
  });
}
