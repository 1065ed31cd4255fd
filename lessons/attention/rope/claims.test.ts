import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What the prose says in numbers, held against what the cells gave when they were recorded. */
type Row = Readonly<Record<string, number>>;
interface Shown {
  readonly kind: string;
  readonly rows: readonly Row[];
  readonly values: { readonly values: { readonly v: readonly number[] } };
  readonly hands: readonly { readonly values: { readonly values: { readonly v: number[] } } }[];
  readonly traces: readonly { readonly x: readonly number[]; readonly y: readonly number[] }[];
}
const { views } = JSON.parse(readFileSync('lessons/attention/rope/outputs.en.json', 'utf8')) as {
  readonly views: Readonly<Record<string, readonly Shown[]>>;
};
const shown = (cell: string, kind: string): Shown =>
  views[cell]!.find((view) => view.kind === kind)!;
const column = (cell: string, name: string): (number | undefined)[] =>
  shown(cell, 'table').rows.map((row) => row[name]);

it('a full turn takes about six places, and about two hundred', () => {
  const turns = column('speeds', 'full');
  expect(turns[0]).toBeCloseTo(6.28, 2);
  expect(turns.at(-1)).toBeCloseTo(198.7, 1);
  // 31 places on, the slowest hand has made about a sixth of a turn
  expect(31 / turns.at(-1)!).toBeCloseTo(1 / 6, 1);
});

it('a move leaves the score alone, to six digits', () => {
  expect(new Set(column('shift', 'score').map((score) => score!.toFixed(5))).size).toBe(1);
});

it('each diagonal holds one number, and its two sides differ', () => {
  const { v } = shown('stripes', 'matrix').values.values;
  for (let at = 0; at < 7 * 8; at++) if (at % 8 < 7) expect(v[at + 9]).toBeCloseTo(v[at]!, 4);
  expect(Math.abs(v[3]! - v[3 * 8]!)).toBeGreaterThan(0.1);
});

it('training leaves one peak at 5, and beyond it one that is higher, at the rival', () => {
  const [near, far] = shown('beyond', 'chart').traces;
  const best = (trace: typeof near) =>
    trace!.y.reduce((a, weight, at) => (weight > trace!.y[a]! ? at : a), 0);
  expect(near!.x[best(near)]).toBe(5);
  expect(near!.y.filter((weight) => weight > 0.01)).toHaveLength(1);
  expect(far!.y[best(far)]).toBeGreaterThan(near!.y[5]!);
  expect(near!.x.length + far!.x.length).toBe(256);
  expect(far!.x).toHaveLength(224);
});

it('at the rival the fast hands nearly agree and the slow ones do not', () => {
  const [five, rival] = shown('rival', 'turns').hands.map(({ values }) => values.values.v);
  const apart = [0, 1, 2, 3].map((i) => {
    const angle = (v: number[]) => Math.atan2(v[i + 4]!, v[i]!);
    const between = Math.abs(angle(five!) - angle(rival!)) / (2 * Math.PI);
    return 360 * Math.min(between, 1 - between);
  });
  expect(Math.max(apart[0]!, apart[1]!)).toBeLessThan(25);
  expect(apart[3]).toBeGreaterThan(90);
});

it('the hands of Code Llama reach 27° and 7°, and would have reached nearly two turns', () => {
  const slow = column('llama', 'slow');
  expect(slow[0]).toBeCloseTo(27.1, 1);
  expect(slow[1]! / 360).toBeGreaterThan(1.8);
  expect(slow[1]! / 360).toBeLessThan(2);
  expect(slow[3]).toBeCloseTo(7.1, 1);
});
