/** What a number of a benchmark is in. */
export type Unit = 'ms' | 'KB' | 'requests' | 'µs' | 'bytes' | 'buffers' | 'times' | 'error';

/** What a row's median should reach: at least, at most, or both. */
export interface Goal {
  readonly least?: number;
  readonly most?: number;
  /** What would be better still, in the direction of the limit there is; of two, of `least`. */
  readonly stretch?: number;
}

/** What computed: a CPU that pretends to be a GPU has goals of its own. */
export type Device = 'software' | 'gpu';

/** A row that a part promises, before anything is measured: one that never came is then seen to be missing. */
export interface RowPlan {
  readonly id: string;
  /** What is measured, as a reader of the table needs it. */
  readonly what: string;
  /** Whose: this course, or a peer with its version. */
  readonly system: string;
  readonly unit: Unit;
  /** How many values make the row complete. */
  readonly rounds: number;
  /** What must not be exceeded, by which figure of the row. */
  readonly budget?: { readonly of: 'median' | 'p95' | 'max'; readonly limit: number };
  /** For rows that depend on what computes. */
  readonly goals?: Readonly<Partial<Record<Device, Goal>>>;
}

/** A measured row. */
export interface Row extends RowPlan {
  /** In the order of the rounds. */
  readonly values: readonly number[];
  readonly median: number | null;
  readonly p95: number | null;
  /** All rounds gave a value. */
  readonly isFinished: boolean;
  readonly isWithinBudget: boolean | null;
  /** The goal on what computed here, and how far the median came; null without one. */
  readonly goal: Goal | null;
  readonly reached: 'missed' | 'goal' | 'stretch' | null;
  /** Why the system was not measured: its results are wrong. */
  readonly wrong: string | null;
  /** Why rounds gave none. */
  readonly failures: readonly string[];
}

/**
 * The value below which a share of the values lies, interpolated between the two nearest.
 * @param share 0.5 for the median, 0.95 for the 95th percentile
 */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

/** How far a figure comes. */
export function reachedOf(
  figure: number,
  { least, most, stretch }: Goal,
): 'missed' | 'goal' | 'stretch' {
  // put so that NaN misses
  if (!(figure >= (least ?? -Infinity) && figure <= (most ?? Infinity))) return 'missed';
  if (stretch === undefined) return 'goal';
  const isBeyond = least !== undefined ? figure >= stretch : figure <= stretch;
  return isBeyond ? 'stretch' : 'goal';
}

/** Collects the values of the rows that a part promised. */
export class Recorder {
  readonly #plans: readonly RowPlan[];
  readonly #values = new Map<string, number[]>();
  readonly #failures = new Map<string, string[]>();
  readonly #wrong = new Map<string, string>();
  readonly #facts: Record<string, unknown> = {};
  #device: Device | null = null;

  constructor(plans: readonly RowPlan[]) {
    this.#plans = plans;
    for (const { id } of plans) {
      this.#values.set(id, []);
      this.#failures.set(id, []);
    }
  }

  /** Adds a value of one round. */
  add(id: string, value: number): void {
    this.#of(this.#values, id).push(value);
  }

  /** Notes that a round gave no value. */
  fail(id: string, reason: unknown): void {
    const text = reason instanceof Error ? reason.message : String(reason);
    this.#of(this.#failures, id).push(text.split('\n')[0] ?? text);
  }

  /** Notes that a row is not measured because the results of its system are wrong. */
  reject(id: string, reason: string): void {
    this.#of(this.#values, id);
    this.#wrong.set(id, reason);
  }

  /** Says what computes, which decides the goals. */
  computedOn(device: Device): void {
    this.#device = device;
  }

  /** Notes circumstances that belong to the numbers; they go into the result as they are. */
  note(facts: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#facts, facts);
  }

  /** What was noted. */
  facts(): Readonly<Record<string, unknown>> {
    return { ...this.#facts };
  }

  /** Runs one round of a row: its value is added, its failure noted. */
  async round(id: string, measure: () => Promise<number>): Promise<void> {
    try {
      this.add(id, await measure());
    } catch (error) {
      this.fail(id, error);
    }
  }

  /** The rows as they are now. */
  rows(): Row[] {
    return this.#plans.map((plan) => {
      const values = this.#of(this.#values, plan.id);
      const figures = {
        median: quantile(values, 0.5),
        p95: quantile(values, 0.95),
        max: quantile(values, 1),
      };
      const isFinished = values.length >= plan.rounds;
      const goal = (this.#device && plan.goals?.[this.#device]) ?? null;
      const measured = plan.budget ? figures[plan.budget.of] : null;
      return {
        ...plan,
        values,
        median: figures.median,
        p95: figures.p95,
        isFinished,
        // A row with gaps proves nothing, however good its other rounds were.
        isWithinBudget:
          plan.budget && measured !== null && isFinished ? measured <= plan.budget.limit : null,
        goal,
        reached:
          goal && isFinished && figures.median !== null ? reachedOf(figures.median, goal) : null,
        wrong: this.#wrong.get(plan.id) ?? null,
        failures: this.#of(this.#failures, plan.id),
      };
    });
  }

  #of<T>(map: Map<string, T[]>, id: string): T[] {
    const list = map.get(id);
    if (!list) throw new Error(`the benchmark has no row ${id}`);
    return list;
  }
}
