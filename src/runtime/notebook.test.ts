import { describe, expect, it, vi } from 'vitest';
import type { View } from '../kit/show/types.ts';
import { createAnalyser } from './analyser.ts';
import type { ClientEvent, Kernel, KernelCommand } from './client.ts';
import { createNotebook, type CourseNotebook, type NotebookOptions } from './notebook.ts';
import type { RunRequest } from './protocol.ts';
import type { CellSpec } from './state.ts';

/** A kernel whose runs the test ends by hand, or that ends them by itself. */
class FakeKernel implements Kernel {
  readonly ready = Promise.resolve();
  readonly commands: KernelCommand[] = [];
  readonly runs: RunRequest[] = [];
  isDead = false;
  /** Runs that end by themselves; the others hang until `finish`. */
  isQuick = true;
  /** Answers pings. */
  isResponsive = true;
  fails = new Set<string>();
  gone: Record<string, string[]> = {};
  onEvent: (event: ClientEvent) => void = () => undefined;
  onDeath: (reason: string) => void = () => undefined;

  send(message: KernelCommand): void {
    this.commands.push(message);
    if (message.t === 'ping' && this.isResponsive) this.tell({ t: 'pong', id: message.id });
    if (message.t === 'restore') this.tell({ t: 'restored', cell: message.cell, error: null });
    if (message.t !== 'run') return;
    this.runs.push(message.request);
    if (this.isQuick) setTimeout(() => this.finish(message.request), 1);
  }

  finish(request: RunRequest, view: View = { kind: 'text', text: `${request.cell} ran` }): void {
    const { run, cell } = request;
    if (this.fails.has(cell)) {
      const error = {
        kind: 'error' as const,
        name: 'Error',
        message: 'no',
        code: null,
        details: {},
        line: 1,
        column: null,
        stack: [],
      };
      this.tell({ t: 'error', run, ms: 1, error, isTainted: false });
      return;
    }
    this.tell({ t: 'view', run, index: 0, view });
    for (const name of request.defines)
      if (name.startsWith('slide'))
        this.tell({
          t: 'input',
          run,
          input: { kind: 'slider', id: name, min: 0, max: 9, step: 1, value: 0 },
        });
    const findings = request.check
      ? [{ passed: !request.code.js.includes('wrong'), message: 'm', values: {} }]
      : null;
    this.tell({
      t: 'done',
      run,
      ms: 2,
      views: 1,
      tensors: { count: 0, bytes: 0 },
      findings,
      isTainted: false,
    });
    const gone = this.gone[cell] ?? [];
    const values = Object.fromEntries(
      request.defines
        .filter((name) => !gone.includes(name))
        .map((name) => [name, { k: 'value' as const, v: 1 }]),
    );
    this.tell({ t: 'snapshot', run, values, gone });
  }

  tell(event: ClientEvent): void {
    if (!this.isDead) this.onEvent(event);
  }

  terminate(): void {
    this.isDead = true;
  }

  get order(): string[] {
    return this.runs.map((request) => request.cell);
  }
}

interface Bench {
  readonly notebook: CourseNotebook;
  readonly kernels: FakeKernel[];
  readonly ran: () => string[];
  readonly flags: string[];
}

function bench(
  cells: readonly (readonly [string, string, Partial<CellSpec>?])[],
  change: Partial<NotebookOptions> = {},
  prepare: (kernel: FakeKernel) => void = () => undefined,
): Bench {
  const kernels: FakeKernel[] = [];
  const flags: string[] = [];
  const costs = new Map<string, number>();
  const notebook = createNotebook({
    cells: cells.map(([id, source, more]) => ({ id, source, run: 'cost', kind: 'cell', ...more })),
    stored: {},
    lesson: {},
    pool: {
      take: () => {
        const kernel = new FakeKernel();
        prepare(kernel);
        kernels.push(kernel);
        return kernel;
      },
      prepare: () => undefined,
      close: () => undefined,
    },
    loadAnalyser: () => Promise.resolve(createAnalyser(['kit/bench', 'kit/show'])),
    costs: { get: (key) => costs.get(key), set: (key, ms) => void costs.set(key, ms) },
    crashFlag: { wasSet: false, set: () => flags.push('set'), clear: () => flags.push('clear') },
    framedBy: null,
    ...change,
  });
  return { notebook, kernels, flags, ran: () => kernels.flatMap((kernel) => kernel.order) };
}

const cell = ({ notebook }: Bench, id: string) => notebook.getState().cells[id]!;
const chain = [
  ['a', 'const a = 1'],
  ['b', 'const b = a + 1'],
  ['c', 'const c = b + 1'],
] as const;

describe('running', () => {
  it('runs what a cell needs first, in order', async () => {
    const at = bench(chain);
    await at.notebook.run('c');
    expect(at.ran()).toEqual(['a', 'b', 'c']);
    expect(cell(at, 'c').status).toBe('done');
    expect(cell(at, 'c').views).toEqual([{ kind: 'text', text: 'c ran' }]);
  });

  it('runs nothing on load, and sets the crash flag only around runs', async () => {
    const at = bench([['a', 'const a = 1', { run: 'auto' }]]);
    at.notebook.warm();
    await vi.waitFor(() => expect(cell(at, 'a').defines).toEqual(['a']));
    expect(at.ran()).toEqual([]);
    expect(at.flags).toEqual([]);
    await at.notebook.run('a');
    expect(at.flags).toEqual(['set', 'clear']);
  });

  it('re-runs cheap dependents, and only marks the others stale', async () => {
    const at = bench([...chain, ['heavy', 'const h = a', { run: 'click' }]]);
    await at.notebook.runAll();
    const before = at.ran().length;
    await at.notebook.run('a');
    expect(at.ran().slice(before)).toEqual(['a', 'b', 'c']);
    expect(cell(at, 'heavy')).toMatchObject({ isStale: true, staleBecause: ['a'] });
  });

  it('starts auto cells with the first run', async () => {
    const at = bench([
      ['a', 'const a = 1', { run: 'auto' }],
      ['b', 'const b = a', { run: 'auto' }],
      ['c', '1', {}],
    ]);
    await at.notebook.run('c');
    expect([...at.ran()].sort()).toEqual(['a', 'b', 'c']);
  });

  it('runs what was asked for before the auto cells above it', async () => {
    const at = bench([
      ['a', 'const a = 1', { run: 'auto' }],
      ['c', '1', {}],
    ]);
    await at.notebook.run('c');
    expect(at.ran()).toEqual(['c', 'a']);
  });

  it('starts no auto cell after a crash', async () => {
    const crashFlag = { wasSet: true, set: () => undefined, clear: () => undefined };
    const at = bench(
      [
        ['a', 'const a = 1', { run: 'auto' }],
        ['c', '1', {}],
      ],
      { crashFlag },
    );
    expect(at.notebook.getState().notices).toEqual([{ kind: 'crashed' }]);
    await at.notebook.run('c');
    expect(at.ran()).toEqual(['c']);
  });

  it('after an error, dependents leave the queue and are out of date', async () => {
    const at = bench(chain, {}, (kernel) => kernel.fails.add('b'));
    await at.notebook.run('c');
    expect(at.ran()).toEqual(['a', 'b']);
    expect(cell(at, 'b').status).toBe('error');
    // The cell that was clicked says why it did not run.
    expect(cell(at, 'c')).toMatchObject({
      status: 'error',
      error: { code: 'need-failed', details: { cell: 'b' } },
    });
  });

  it('a cell that nobody clicked leaves the queue in silence when its need fails', async () => {
    const at = bench(chain, {}, (kernel) => kernel.fails.add('b'));
    await at.notebook.runAll();
    expect(cell(at, 'b').error?.code).not.toBe('need-failed');
    expect(cell(at, 'c')).toMatchObject({ status: 'idle', error: null });
  });

  it('a cell whose need has a fault names that cell instead of missing its name', async () => {
    const at = bench([
      ['a', 'const a = 1'],
      ['b', 'a + 1'],
    ]);
    await at.notebook.run('b');
    at.notebook.edit('a', 'const a = (');
    await at.notebook.run('b');
    expect(at.ran()).toEqual(['a', 'b']);
    expect(cell(at, 'b').error).toMatchObject({ code: 'need-failed', details: { cell: 'a' } });
    at.notebook.edit('a', 'const a = 2');
    await at.notebook.run('b');
    expect(cell(at, 'b')).toMatchObject({ status: 'done', error: null });
  });

  it('asks once before the first run when another site frames the page', async () => {
    const at = bench(chain, { framedBy: 'https://elsewhere.example' });
    const run = at.notebook.run('a');
    await vi.waitFor(() => expect(at.notebook.getState().notices[0]?.kind).toBe('framed'));
    expect(at.ran()).toEqual([]);
    at.notebook.answer(at.notebook.getState().notices[0]!, true);
    await run;
    expect(at.ran()).toEqual(['a']);
    await at.notebook.run('b');
    expect(at.notebook.getState().notices).toEqual([]);
  });
});

describe('static faults', () => {
  it('two cells with one name name each other, and neither runs', async () => {
    const at = bench([
      ['a', 'const x = 1'],
      ['b', 'const x = 2'],
    ]);
    await at.notebook.run('a');
    expect(at.ran()).toEqual([]);
    expect(cell(at, 'a').problem).toMatchObject({ code: 'duplicate-name' });
    expect(JSON.stringify(cell(at, 'a').problem?.details)).toContain('b');
    expect(cell(at, 'b').problem?.code).toBe('duplicate-name');
  });

  it('a cycle is named on each of its cells', async () => {
    const at = bench([
      ['a', 'const x = y'],
      ['b', 'const y = x'],
      ['c', '1'],
    ]);
    await at.notebook.run('c');
    expect(cell(at, 'a').problem?.code).toBe('cycle');
    expect(cell(at, 'b').problem?.code).toBe('cycle');
    expect(cell(at, 'c').status).toBe('done');
  });

  it('a syntax error is shown without running, and mended by an edit', async () => {
    const at = bench([['a', 'const = 1']]);
    await at.notebook.run('a');
    expect(cell(at, 'a').problem).toMatchObject({ code: 'syntax', line: 1 });
    at.notebook.edit('a', 'const a = 1');
    await vi.waitFor(() => expect(cell(at, 'a').problem).toBeNull());
    await at.notebook.run('a');
    expect(cell(at, 'a').status).toBe('done');
  });
});

describe('editing', () => {
  it('marks the cell and its dependents stale, and says because of which names', async () => {
    const at = bench(chain);
    await at.notebook.runAll();
    at.notebook.edit('a', 'const a = 2');
    await vi.waitFor(() => expect(cell(at, 'c').isStale).toBe(true));
    expect(cell(at, 'a')).toMatchObject({ isStale: true, staleBecause: [] });
    expect(cell(at, 'b').staleBecause).toEqual(['a']);
    await at.notebook.run('b');
    expect(at.ran().slice(3)).toEqual(['a', 'b', 'c']);
    expect(cell(at, 'c').isStale).toBe(false);
  });

  it('own cells come and go', async () => {
    const at = bench(chain);
    const id = at.notebook.addCell('a', 'a * 10');
    expect(at.notebook.getState().order).toEqual(['a', id, 'b', 'c']);
    await at.notebook.run(id);
    expect(at.ran()).toEqual(['a', id]);
    at.notebook.removeCell(id);
    expect(at.notebook.getState().order).toEqual(['a', 'b', 'c']);
    at.notebook.removeCell('a');
    expect(at.notebook.getState().order).toEqual(['a', 'b', 'c']);
  });
});

describe('inputs', () => {
  const cells = [
    ['s', 'const slide = 1'],
    ['d', 'const d = slide'],
  ] as const;

  it('a move re-runs the owner and its cheap dependents with the latest value only', async () => {
    const at = bench(cells);
    await at.notebook.runAll();
    const kernel = at.kernels[0]!;
    kernel.isQuick = false;
    at.notebook.setInput('slide', 1);
    await vi.waitFor(() => expect(kernel.runs).toHaveLength(3));
    for (let value = 2; value <= 8; value++) at.notebook.setInput('slide', value);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(kernel.runs).toHaveLength(3);
    expect(cell(at, 's').inputs[0]?.value).toBe(8);
    kernel.isQuick = true;
    kernel.finish(kernel.runs[2]!);
    await vi.waitFor(() => expect(kernel.order.slice(3)).toEqual(['s', 'd']));
    const sent = kernel.commands.filter((command) => command.t === 'inputs');
    expect(sent.at(-1)).toMatchObject({ values: { slide: 8 } });
    expect(kernel.commands.some((command) => command.t === 'abort')).toBe(true);
  });
});

describe('stopping', () => {
  it('replaces a kernel whose cell never reads signal at once, and brings earlier values back', async () => {
    const at = bench([
      ['a', 'const a = 1'],
      ['loop', 'while (true) {}', { run: 'click' }],
      ['b', 'a + 1'],
    ]);
    await at.notebook.run('a');
    at.kernels[0]!.isQuick = false;
    const run = at.notebook.run('loop');
    await vi.waitFor(() => expect(cell(at, 'loop').status).toBe('running'));
    await at.notebook.stop();
    await run;
    expect(at.kernels).toHaveLength(2);
    expect(at.kernels[0]!.isDead).toBe(true);
    expect(cell(at, 'loop').status).toBe('stopped');
    expect(cell(at, 'a').views).toHaveLength(1);
    await at.notebook.run('b');
    expect(at.kernels[1]!.commands.find((command) => command.t === 'restore')).toMatchObject({
      cell: 'a',
    });
    expect(at.kernels[1]!.order).toEqual(['b']);
  });

  it('lets a cell that reads signal end by itself', async () => {
    const at = bench(
      [['a', 'await new Promise(() => {}); signal']],
      {},
      (kernel) => (kernel.isQuick = false),
    );
    const run = at.notebook.run('a');
    await vi.waitFor(() => expect(at.kernels[0]?.runs).toHaveLength(1));
    const stopping = at.notebook.stop();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(at.kernels[0]!.isDead).toBe(false);
    at.kernels[0]!.finish(at.kernels[0]!.runs[0]!);
    await stopping;
    await run;
    expect(at.kernels).toHaveLength(1);
  });

  it('ends it when it does not answer the ping, or goes on for 250 ms', async () => {
    for (const isResponsive of [false, true]) {
      const at = bench([['a', 'signal']], {}, (kernel) =>
        Object.assign(kernel, { isQuick: false, isResponsive }),
      );
      const run = at.notebook.run('a');
      await vi.waitFor(() => expect(at.kernels[0]?.runs).toHaveLength(1));
      await at.notebook.stop();
      await run;
      expect(at.kernels[0]!.isDead).toBe(true);
      expect(cell(at, 'a').status).toBe('stopped');
    }
  });

  it('re-runs a cell whose values could not be kept, when they are needed', async () => {
    const at = bench(
      [
        ['a', 'const a = new Date()'],
        ['loop', 'for (;;) {}', { run: 'click' }],
        ['b', 'a'],
      ],
      {},
      (kernel) => (kernel.gone = { a: ['a'] }),
    );
    await at.notebook.run('a');
    at.kernels[0]!.isQuick = false;
    const run = at.notebook.run('loop');
    await vi.waitFor(() => expect(cell(at, 'loop').status).toBe('running'));
    await at.notebook.stop();
    await run;
    expect(cell(at, 'a').isGone).toBe(true);
    await at.notebook.run('b');
    expect(at.kernels[1]!.order).toEqual(['a', 'b']);
    expect(cell(at, 'a').isGone).toBe(false);
  });

  it('goes on with a new kernel when the worker dies by itself', async () => {
    const at = bench(chain, {}, (kernel) => (kernel.isQuick = false));
    const run = at.notebook.run('a');
    await vi.waitFor(() => expect(at.kernels[0]?.runs).toHaveLength(1));
    at.kernels[0]!.onDeath('out of memory');
    await run;
    expect(cell(at, 'a').error?.code).toBe('kernel-ended');
    at.kernels[1]!.isQuick = true;
    await at.notebook.run('a');
    expect(cell(at, 'a').status).toBe('done');
  });

  it('takes a clean kernel after a cell overwrote built-ins', async () => {
    const at = bench(chain, {}, (kernel) => {
      kernel.isQuick = false;
    });
    const run = at.notebook.run('a');
    await vi.waitFor(() => expect(at.kernels[0]?.runs).toHaveLength(1));
    const { run: number } = at.kernels[0]!.runs[0]!;
    at.kernels[0]!.tell({
      t: 'done',
      run: number,
      ms: 1,
      views: 0,
      tensors: { count: 0, bytes: 0 },
      findings: null,
      isTainted: true,
    });
    at.kernels[0]!.tell({
      t: 'snapshot',
      run: number,
      values: { a: { k: 'value', v: 1 } },
      gone: [],
    });
    await run;
    expect(at.kernels[0]!.isDead).toBe(true);
    expect(at.kernels).toHaveLength(2);
  });
});

describe('the watchdog', () => {
  const slow = (kernel: FakeKernel) => (kernel.isQuick = false);

  it('stops a cell that goes on without progress', async () => {
    const at = bench([['a', '1']], { watchdogMs: 60 }, slow);
    const run = at.notebook.run('a');
    await vi.waitFor(() =>
      expect(at.notebook.getState().notices[0]).toEqual({ kind: 'watchdog', cell: 'a' }),
    );
    await run;
    expect(cell(at, 'a').status).toBe('stopped');
    expect(at.notebook.getState().notices).toEqual([]);
  });

  it('leaves it when the reader says so, and never starts for a cell that measures', async () => {
    const at = bench(
      [
        ['a', '1'],
        ['m', "import { measureLatency } from 'kit/bench'; measureLatency"],
      ],
      { watchdogMs: 300 },
      slow,
    );
    const run = at.notebook.run('a');
    await vi.waitFor(() => expect(at.notebook.getState().notices).toHaveLength(1));
    at.notebook.answer({ kind: 'watchdog', cell: 'a' }, true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(cell(at, 'a').status).toBe('running');
    at.kernels[0]!.finish(at.kernels[0]!.runs[0]!);
    await run;
    const measuring = at.notebook.run('m');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(cell(at, 'm').status).toBe('running');
    expect(at.notebook.getState().notices).toEqual([]);
    at.kernels[0]!.finish(at.kernels[0]!.runs[1]!);
    await measuring;
  });
});

describe('exercises', () => {
  const cells = [
    [
      'mask',
      'const f = () => "wrong"',
      { kind: 'exercise' as const, solution: 'const f = () => "ours"', check: 'f()' },
    ],
    ['user', 'const u = f()', { run: 'auto' as const }],
  ] as const;

  it("stand for our version until the learner's passes, then for theirs", async () => {
    const at = bench(cells);
    await at.notebook.run('user');
    expect(at.kernels[0]!.runs[0]!.code.js).toContain('ours');
    await at.notebook.check('mask');
    expect(cell(at, 'mask').findings).toEqual([{ passed: false, message: 'm', values: {} }]);
    const before = at.ran().length;
    at.notebook.edit('mask', 'const f = () => "mine"');
    await at.notebook.check('mask');
    expect(cell(at, 'mask').findings?.[0]?.passed).toBe(true);
    const after = at.kernels[0]!.runs.slice(before);
    expect(after.map((request) => request.cell)).toEqual(['mask', 'mask', 'user']);
    expect(after[1]!.code.js).toContain('mine');
  });

  it('may use what other cells define, though our solution does not', async () => {
    const at = bench([
      ['base', 'const half = 0.5'],
      ['helper', 'const twice = () => half * 2'],
      [
        'task',
        'const f = () => twice()',
        { kind: 'exercise' as const, solution: 'const f = () => 1', check: 'f()' },
      ],
      ['other', 'const unrelated = 1'],
    ]);
    await at.notebook.check('task');
    expect([...new Set(at.ran())]).toEqual(['base', 'helper', 'task']);
  });
});
