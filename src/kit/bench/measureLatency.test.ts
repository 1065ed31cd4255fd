import { beforeEach, describe, expect, it } from 'vitest';
import { table } from '../show/index.ts';
import { expectNoLeak, useTestBackend } from '../testBackend.ts';
import { activeBackend, add, dispose, matMul, randomNormal, toArray } from '../tensor/index.ts';
import { measureLatency } from './index.ts';

/** A clock that moves only when a run costs time. */
function clock() {
  let time = 0;
  return { now: () => time, spend: (ms: number) => void (time += ms) };
}

beforeEach(() => useTestBackend('cpu'));

describe('measureLatency', () => {
  it('sets the first run apart and takes the median of the rest', async () => {
    const { now, spend } = clock();
    const costs = [500, 12, 10, 10, 10, 30, 10, 20, 10, 10];
    let runs = 0;
    const row = await measureLatency(() => spend(costs[runs++] ?? 10), {
      budgetMs: 1_000,
      now,
      label: 'x',
    });
    expect(row).toMatchObject({
      method: 'x',
      backend: 'cpu',
      firstRunMs: 500,
      medianMs: 10,
      minMs: 10,
      problem: null,
    });
    expect(row.runsPerSample).toBe(1);
    expect(now()).toBeLessThanOrEqual(1_500);
    expect(row.n).toBeGreaterThan(30);
  });

  it('warms up until it is steady', async () => {
    const { now, spend } = clock();
    const costs = [100, 90, 60, 40, 20, 10, 10, 10];
    let runs = 0;
    const row = await measureLatency(() => spend(costs[runs++] ?? 10), { now });
    expect(row.medianMs).toBe(10);
    expect(row.p95Ms).toBe(10);
  });

  it('times fast runs in groups, longer than the step of the clock', async () => {
    const { now, spend } = clock();
    const row = await measureLatency(() => spend(1 / 16), { now, budgetMs: 100 });
    expect(row.runsPerSample).toBe(32);
    expect(row.medianMs).toBe(1 / 16);
  });

  it('gives no 95th percentile from few samples, and no median from none', async () => {
    const { now, spend } = clock();
    expect(await measureLatency(() => spend(100), { now })).toMatchObject({
      p95Ms: null,
      problem: null,
    });
    const heavy = await measureLatency(() => spend(3_000), { now });
    expect(heavy).toMatchObject({
      n: 0,
      medianMs: null,
      firstRunMs: 3_000,
      problem: 'over-budget',
    });
  });

  it('frees what every run makes', async () => {
    const x = randomNormal([16, 16], { seed: 1 });
    await expectNoLeak(async () => {
      await measureLatency(() => add(matMul(x, x), 1), {
        now: () => performance.now(),
        budgetMs: 30,
      });
      await measureLatency(async () => ({ deep: [add(x, 1)] }), {
        now: () => performance.now(),
        budgetMs: 30,
      });
    });
    expect(x.isDisposed).toBe(false);
    dispose(x);
  });

  it('measures on another backend and comes back, the inputs with it', async () => {
    const x = randomNormal([8, 8], { seed: 2 });
    const before = await toArray(x);
    const seen: unknown[] = [];
    const row = await measureLatency(
      () => {
        seen.push(activeBackend());
        return matMul(x, x);
      },
      { backend: 'wasm', now: () => performance.now(), budgetMs: 30 },
    );
    expect(new Set(seen)).toEqual(new Set(['wasm']));
    expect(row).toMatchObject({ backend: 'wasm', problem: null, adapter: null });
    expect(row.medianMs).toBeGreaterThan(0);
    expect(activeBackend()).toBe('cpu');
    expect(await toArray(x)).toEqual(before);
    dispose(x);
  });

  it('says why there is no measurement', async () => {
    const row = await measureLatency(() => 1, { backend: 'webgpu', now: () => 0 });
    expect(row).toMatchObject({ backend: 'webgpu', n: 0, medianMs: null, problem: 'no-webgpu' });
    expect(activeBackend()).toBe('cpu');
  });

  it('stops when it is told to, and lets errors through', async () => {
    const { now, spend } = clock();
    const controller = new AbortController();
    let runs = 0;
    const run = () => {
      spend(10);
      if (++runs === 5) controller.abort();
    };
    await expect(measureLatency(run, { now, signal: controller.signal })).rejects.toThrow(/abort/i);
    expect(runs).toBe(5);
    await expect(
      measureLatency(
        () => {
          throw new Error('no');
        },
        { backend: 'wasm', now },
      ),
    ).rejects.toThrow('no');
    expect(activeBackend()).toBe('cpu');
  });

  it('labels its rows in a table', async () => {
    const row = await measureLatency(() => 1, { backend: 'webgpu', now: () => 0 });
    const view = table([row]);
    expect(view.columns.find((column) => column.key === 'medianMs')).toMatchObject({
      unit: 'ms',
      label: { en: 'Median' },
    });
    expect(view.rows[0]).toMatchObject({
      why: { en: 'the browser has no WebGPU' },
      medianMs: null,
    });
    expect(structuredClone(row)).toEqual(row);
  });
});
