import type { View } from '../kit/show/types.ts';
import type { Input, InputValue } from '../kit/input/types.ts';
import { Analyses, type Analyser } from './analyses.ts';
import { Book } from './book.ts';
import type { CellGraph } from './graph.ts';
import {
  planInput,
  planRun,
  planRunAll,
  planRunTo,
  planTrial,
  stalenessAfterEdit,
} from './plan.ts';
import type { KernelPool } from './pool.ts';
import { Runner, type CostStore, type CrashFlag, type Step } from './runner.ts';
import { Session } from './session.ts';
import type {
  BackendChoice,
  CellSpec,
  KeptWork,
  Notebook,
  NotebookState,
  Notice,
} from './state.ts';

export interface NotebookOptions {
  readonly cells: readonly CellSpec[];
  readonly stored: Readonly<Record<string, readonly View[]>>;
  /** Inputs that came with the stored outputs, by cell. */
  readonly inputs?: Readonly<Record<string, readonly Input[]>> | undefined;
  readonly lesson: unknown;
  readonly pool: KernelPool;
  readonly loadAnalyser: () => Promise<Analyser>;
  readonly costs: CostStore;
  readonly crashFlag: CrashFlag;
  /** The site that frames this page, when one does: it is named before the first run. */
  readonly framedBy: string | null;
  /** A cell that has run this long without `progress()` is stopped. Default 30 s; the notice comes at two thirds. */
  readonly watchdogMs?: number;
}

/** Makes the engine of one page's cells. Nothing runs before the reader's first run, edit or drag. */
export function createNotebook(options: NotebookOptions): CourseNotebook {
  return new CourseNotebook(options);
}

/** The reader's actions, each turned into a plan for the runner. */
export class CourseNotebook implements Notebook {
  readonly #framedBy: string | null;
  readonly #book: Book;
  readonly #session: Session;
  readonly #analyses: Analyses;
  readonly #runner: Runner;
  readonly #specs = new Map<string, CellSpec>();
  readonly #inputOwners = new Map<string, string>();
  #inputs: Record<string, InputValue> = {};
  #lesson: unknown;
  #isTouched = false;
  /** False after a crash, until the reader says that cells may start by themselves again. */
  #mayAutoRun: boolean;
  #consent: Promise<boolean> | null = null;
  #answerConsent: (isYes: boolean) => void = () => undefined;
  #downloads = 0;
  #answerDownload: ((isYes: boolean) => void) | null = null;
  #ownCells = 0;
  #stops = 0;

  constructor(options: NotebookOptions) {
    this.#framedBy = options.framedBy;
    this.#lesson = options.lesson;
    for (const spec of options.cells) this.#specs.set(spec.id, spec);
    const inputs = options.inputs ?? {};
    const book = new Book(options.cells, options.stored, inputs);
    for (const [cell, own] of Object.entries(inputs)) {
      for (const { id } of own) this.#inputOwners.set(id, cell);
    }
    this.#book = book;
    this.#session = new Session(options.pool, {
      onBackend: (report) =>
        book.set({ backend: { ...report, choice: book.state.backend.choice } }),
      onGpuBusy: (isBusy) =>
        isBusy ? book.notify({ kind: 'gpu-busy' }) : book.dismiss('gpu-busy'),
      onDeviceLost: (reason) => book.notify({ kind: 'device-lost', reason }),
      onLateError: (cell, error) => this.#runner.noteLateError(cell, error),
      onKernel: (kernel, reason) => {
        book.set({ kernel });
        if (kernel === 'failed') book.notify({ kind: 'kernel-failed', reason: reason ?? '' });
        if (kernel === 'ready') book.dismiss('kernel-failed');
      },
      onGone: (cells) => this.#markGone(cells),
    });
    this.#analyses = new Analyses(book, this.#specs, options.loadAnalyser);
    this.#runner = new Runner(book, this.#analyses, this.#session, {
      specs: this.#specs,
      costs: options.costs,
      crashFlag: options.crashFlag,
      watchdogMs: options.watchdogMs ?? 30_000,
      onInput: (input, cell) => void this.#inputOwners.set(input, cell),
    });
    this.#session.configure('auto', options.lesson);
    this.#mayAutoRun = !options.crashFlag.wasSet;
    if (options.crashFlag.wasSet) book.notify({ kind: 'crashed' });
  }

  subscribe(listener: () => void): () => void {
    return this.#book.subscribe(listener);
  }

  getState(): NotebookState {
    return this.#book.state;
  }

  warm(): void {
    void this.#analyse();
    if (this.#framedBy === null) void this.#session.warm().catch(() => undefined);
  }

  edit(id: string, source: string): void {
    const cell = this.#book.cell(id);
    if (cell.source === source) return;
    const hasOutput = cell.status !== 'idle' || cell.isStored;
    this.#book.patch(id, { source, ...(hasOutput ? { isStale: true, staleBecause: [] } : {}) });
    void this.#analyse().then((isReady) => {
      if (!isReady || !this.#book.has(id)) return;
      const before = this.#analyses.graph;
      this.#analyses.refresh();
      // An exercise's dependents follow the version that counts, which an edit does not change.
      if (cell.kind !== 'exercise')
        this.#runner.markStale(stalenessAfterEdit(before, this.#analyses.graph, id));
      void this.#touch();
    });
  }

  reset(id: string): void {
    this.#analyses.setPassed(id, null);
    this.edit(id, this.#book.cell(id).original);
    this.#book.patch(id, { findings: null });
  }

  resetAll(): void {
    for (const id of this.#book.state.order) if (!this.#book.cell(id).isOwn) this.reset(id);
  }

  addCell(after: string | null, source = ''): string {
    let id: string;
    do id = `own-${++this.#ownCells}`;
    while (this.#book.has(id));
    this.#insert(id, after, source);
    this.#analyses.refresh();
    return id;
  }

  removeCell(id: string): void {
    if (!this.#book.has(id) || !this.#book.cell(id).isOwn) return;
    this.#runner.remove(id);
    if (this.#analyses.isReady) {
      const { graph } = this.#analyses;
      this.#runner.markStale(stalenessAfterEdit(graph, graph, id));
    }
    this.#session.forget(id);
    this.#specs.delete(id);
    this.#book.remove(id);
    this.#analyses.refresh();
  }

  async run(id: string): Promise<void> {
    if (this.#book.cell(id).kind === 'exercise') return this.check(id);
    const asked = { cell: id, isTrial: false, isAsked: true };
    await this.#start((graph) => planRun(graph, this.#runner.planView, id), asked);
  }

  async runTo(id: string): Promise<void> {
    const asked = { cell: id, isTrial: false, isAsked: true };
    await this.#start((graph) => planRunTo(graph, this.#runner.planView, id), asked);
  }

  async runAll(): Promise<void> {
    await this.#start((graph) => planRunAll(graph));
  }

  async runAllFromClean(): Promise<void> {
    await this.stop();
    this.#session.clear();
    await this.#start((graph) => planRunAll(graph));
  }

  async check(id: string): Promise<void> {
    await this.#start(
      (graph) => planTrial(graph, this.#runner.planView, this.#analyses.trialNeeds(id)),
      { cell: id, isTrial: true, isAsked: true },
    );
  }

  async stop(): Promise<void> {
    this.#stops++;
    this.#answerConsent(false);
    this.#answerDownload?.(false);
    this.#book.dismiss('download');
    await this.#runner.stop();
  }

  setInput(id: string, value: InputValue): void {
    this.#inputs = { ...this.#inputs, [id]: value };
    this.#session.setInputs(this.#inputs);
    const owner = this.#inputOwners.get(id);
    if (owner === undefined || !this.#book.has(owner)) return;
    const inputs = this.#book
      .cell(owner)
      .inputs.map((input) => (input.id === id ? ({ ...input, value } as Input) : input));
    this.#book.patch(owner, { inputs });
    void this.#start((graph) => {
      const plan = planInput(graph, this.#runner.planView, owner);
      const running = this.#session.runningCell;
      if (running !== null && plan.includes(running)) this.#runner.supersede(running);
      return plan;
    });
  }

  async chooseBackend(choice: BackendChoice): Promise<void> {
    await this.stop();
    const { backend } = this.#book.state;
    const unknown = { active: null, adapter: null, fallback: null, isSoftware: false };
    this.#book.set({ backend: { ...backend, ...unknown, choice } });
    this.#book.dismiss('gpu-busy');
    this.#book.dismiss('device-lost');
    this.#session.configure(choice, this.#lesson);
    this.#session.replace();
  }

  async rebuild(): Promise<void> {
    await this.stop();
    this.#book.dismiss('device-lost');
    this.#session.replace();
  }

  answer(notice: Notice, isYes: boolean): void {
    this.#book.dismiss(notice.kind);
    if (notice.kind === 'crashed' && isYes) this.#mayAutoRun = true;
    if (notice.kind === 'framed') this.#answerConsent(isYes);
    if (notice.kind === 'download') this.#answerDownload?.(isYes);
    if (notice.kind === 'watchdog' && isYes) this.#runner.keepRunning();
    if (notice.kind === 'watchdog' && !isYes) void this.stop();
    if (notice.kind === 'gpu-busy' && isYes) void this.chooseBackend('wasm');
    if (notice.kind === 'device-lost' && isYes) void this.rebuild();
  }

  setLesson(lesson: unknown): void {
    this.#lesson = lesson;
    this.#session.configure(this.#book.state.backend.choice, lesson);
    const readers = this.#book.state.order.filter((id) => this.#analyses.of(id)?.readsLesson);
    const shown = readers.filter((id) => this.#book.cell(id).status === 'done');
    this.#runner.markStale(new Map(readers.map((id) => [id, ['lesson']])));
    if (shown.length === 0) return;
    void this.#start((graph) => {
      const plans = shown.flatMap((id) => planInput(graph, this.#runner.planView, id));
      return [...new Set(plans)];
    });
  }

  restore(kept: KeptWork): void {
    for (const { id, after, source } of kept.own) {
      if (this.#book.has(id)) continue;
      const last = this.#book.state.order.at(-1) ?? null;
      this.#insert(id, after !== null && this.#book.has(after) ? after : last, source);
    }
    for (const [id, source] of Object.entries(kept.edits)) {
      if (!this.#book.has(id) || this.#book.cell(id).source === source) continue;
      const { isStored } = this.#book.cell(id);
      this.#book.patch(id, { source, ...(isStored ? { isStale: true, staleBecause: [] } : {}) });
    }
    for (const [id, source] of Object.entries(kept.passed)) this.#analyses.setPassed(id, source);
    this.#analyses.refresh();
  }

  /** A file was fetched for the running cell. */
  noteDownload(): void {
    this.#runner.didDownload = true;
  }

  /** Shows what is being loaded, or nothing. */
  noteLoading(loading: NotebookState['loading']): void {
    this.#book.set({ loading });
  }

  /** Whether a cell may save this file: the first since the reader's last action may, for others the reader is asked. */
  askDownload(name: string, sizeBytes: number): Promise<boolean> {
    if (this.#downloads++ === 0) return Promise.resolve(true);
    if (this.#answerDownload) return Promise.resolve(false);
    this.#book.notify({ kind: 'download', name, sizeBytes });
    return new Promise((resolve) => {
      this.#answerDownload = (isYes) => {
        this.#answerDownload = null;
        resolve(isYes);
      };
    });
  }

  dispose(): void {
    this.#session.dispose();
  }

  /** Makes sure that the cells are analysed; false, with a notice, when the analyser could not be loaded. */
  async #analyse(): Promise<boolean> {
    try {
      await this.#analyses.ready();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#book.notify({ kind: 'kernel-failed', reason });
      return false;
    }
    this.#runner.showCosts();
    return true;
  }

  /** The first action of the reader also starts the cells that start by themselves, unless the tab had crashed. */
  async #touch(): Promise<void> {
    if (this.#isTouched || !this.#mayAutoRun) return;
    this.#isTouched = true;
    await this.#start((graph) => {
      const view = this.#runner.planView;
      const isAuto = (id: string): boolean => {
        const spec = this.#specs.get(id);
        const starts = spec?.run === 'auto' || spec?.kind === 'exercise';
        return starts && this.#book.cell(id).problem === null;
      };
      return graph.order.filter((id) => {
        const isReady = graph.needs(id).every((need) => isAuto(need) || view.isCurrent(need));
        return isAuto(id) && isReady && !view.isCurrent(id);
      });
    });
  }

  /** `asked` is the step that the reader pressed Run for, when there is one: it takes its cell's place in the plan. */
  async #start(plan: (graph: CellGraph) => readonly string[], asked?: Step): Promise<void> {
    if (!(await this.#analyse()) || !(await this.#mayRun())) return;
    this.#downloads = 0;
    const steps: Step[] = plan(this.#analyses.graph)
      .filter((cell) => asked?.isTrial || cell !== asked?.cell)
      .map((cell) => ({ cell, isTrial: false }));
    const stops = this.#stops;
    await this.#runner.add(asked ? [...steps, asked] : steps);
    // Afterwards: what the reader asked for is not kept waiting by libraries that other cells load. Not after a Stop.
    if (stops === this.#stops) await this.#touch();
  }

  /** Asks once when another site frames the page; a no holds until the reader's next try. */
  async #mayRun(): Promise<boolean> {
    if (this.#framedBy === null) return true;
    if (!this.#consent) {
      this.#book.notify({ kind: 'framed', origin: this.#framedBy });
      this.#consent = new Promise((resolve) => (this.#answerConsent = resolve));
    }
    const isYes = await this.#consent;
    if (!isYes) {
      this.#consent = null;
      this.#book.dismiss('framed');
    }
    return isYes;
  }

  #insert(id: string, after: string | null, source: string): void {
    const spec: CellSpec = { id, source, run: 'cost', kind: 'cell' };
    this.#specs.set(id, spec);
    this.#book.insert(spec, after);
  }

  #markGone(cells: readonly string[]): void {
    for (const id of cells) {
      const isKept = this.#session.hasValues(id, this.#analyses.remakes(id));
      if (this.#book.has(id) && !isKept) this.#book.patch(id, { isGone: true });
    }
  }
}
