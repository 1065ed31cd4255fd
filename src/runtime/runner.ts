import type { ErrorView, View } from '../kit/show/types.ts';
import type { Input } from '../kit/input/types.ts';
import type { Analyses } from './analyses.ts';
import type { Book } from './book.ts';
import { planRun, stalenessAfterEdit, type PlanView } from './plan.ts';
import type { Job, Outcome, Session } from './session.ts';
import type { CellSpec, CellState } from './state.ts';
import { watch } from './watchdog.ts';

/** What a cell cost here on earlier visits, by a key of its code and the adapter. */
export interface CostStore {
  get(key: string): number | undefined;
  set(key: string, ms: number): void;
}

/** Set while cells run; still set at the next visit when the tab died meanwhile. */
export interface CrashFlag {
  readonly wasSet: boolean;
  set(): void;
  clear(): void;
}

export interface RunnerOptions {
  readonly specs: ReadonlyMap<string, CellSpec>;
  readonly costs: CostStore;
  readonly crashFlag: CrashFlag;
  readonly watchdogMs: number;
  /** A cell has shown this input. */
  readonly onInput: (input: string, cell: string) => void;
}

/** One entry of the queue: a cell's run, or the trial of an exercise. */
export interface Step {
  readonly cell: string;
  readonly isTrial: boolean;
  /** The reader has pressed Run on this very cell: when it cannot run, it says why. */
  readonly isAsked?: boolean;
}

const cheapMs = 200;
/** A drag waits this long for the running cell: ending a kernel costs more, above all on a GPU. */
const supersedeAfterMs = 2000;

/** Runs cells one after another in the graph's order, and writes what comes of it into their states. */
export class Runner {
  /** A cell of the present run fetched a file: it does not count as cheap. */
  didDownload = false;
  readonly #book: Book;
  readonly #analyses: Analyses;
  readonly #session: Session;
  readonly #options: RunnerOptions;
  #queue: Step[] = [];
  #draining: Promise<void> | null = null;
  #keepRunning = false;
  /** Of the running cell. */
  #late: ErrorView | null = null;
  /** Outputs of the present run, by index: those of the last one stay until they are replaced. */
  #shown = new Set<number>();

  constructor(book: Book, analyses: Analyses, session: Session, options: RunnerOptions) {
    this.#book = book;
    this.#analyses = analyses;
    this.#session = session;
    this.#options = options;
  }

  /** Whether a cell may start by itself, and whether its values are those of its code and inputs. */
  get planView(): PlanView {
    return {
      mayRunByItself: (id) => {
        const { run, kind } = this.#options.specs.get(id) ?? { run: 'cost', kind: 'cell' };
        // An exercise only defines what its users need: it waits for nobody until it has proved heavy.
        if (kind === 'exercise') return this.#costOf(id) !== 'heavy';
        return run === 'auto' || (run === 'cost' && this.#costOf(id) === 'cheap');
      },
      isCurrent: (id) => {
        const cell = this.#book.cell(id);
        return !cell.isStale && this.#session.hasValues(id, this.#analyses.remakes(id));
      },
    };
  }

  /** Adds steps, each cell once, and resolves when the queue is empty. */
  async add(steps: readonly Step[]): Promise<void> {
    const { order } = this.#analyses.graph;
    const place = new Map(order.map((id, index) => [id, index]));
    const rank = (step: Step): number =>
      (place.get(step.cell) ?? Infinity) + (step.isTrial ? 0.5 : 0);
    const known = new Set(this.#queue.map((step) => `${step.cell} ${step.isTrial}`));
    const added = steps.filter((step) => !known.has(`${step.cell} ${step.isTrial}`));
    this.#queue = [...this.#queue, ...added].sort((a, b) => rank(a) - rank(b));
    for (const step of added) {
      if (this.#session.runningCell !== step.cell && !this.#isQuiet(step))
        this.#book.patch(step.cell, { status: 'queued' });
    }
    if (this.#queue.length > 0 || this.#draining)
      this.#draining ??= this.#drain().finally(() => (this.#draining = null));
    await this.#draining;
  }

  /** A newer value waits: the running cell is asked to end, and ended when it goes on regardless. */
  supersede(running: string): void {
    this.#session.abort();
    setTimeout(() => {
      const isStillRunning = this.#session.runningCell === running;
      if (isStillRunning && this.#isQueued(running)) void this.#session.stop();
    }, supersedeAfterMs);
  }

  /** Empties the queue and ends what runs. */
  async stop(): Promise<void> {
    for (const { cell } of this.#queue) {
      if (this.#book.has(cell) && this.#book.cell(cell).status === 'queued')
        this.#book.patch(cell, { status: this.#restingStatus(cell) });
    }
    this.#queue = [];
    await this.#session.stop();
    await this.#draining;
  }

  /** Takes a removed cell out of the queue, and ends its run. */
  remove(id: string): void {
    this.#queue = this.#queue.filter((step) => step.cell !== id);
    if (this.#session.runningCell === id) void this.#session.stop();
  }

  /** The reader wants the running cell to go on past the watchdog. */
  keepRunning(): void {
    this.#keepRunning = true;
  }

  /** Cells whose present output no longer follows from their code and inputs, with the names that changed. */
  markStale(because: ReadonlyMap<string, readonly string[]>): void {
    for (const [id, names] of because) {
      const cell = this.#book.has(id) ? this.#book.cell(id) : null;
      if (!cell || (cell.status === 'idle' && !cell.isStored) || this.#isQueued(id)) continue;
      this.#book.patch(id, { isStale: true, staleBecause: names });
    }
  }

  /** An error that nobody caught came out of a cell's promise or timer. */
  noteLateError(id: string, error: ErrorView): void {
    if (!this.#book.has(id)) return;
    const own = this.#analyses.inOwnColumns(id, false, error);
    if (this.#session.runningCell === id) this.#late = own;
    else this.#book.patch(id, { status: 'error', error: own });
  }

  /** Writes into the cells' states what they will probably cost. */
  showCosts(): void {
    for (const id of this.#book.state.order) this.#book.patch(id, { cost: this.#costOf(id) });
  }

  async #drain(): Promise<void> {
    this.#options.crashFlag.set();
    try {
      for (let step = this.#queue.shift(); step; step = this.#queue.shift())
        await this.#runStep(step);
    } finally {
      this.#options.crashFlag.clear();
    }
  }

  async #runStep({ cell: id, isTrial }: Step): Promise<void> {
    if (!this.#book.has(id)) return;
    const job = isTrial ? this.#analyses.trial(id) : this.#analyses.job(id);
    if (!job) {
      const { problem } = this.#book.cell(id);
      this.#book.patch(id, { status: problem ? 'error' : this.#restingStatus(id) });
      if (!isTrial) this.#drop(id);
      return;
    }
    const broken = this.#analyses.brokenNeed(id);
    if (broken !== null) {
      this.#book.patch(id, { status: 'error', error: needFailed(broken) });
      if (!isTrial) this.#drop(id);
      return;
    }
    const before = this.#book.cell(id);
    this.didDownload = false;
    const inputs: Input[] = [];
    const isQuiet = this.#isQuiet({ cell: id, isTrial });
    if (!isQuiet) this.#book.patch(id, { status: 'running', progress: null, error: null });
    if (isTrial) this.#book.patch(id, { findings: null });
    this.#book.patch(id, { isStale: false, staleBecause: [] });
    this.#late = null;
    this.#shown = new Set();
    const outcome = await this.#execute(id, job, inputs);
    if (!this.#book.has(id)) return;
    if (isQuiet && outcome.kind !== 'error') {
      this.#book.patch(id, { isGone: false, isStale: outcome.kind === 'stopped' });
      if (outcome.kind === 'done') this.#options.costs.set(this.#costKey(id), outcome.ms);
    } else if (outcome.kind === 'stopped') this.#settleStopped(id, isTrial, before);
    else if (outcome.kind === 'error') this.#settleError(id, isTrial, outcome);
    else this.#settleDone(id, isTrial, outcome, inputs, before);
  }

  /**
   * An exercise that only lends its names to the cells below does so unseen: what it shows is the learner's last try, and
   * its button stays what it was.
   */
  #isQuiet({ cell, isTrial }: Step): boolean {
    return !isTrial && this.#options.specs.get(cell)?.kind === 'exercise';
  }

  async #execute(id: string, job: Job, inputs: Input[]): Promise<Outcome> {
    this.#keepRunning = false;
    const watchdog = watch(job, this.#options.watchdogMs, {
      warn: () => this.#book.notify({ kind: 'watchdog', cell: id }),
      calm: () => this.#book.dismiss('watchdog'),
      end: () => {
        if (!this.#keepRunning) void this.stop();
      },
    });
    try {
      return await this.#session.execute(job, {
        onView: (index, view) => this.#showView(id, index, view),
        onInput: (input) => inputs.push(input),
        onProgress: (progress) => {
          watchdog.reset();
          this.#book.patch(id, { progress });
        },
      });
    } catch (error) {
      return { kind: 'error', ms: 0, error: kernelFault(error) };
    } finally {
      watchdog.end();
    }
  }

  /** What was there before the run is back; the run itself left nothing. */
  #settleStopped(id: string, isTrial: boolean, before: CellState): void {
    const isQueued = this.#isQueued(id);
    const hadRun = before.durationMs !== null;
    this.#book.patch(id, {
      status: isQueued ? 'queued' : 'stopped',
      progress: null,
      views: before.views,
      isStored: before.isStored,
      error: before.error,
      isStale: !isQueued && hadRun,
      isGone: !isTrial && hadRun,
    });
  }

  #settleError(id: string, isTrial: boolean, outcome: Outcome & { kind: 'error' }): void {
    this.#book.patch(id, {
      status: 'error',
      progress: null,
      error: this.#analyses.inOwnColumns(id, isTrial, outcome.error),
      durationMs: outcome.ms,
      views: this.#book
        .cell(id)
        .views.filter((view, index) => view.kind === 'log' && this.#shown.has(index)),
      isStored: false,
    });
    if (!isTrial) this.#drop(id);
  }

  #settleDone(
    id: string,
    isTrial: boolean,
    outcome: Outcome & { kind: 'done' },
    inputs: readonly Input[],
    before: CellState,
  ): void {
    const { ms, tensors, findings } = outcome;
    if (!isTrial && !this.didDownload) this.#options.costs.set(this.#costKey(id), ms);
    for (const input of inputs) this.#options.onInput(input.id, id);
    this.#book.patch(id, {
      status: this.#isQueued(id) ? 'queued' : this.#late ? 'error' : 'done',
      progress: null,
      error: this.#late,
      durationMs: ms,
      tensors: { ...tensors, grew: before.tensors ? tensors.count - before.tensors.count : 0 },
      views: this.#book.cell(id).views.slice(0, outcome.views),
      isStored: false,
      isGone: false,
      inputs,
      cost: this.#costOf(id),
      ...(isTrial ? { findings } : {}),
    });
    if (isTrial) {
      if (findings && findings.length > 0 && findings.every((finding) => finding.passed))
        this.#accept(id);
      return;
    }
    const { graph } = this.#analyses;
    this.markStale(stalenessAfterEdit(graph, graph, id));
  }

  /** The learner's version has passed: from now on the exercise's names are theirs. */
  #accept(id: string): void {
    this.#analyses.setPassed(id, this.#book.cell(id).source);
    this.#analyses.refresh();
    this.#session.forget(id);
    const plan = planRun(this.#analyses.graph, this.planView, id);
    void this.add(plan.map((cell) => ({ cell, isTrial: false })));
    const { graph } = this.#analyses;
    this.markStale(stalenessAfterEdit(graph, graph, id));
  }

  /** Earlier views stay until the new ones replace them, so that nothing flickers while a slider moves. */
  #showView(id: string, index: number, view: View): void {
    this.#shown.add(index);
    const cell = this.#book.cell(id);
    const views = cell.isStored ? [] : [...cell.views];
    for (let i = views.length; i < index; i++) views[i] = { kind: 'text', text: '' };
    views[index] = view;
    this.#book.patch(id, { views, isStored: false });
  }

  /** After a failure, what depends on it leaves the queue and is out of date. */
  #drop(failed: string): void {
    const { graph } = this.#analyses;
    const dependents = graph.dependents(failed);
    const dropped = this.#queue.filter((step) => dependents.includes(step.cell));
    this.#queue = this.#queue.filter((step) => !dependents.includes(step.cell));
    for (const id of dependents) {
      if (this.#book.cell(id).status === 'queued')
        this.#book.patch(id, { status: this.#restingStatus(id) });
    }
    this.markStale(stalenessAfterEdit(graph, graph, failed));
    for (const { cell, isAsked } of dropped) {
      if (isAsked) this.#book.patch(cell, { status: 'error', error: needFailed(failed) });
    }
  }

  #isQueued(id: string): boolean {
    return this.#queue.some((step) => step.cell === id);
  }

  /** What a cell returns to when its turn is taken away. */
  #restingStatus(id: string): 'idle' | 'done' | 'error' {
    const cell = this.#book.cell(id);
    if (cell.error) return 'error';
    return cell.durationMs === null ? 'idle' : 'done';
  }

  #costKey(id: string): string {
    const { adapter, active } = this.#book.state.backend;
    return `${adapter ?? active ?? ''}\n${this.#analyses.effectiveSource(id)}`;
  }

  #costOf(id: string): 'cheap' | 'heavy' | 'unknown' {
    const ms = this.#options.costs.get(this.#costKey(id));
    if (ms === undefined) return 'unknown';
    return ms < cheapMs ? 'cheap' : 'heavy';
  }
}

/** Said by a cell that was asked to run and needs one that failed; that one says what is wrong. */
function needFailed(cell: string): ErrorView {
  const message = `this cell needs cell ${cell}, which failed`;
  const nowhere = { line: null, column: null, stack: [] };
  return {
    kind: 'error',
    name: 'Error',
    message,
    code: 'need-failed',
    details: { cell },
    ...nowhere,
  };
}

function kernelFault(error: unknown): ErrorView {
  const message = error instanceof Error ? error.message : String(error);
  const none = { code: null, details: {}, line: null, column: null, stack: [] };
  return { kind: 'error', name: 'KernelError', message, ...none };
}
