/** What static analysis tells about one cell. Positions are 1-based lines and columns of the cell's own source. */
export interface ImportUse {
  readonly specifier: string;
  /** Exported names that are used as values; `*` for a namespace import. */
  readonly names: readonly string[];
  readonly line: number;
  /** From `import('…')`: loaded when the expression runs, so it need not be there at the start. */
  readonly isDynamic?: true;
}

/** A 1-based place in the cell's own source. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A free name that the cell writes to, which fails when another cell defines it. */
export interface ForeignAssign extends Place {
  readonly name: string;
}

/** `js` has `by` characters more than the cell from `column` of `line` on. */
export interface Shift extends Place {
  readonly by: number;
}

export interface CellAnalysis {
  /** JavaScript with the cell's own line numbers, ready for the kernel (see `parse.ts` for its calling convention). */
  readonly js: string;
  /**
   * The same cell reduced to its imports, function and class declarations and `const f = (…) => …`: evaluating it has
   * no effect and remakes what cannot be cloned after a Stop. Null when there is nothing to remake.
   */
  readonly remakeJs: string | null;
  /** Top-level names, in order. */
  readonly defines: readonly string[];
  /** Of `defines`, those that `remakeJs` makes. */
  readonly remakes: readonly string[];
  /** Names that `remakeJs` reads: free ones, and the cell's own that it does not make. A remade value needs them all. */
  readonly remakeUses: readonly string[];
  /** Free names, in order: other cells' names, ambient ones (`display` …) and globals alike. */
  readonly uses: readonly string[];
  /** Where each name of `defines` is defined and each of `uses` first stands. */
  readonly places: ReadonlyMap<string, Place>;
  /** Free names that the cell assigns to, once per place. */
  readonly assigns: readonly ForeignAssign[];
  /** Where `js` is longer than the cell, so that columns of run-time errors can be told (`ownColumn`). */
  readonly shifts: readonly Shift[];
  readonly imports: readonly ImportUse[];
  readonly readsSignal: boolean;
  readonly readsLesson: boolean;
  /** The last statement is an expression, whose value is displayed. */
  readonly displaysLast: boolean;
}

/** A fault that stops a cell before it runs. `code` is explained by `i18n`. */
export interface CellProblem {
  readonly code: ProblemCode;
  /** The original English message. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Why a cell cannot run: a fault in it, or (`need-failed`) in one that it needs. */
export type ProblemCode =
  | 'syntax'
  | 'enum'
  | 'namespace'
  | 'decorator'
  | 'parameter-property'
  | 'import-assignment'
  | 'export-default'
  | 'import-unknown'
  | 'dynamic-import-unknown'
  | 'duplicate-name'
  | 'cycle'
  | 'assigns-foreign-name'
  | 'reserved-name'
  | 'need-failed';

export type ParseResult =
  | { readonly ok: true; readonly analysis: CellAnalysis }
  | { readonly ok: false; readonly problem: CellProblem };
