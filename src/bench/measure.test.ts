import { describe, expect, it } from 'vitest';
import { quantile, reachedOf, Recorder, type RowPlan } from './measure.ts';

describe('quantile', () => {
  it('interpolates and does not mind the order', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
    expect(quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 0.95)).toBeCloseTo(9.5);
    expect(quantile([5], 0.95)).toBe(5);
    expect(quantile([], 0.5)).toBeNull();
  });
});

describe('Recorder', () => {
  const plan: RowPlan = {
    id: 'stop',
    what: 'Stop',
    system: 'course',
    unit: 'ms',
    rounds: 3,
    budget: { of: 'p95', limit: 150 },
  };

  it('judges a complete row by its budget', async () => {
    const recorder = new Recorder([plan]);
    for (const value of [100, 120, 140]) await recorder.round('stop', async () => value);
    expect(recorder.rows()[0]).toMatchObject({
      median: 120,
      isFinished: true,
      isWithinBudget: true,
      failures: [],
    });
  });

  it('marks a row with gaps instead of praising it', async () => {
    const recorder = new Recorder([plan]);
    recorder.add('stop', 10);
    await recorder.round('stop', () => Promise.reject(new Error('the page froze\nat …')));
    expect(recorder.rows()[0]).toMatchObject({
      isFinished: false,
      isWithinBudget: null,
      failures: ['the page froze'],
    });
  });

  it('shows a promised row that was never measured', () => {
    expect(new Recorder([plan]).rows()[0]).toMatchObject({ median: null, isFinished: false });
  });

  it('refuses rows that nobody promised', () => {
    expect(() => new Recorder([plan]).add('other', 1)).toThrow('other');
  });

  it('judges by the goal of what computed', async () => {
    const plan: RowPlan = {
      id: 'ratio',
      what: 'peer / own',
      system: 'course',
      unit: 'times',
      rounds: 1,
      goals: { software: { least: 1.5, stretch: 2 }, gpu: { least: 3 } },
    };
    const recorder = new Recorder([plan]);
    recorder.add('ratio', 1.8);
    expect(recorder.rows()[0]).toMatchObject({ goal: null, reached: null });
    recorder.computedOn('software');
    expect(recorder.rows()[0]).toMatchObject({ reached: 'goal' });
    recorder.computedOn('gpu');
    expect(recorder.rows()[0]).toMatchObject({ goal: { least: 3 }, reached: 'missed' });
  });

  it('keeps what was noted', () => {
    const recorder = new Recorder([plan]);
    recorder.note({ adapter: 'a' });
    recorder.note({ sizes: [1] });
    expect(recorder.facts()).toEqual({ adapter: 'a', sizes: [1] });
  });
});

describe('reachedOf', () => {
  it('knows both directions', () => {
    expect(reachedOf(1.4, { least: 1.5, stretch: 3 })).toBe('missed');
    expect(reachedOf(1.5, { least: 1.5, stretch: 3 })).toBe('goal');
    expect(reachedOf(3, { least: 1.5, stretch: 3 })).toBe('stretch');
    expect(reachedOf(2e-5, { most: 1e-5 })).toBe('missed');
    expect(reachedOf(1e-6, { most: 1e-5, stretch: 1e-6 })).toBe('stretch');
    expect(reachedOf(1.06, { least: 0.95, most: 1.05 })).toBe('missed');
    expect(reachedOf(NaN, { least: 1 })).toBe('missed');
  });
});
