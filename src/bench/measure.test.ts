import { describe, expect, it } from 'vitest';
import { quantile, Recorder, type RowPlan } from './measure.ts';

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
});
