import { describe, expect, it } from 'vitest';
import { addCounts, closingLine, countPlaywright, countVitest } from './testReport.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});
const vitest = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  success: true,
  testResults: [file('passed', 'passed', 'passed', 'passed')],
};
const playwright = { stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 2 }, errors: [] };

describe('countVitest', () => {
  it('takes the runner’s numbers', () => {
    expect(countVitest(vitest)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });
  it('counts a file that broke before its first test', () => {
    const broken = { ...vitest, success: false, testResults: [file('failed')] };
    expect(countVitest(broken).failed).toBe(1);
  });
  it('counts a failed test once, not again for its file', () => {
    const failed = {
      ...vitest,
      numFailedTests: 1,
      success: false,
      testResults: [file('failed', 'passed', 'failed')],
    };
    expect(countVitest(failed).failed).toBe(1);
  });
  it('does not call a run clean that calls itself failed', () => {
    expect(countVitest({ ...vitest, success: false }).failed).toBe(1);
  });
});

describe('countPlaywright', () => {
  it('takes the runner’s numbers', () => {
    expect(countPlaywright(playwright)).toEqual({ passed: 4, failed: 0, skipped: 2 });
  });
  it('counts flaky tests and errors outside of tests as failures', () => {
    const report = {
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 },
      errors: [{ message: 'no server' }],
    };
    expect(countPlaywright(report).failed).toBe(3);
  });
});

describe('closingLine', () => {
  it('names skipped tests only when there are any', () => {
    const sum = addCounts([countVitest(vitest), countPlaywright(playwright)]);
    expect(closingLine(sum)).toBe('7 passed, 0 failed, 3 skipped');
    expect(closingLine({ ...sum, skipped: 0 })).toBe('7 passed, 0 failed');
  });
});
