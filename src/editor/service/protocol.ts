/** One cell of the page, as the editor or the notebook has it now. */
export interface CellText {
  readonly id: string;
  readonly source: string;
}

/** Declarations as the build wrote them: what may be imported, and the texts by path. */
export interface TypeBundle {
  readonly modules: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** What a name is, in the words of CodeMirror's completions. */
export type NameKind =
  | 'class'
  | 'constant'
  | 'function'
  | 'keyword'
  | 'method'
  | 'property'
  | 'text'
  | 'type'
  | 'variable';

/** Text to insert elsewhere in the cell when a name is chosen; always before the name itself. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A name that fits where the caret is. */
export interface NameOption {
  readonly label: string;
  readonly kind: NameKind;
  /** The cell that defines it, or the part of the kit that it would be imported from. */
  readonly origin?: { readonly cell: string } | { readonly module: string };
  /** From 99 (nearest) to -99, as CodeMirror takes it. */
  readonly rank: number;
  readonly importing?: Insertion;
}

/** Names for the text from `from` to the caret. */
export interface Completions {
  readonly from: number;
  readonly options: readonly NameOption[];
  /** They stand in a string: what may follow is everything but the closing quote. */
  readonly isString: boolean;
}

/** What is known about one name. */
export interface NameInfo {
  /** As TypeScript writes it: `const scores: Tensor2D`. */
  readonly code: string;
  /** The first sentence of its doc comment, or nothing. */
  readonly doc: string;
  readonly cell: string | null;
  readonly from: number;
  readonly to: number;
}

/** A question about one place of one cell; positions count UTF-16 units. */
export type Question =
  | { readonly kind: 'complete'; readonly cell: string; readonly at: number }
  | { readonly kind: 'hover'; readonly cell: string; readonly at: number }
  | {
      readonly kind: 'describe';
      readonly cell: string;
      readonly at: number;
      readonly option: NameOption;
    };

/** What answers a question. */
export type AnswerTo<Q extends Question> = Q extends { readonly kind: 'complete' }
  ? Completions
  : NameInfo;

/** Page to service. `changed` holds the cells whose text the service does not have yet. */
export type ToService =
  | { readonly kind: 'start'; readonly kit: string; readonly lib: string }
  | {
      readonly kind: 'cells';
      readonly order: readonly string[];
      readonly changed: readonly CellText[];
    }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly id: number };

/** Service to page. */
export type FromService =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed' }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly answer: Completions | NameInfo | null;
    };
