import type { KitErrorCode, KitErrorDetails } from '../kit/errors.ts';
import type { ProblemCode } from '../runtime/analysis.ts';
import type { MessageId, MessageKeys } from './errorMessages.ts';

/**
 * What an error's explanation may quote, by key. Each gives text ready to stand in a sentence; a value that is missing
 * or odd (details come from cells, where anything may be thrown) becomes an ellipsis instead of breaking the sentence.
 */
export interface Details<K extends string> {
  /** The value as inline code, in backticks. */
  code(key: K): string;
  /** A shape as inline code: `2,3` and [2, 3] give [2, 3]. */
  shape(key: K): string;
  /** The first few of a list, each as inline code. */
  list(key: K): string;
  /** A number of bytes, with unit, as inline code. */
  size(key: K): string;
  /** A number in plain digits. */
  number(key: K): string;
  has(key: K): boolean;
}

/** An error in one language: what happened, and what to do next. Code in `text` stands in backticks. */
export interface Explanation<K extends string> {
  readonly title: string;
  readonly text: string | ((details: Details<K>) => string);
}

/** The details that faults found before running carry, by code. */
interface ProblemKeys {
  syntax: 'found' | 'expected' | 'opener' | 'openerLine' | 'reason';
  enum: never;
  namespace: never;
  decorator: never;
  'parameter-property': never;
  'import-assignment': never;
  'export-default': never;
  'dynamic-import-unknown': 'specifier' | 'known';
  'duplicate-name': 'name' | 'cells';
  cycle: 'name' | 'cells' | 'names';
  'assigns-foreign-name': 'name' | 'cell';
  'reserved-name': 'name';
  'need-failed': 'cell';
}

type CodeKeys = { [C in KitErrorCode]: keyof KitErrorDetails[C] & string } & ProblemKeys;

/** All explanations of one language: leaving one out, or quoting a detail that an error lacks, fails the build. */
export interface Explanations {
  readonly codes: {
    readonly [C in KitErrorCode | ProblemCode]: Explanation<
      C extends keyof CodeKeys ? CodeKeys[C] : never
    >;
  };
  readonly messages: { readonly [M in MessageId]: Explanation<MessageKeys<M>> };
}
