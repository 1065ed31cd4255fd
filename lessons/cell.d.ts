/**
 * What a cell may use without importing it. Everything else comes in through an import from `kit/…`.
 */

/** `lesson.ts` in the reader's language; the check of a lesson knows its exact keys, this file their kinds. */
declare const lesson: {
  /** Lists of words, by name. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  /** The part that each token of the sentence plays. */
  readonly roles: readonly string[];
  /** Captions and names, by name. */
  readonly words: Readonly<Record<string, string>>;
};

/** Shows a value below the cell: a view of `kit/show`, a tensor, or anything else. May be called many times. */
declare function display(value: unknown): void;

/** Tells how far a long run is: `done` of `total`. The page shows the time left. */
declare function progress(done: number, total: number): void;

/** Fires when the reader presses Stop; a cell that reads it has a quarter of a second to end by itself. */
declare const signal: AbortSignal;
