import { describe, expect, it } from 'vitest';
import { attentionRows, groups, lapsFor, orderOf, ratiosOf } from './attentionRows.ts';
import { Recorder } from './measure.ts';

describe('attentionRows', () => {
  it('names every row once', () => {
    const ids = attentionRows.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('compares only what is measured in the same rounds', () => {
    for (const { members, ratios } of groups) {
      const there = members.map(({ id }) => id);
      for (const { slow, fast } of ratios)
        expect(there).toEqual(expect.arrayContaining([slow, fast]));
    }
  });

  it('fits its time', () => {
    const minutes = groups.reduce((sum, { budgetMs }) => sum + budgetMs, 0) / 60_000;
    // with half as much overtime, and some minutes for checking and warming up
    expect(1.5 * minutes).toBeLessThan(12);
  });
});

describe('orderOf', () => {
  it('lets everyone be first, and next to each neighbour on both sides', () => {
    const ids = ['a', 'b', 'c'];
    const orders = [0, 1, 2, 3, 4, 5].map((round) => orderOf(ids, round).join(''));
    expect(orders).toEqual(['abc', 'acb', 'cab', 'cba', 'bca', 'bac']);
    expect(orderOf([], 3)).toEqual([]);
  });
});

describe('lapsFor', () => {
  it('uses the time that is left', () => {
    expect(lapsFor({ leftMs: 10_000, roundsLeft: 10, lapMs: 300 })).toBe(3);
    expect(lapsFor({ leftMs: 10_000, roundsLeft: 10, lapMs: 1 })).toBe(5);
    expect(lapsFor({ leftMs: -500, roundsLeft: 10, lapMs: 300 })).toBe(1);
    expect(lapsFor({ leftMs: 10_000, roundsLeft: 1, lapMs: 0 })).toBe(5);
  });
});

describe('ratiosOf', () => {
  const ratios = [
    { id: 'a/b', slow: 'a', fast: 'b', what: '' },
    { id: 'a/c', slow: 'a', fast: 'c', what: '' },
  ];
  it('divides within a round, and gives nothing where a time is missing', () => {
    const times = new Map([
      ['a', 6],
      ['b', 4],
    ]);
    expect(ratiosOf(ratios, times)).toEqual([{ id: 'a/b', value: 1.5 }]);
    expect(ratiosOf(ratios, new Map([...times, ['c', 0]]))).toHaveLength(1);
  });
});

describe('a wrong system', () => {
  it('is listed with its error and has no times', () => {
    const record = new Recorder(attentionRows);
    record.reject('ortFused', 'error 0.77, so not timed');
    const row = record.rows().find(({ id }) => id === 'ortFused');
    expect(row).toMatchObject({ wrong: 'error 0.77, so not timed', median: null, values: [] });
  });
});
