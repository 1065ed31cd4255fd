import type { ErrorView } from '../kit/show/types.ts';
import type { CellAnalysis, CellProblem, ParseResult } from './analysis.ts';
import type { Book } from './book.ts';
import type { CellGraph } from './graph.ts';
import type { Runnable } from './protocol.ts';
import type { Job } from './session.ts';
import type { CellSpec } from './state.ts';

/** Parsing and the graph, loaded when they are first needed. */
export interface Analyser {
  analyse(source: string, allowTfjs: boolean): ParseResult;
  graph(
    cells: readonly { readonly id: string; readonly analysis: CellAnalysis | null }[],
  ): CellGraph;
  /** The cell's own column for one of its compiled code. */
  ownColumn(analysis: CellAnalysis, line: number, column: number): number;
}

const maxKept = 500;

/** What static analysis says of the notebook's cells, kept in step with their texts. */
export class Analyses {
  readonly #book: Book;
  readonly #specs: ReadonlyMap<string, CellSpec>;
  readonly #load: () => Promise<Analyser>;
  readonly #parsed = new Map<string, ParseResult>();
  readonly #passed = new Map<string, string>();
  #analyser: Analyser | null = null;
  #loading: Promise<Analyser> | null = null;
  #graph: CellGraph | null = null;

  constructor(book: Book, specs: ReadonlyMap<string, CellSpec>, load: () => Promise<Analyser>) {
    this.#book = book;
    this.#specs = specs;
    this.#load = load;
  }

  get isReady(): boolean {
    return this.#analyser !== null;
  }

  /** Who depends on whom; only after `ready`. */
  get graph(): CellGraph {
    if (!this.#graph) throw new Error('internal: the cells are not analysed yet');
    return this.#graph;
  }

  /** Loads the analyser. A failure is thrown to everyone who waits, and the next call tries again. */
  async ready(): Promise<void> {
    if (this.#analyser) return;
    this.#loading ??= this.#load();
    try {
      this.#analyser = await this.#loading;
    } catch (error) {
      this.#loading = null;
      throw error;
    }
    if (!this.#graph) this.refresh();
  }

  /** The learner's text that has passed the exercise's check; null to forget it. */
  setPassed(id: string, source: string | null): void {
    if (source === null) this.#passed.delete(id);
    else this.#passed.set(id, source);
  }

  /** What the cell's names stand for: its text, or for an exercise the version that counts. */
  effectiveSource(id: string): string {
    const cell = this.#book.cell(id);
    if (cell.kind !== 'exercise') return cell.source;
    return this.#passed.get(id) ?? this.#specs.get(id)?.solution ?? cell.source;
  }

  /** The cell's analysis, or null when it has a fault or nothing is analysed yet. */
  of(id: string): CellAnalysis | null {
    const result = this.#resultOf(id);
    return result?.ok ? result.analysis : null;
  }

  /** What Stop need not save of a cell, because it can be made again without effects. */
  remakes(id: string): readonly string[] {
    return this.of(id)?.remakes ?? [];
  }

  /** Analyses every text that changed, and writes what was found into the cells' states. */
  refresh(): void {
    if (!this.#analyser) return;
    const results = this.#book.state.order.map((id) => ({ id, result: this.#resultOf(id)! }));
    const graph = this.#analyser.graph(
      results.map(({ id, result }) => ({ id, analysis: result.ok ? result.analysis : null })),
    );
    this.#graph = graph;
    for (const { id, result } of results) {
      const problem = result.ok ? graph.problem(id) : result.problem;
      this.#book.patch(id, {
        ...(result.ok ? { defines: result.analysis.defines, uses: graph.usedNames(id) } : {}),
        problem: problem ? problemView(problem) : null,
      });
    }
  }

  /**
   * The run of a cell, or null when a fault forbids it. An exercise's names are those of the version that counts, its
   * check tries the learner's own text.
   */
  job(id: string): Job | null {
    const analysis = this.of(id);
    if (!analysis || this.graph.problem(id)) return null;
    const code = runnable(analysis, this.graph.usedNames(id));
    return {
      cell: id,
      code,
      defines: analysis.defines,
      check: null,
      hasClosures: analysis.remakes.length > 0,
      readsSignal: analysis.readsSignal,
      needs: this.#needs(this.graph.needs(id)),
    };
  }

  /** The cells that a trial of an exercise needs: for the version that counts, the learner's own text, and the check. */
  trialNeeds(id: string): readonly string[] {
    const texts = [this.#book.cell(id).source, this.#specs.get(id)?.check ?? ''];
    const read = texts
      .map((text) => this.#parse(text, true))
      .flatMap((result) => (result.ok ? result.analysis.uses : []))
      .map((name) => this.graph.definer(name))
      .filter((cell) => cell !== null && cell !== id && !this.graph.needs(cell).includes(id));
    const all = new Set(this.graph.needs(id));
    for (const cell of read as string[])
      [...this.graph.needs(cell), cell].forEach((need) => all.add(need));
    return this.graph.order.filter((cell) => all.has(cell));
  }

  /** The trial of an exercise: the learner's text, then its check. The learner's faults are written into its state. */
  trial(id: string): Job | null {
    const own = this.#parse(this.#book.cell(id).source, true);
    this.#book.patch(id, { problem: own.ok ? null : problemView(own.problem) });
    const check = this.#parse(this.#specs.get(id)?.check ?? '', true);
    if (!own.ok || !check.ok) return null;
    return {
      cell: id,
      code: runnable(own.analysis, own.analysis.uses),
      defines: own.analysis.defines,
      check: runnable(check.analysis, check.analysis.uses),
      hasClosures: true,
      readsSignal: own.analysis.readsSignal,
      needs: this.#needs(this.trialNeeds(id)),
    };
  }

  /** A cell with a fault that gives, or gave before it had the fault, a name that this one reads; null when none does. */
  brokenNeed(id: string): string | null {
    const faulty = this.#book.state.order.filter(
      (other) => other !== id && this.#book.cell(other).problem !== null,
    );
    const reads = this.of(id)?.uses ?? [];
    const gives = (other: string): boolean =>
      this.#book
        .cell(other)
        .defines.some(
          (name) => reads.includes(name) && (this.graph.definer(name) ?? other) === other,
        );
    return faulty.find(gives) ?? null;
  }

  /** `error` with the column of the reader's own text. */
  inOwnColumns(id: string, isTrial: boolean, error: ErrorView): ErrorView {
    const result = isTrial ? this.#parse(this.#book.cell(id).source, true) : this.#resultOf(id);
    if (!result?.ok || error.line === null || error.column === null) return error;
    const column = this.#analyser!.ownColumn(result.analysis, error.line, error.column);
    return { ...error, column };
  }

  #needs(cells: readonly string[]): Job['needs'] {
    return cells.map((cell) => {
      const analysis = this.of(cell);
      const remake =
        analysis && analysis.remakeJs !== null
          ? { ...runnable(analysis, analysis.remakeUses), js: analysis.remakeJs }
          : null;
      return { cell, remake, remakes: analysis?.remakes ?? [] };
    });
  }

  #resultOf(id: string): ParseResult | null {
    if (!this.#analyser) return null;
    const cell = this.#book.cell(id);
    return this.#parse(this.effectiveSource(id), cell.isOwn || cell.source !== cell.original);
  }

  #parse(source: string, allowTfjs: boolean): ParseResult {
    const key = `${allowTfjs ? '+' : '-'}${source}`;
    let result = this.#parsed.get(key);
    if (!result) {
      result = this.#analyser!.analyse(source, allowTfjs);
      if (this.#parsed.size > maxKept) this.#parsed.clear();
      this.#parsed.set(key, result);
    }
    return result;
  }
}

function runnable(analysis: CellAnalysis, params: readonly string[]): Runnable {
  return { js: analysis.js, params, imports: analysis.imports };
}

function problemView(problem: CellProblem): ErrorView {
  const { code, message, details, line, column } = problem;
  return { kind: 'error', name: 'SyntaxError', message, code, details, line, column, stack: [] };
}
