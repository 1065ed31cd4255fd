import type { Machine } from './machine.ts';
import type { Goal, Row } from './measure.ts';

/** What one part of a run found; the JSON file holds exactly this. */
export interface PartResult {
  readonly part: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly loadBefore: readonly number[];
  readonly loadAfter: readonly number[];
  /** Why the part ended before its end; null when it did not. */
  readonly brokenBy: string | null;
  /** Circumstances of this part alone: the adapter, sizes, versions. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
}

/** A number with as many digits as it deserves. */
function short(value: number | null): string {
  if (value === null) return '–';
  if (Number.isInteger(value)) return String(value);
  if (value > 0 && value < 0.1) return value.toExponential(1);
  return value < 10 ? value.toFixed(value < 3 ? 2 : 1) : String(Math.round(value));
}

function goalText({ least, most, stretch }: Goal): string {
  const limits = [
    ...(least === undefined ? [] : [`≥ ${least}`]),
    ...(most === undefined ? [] : [`≤ ${most}`]),
  ].join(', ');
  return stretch === undefined || stretch === least ? limits : `${limits} → ${stretch}`;
}

function verdict(row: Row): string {
  if (row.wrong !== null) return `WRONG: ${row.wrong}`;
  if (!row.isFinished) return `NOT FINISHED (${row.values.length} of ${row.rounds})`;
  if (row.goal) {
    const words = { missed: 'MISSED', goal: 'reached', stretch: 'reached, stretch' } as const;
    return `${row.reached ? words[row.reached] : ''} (${goalText(row.goal)})`;
  }
  if (!row.budget) return '';
  const { of, limit } = row.budget;
  return `${row.isWithinBudget ? 'within' : 'OVER'} ${limit} ${row.unit} (${of})`;
}

/** The result as a table for a terminal. */
export function resultTable(result: PartResult): string {
  const header = ['what', 'system', 'unit', 'median', 'p95', 'n', 'budget or goal'];
  const lines = result.rows.map((row) => [
    row.what,
    row.system,
    row.unit,
    short(row.median),
    short(row.p95),
    String(row.values.length),
    verdict(row),
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const draw = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const failures = result.rows.flatMap((row) =>
    [...new Set(row.failures)].map((reason) => `  ${row.what} (${row.system}): ${reason}`),
  );
  const facts = Object.entries(result.facts).filter(([, fact]) => typeof fact === 'string');
  return [
    `${result.part}: ${Math.round(result.seconds)} s, load ${result.loadBefore[0]} → ${result.loadAfter[0]}`,
    ...facts.map(([name, fact]) => `${name}: ${String(fact)}`),
    draw(header),
    draw(widths.map((width) => '─'.repeat(width))),
    ...lines.map(draw),
    ...(result.brokenBy ? [`Ended early: ${result.brokenBy}`] : []),
    ...(failures.length > 0 ? ['Rounds without a value:', ...failures] : []),
  ].join('\n');
}
