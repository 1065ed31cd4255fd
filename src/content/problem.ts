/** What can be wrong with a lesson. One name per rule, so that a test can break each rule once. */
export type Rule =
  | 'front-matter'
  | 'markdown'
  | 'slot-unknown'
  | 'slot-missing'
  | 'slot-extra'
  | 'slot-order'
  | 'slot-grammar'
  | 'headings-differ'
  | 'formulas-differ'
  | 'formula-one-line'
  | 'formula-broken'
  | 'term-unknown'
  | 'term-banned'
  | 'duplicate-id'
  | 'cell-grammar'
  | 'cell-import'
  | 'cell-type'
  | 'cell-width'
  | 'cell-identifier'
  | 'translation-missing'
  | 'label-missing'
  | 'label-unused'
  | 'message-missing'
  | 'message-unused'
  | 'word-missing'
  | 'mark-unknown'
  | 'note-missing'
  | 'texts-length'
  | 'bare-number'
  | 'bare-code'
  | 'case-differs'
  | 'lesson-data'
  | 'lesson-unlisted'
  | 'link-unknown'
  | 'reference'
  | 'outputs-stale';

/** One fault of a lesson: where it is, what is wrong, and what to do. */
export interface Problem {
  /** Relative to the project's root, with forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: Rule;
  readonly message: string;
  readonly fix: string;
  /** Worth telling, but no reason to fail a build. */
  readonly isNotice?: boolean;
}

/** `file:line  message` and, indented below, what to do. */
export function formatProblem(problem: Problem): string {
  const mark = problem.isNotice ? 'note' : 'error';
  return `${problem.file}:${problem.line}  ${mark} ${problem.rule}: ${problem.message}\n    → ${problem.fix}`;
}

/** A count, then every problem; for a terminal or an error overlay. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n');
}
