// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest';
import type { PageCell } from '../../content/page.ts';
import { fakePage } from '../testing/fakeNotebook.ts';
import { render } from '../testing/render.tsx';
import type { Rendered } from '../testing/render.tsx';
import { Cell, OwnCellsAfter, edgeOf } from './Cell.tsx';

const cells: PageCell[] = [
  { id: 'scores', kind: 'cell', run: 'cost', source: 'const scores = 1;' },
  { id: 'weights', kind: 'cell', run: 'cost', source: 'const weights = scores;' },
];
const labels = { divisor: { en: 'divide by', ar: 'اقسم على' } };
let page: Rendered;
afterEach(() => page.unmount());

const drawn = async (locale: 'ar' | 'en' = 'en'): Promise<Rendered> => {
  page = await render(fakePage(cells, { locale, labels }), <Cell id="weights" content={{}} />);
  return page;
};
const status = (): string | null =>
  page.host.querySelector('.cell-state')?.getAttribute('data-status') ?? null;

describe('a cell’s states, each in a mark and a word', () => {
  test('idle: Run starts it', async () => {
    await drawn();
    expect(status()).toBe('idle');
    await page.click('.btn.run');
    expect(page.notebook.calls).toEqual([['run', 'weights']]);
  });

  test('running: Stop stands where Run stood, with progress and the time left', async () => {
    await drawn();
    const run = page.host.querySelector('.btn.run');
    const place = run?.parentElement;
    await page.change(() =>
      page.notebook.set('weights', {
        status: 'running',
        progress: { done: 62, total: 100, leftMs: 2000 },
      }),
    );
    expect(status()).toBe('running');
    expect(page.host.querySelector('.btn.run')?.parentElement).toBe(place);
    expect(page.text()).toContain('62%, 2 s left');
    await page.click('.btn.stop');
    expect(page.notebook.calls).toEqual([['stop']]);
  });

  test('running without an honest estimate shows no percentage', async () => {
    await drawn();
    await page.change(() => page.notebook.set('weights', { status: 'running', progress: null }));
    expect(page.text()).toContain('Running');
    expect(page.text()).not.toContain('%');
  });

  test('done: time, tensors held and growth', async () => {
    await drawn('ar');
    await page.change(() =>
      page.notebook.set('weights', {
        status: 'done',
        durationMs: 4.1,
        tensors: { count: 3, bytes: 400, grew: 2 },
      }),
    );
    expect(page.text()).toContain('تمّت في 4.1');
    expect(page.text()).toContain('3 موتِّرات');
    expect(page.text()).toContain('زاد موتِّران على المرة السابقة');
  });

  test('out of date: which name changed, and what it would cost', async () => {
    await drawn();
    await page.change(() =>
      page.notebook.set('weights', {
        status: 'done',
        isStale: true,
        staleBecause: ['scores'],
        cost: 'heavy',
        durationMs: 3000,
      }),
    );
    expect(status()).toBe('stale');
    expect(page.text()).toContain('scores changed since.');
    expect(page.text()).toContain('about 3 s, so it waits for you');
  });

  test('error: the line can be gone to, the original stays in English on an Arabic page', async () => {
    await drawn('ar');
    await page.change(() =>
      page.notebook.set('weights', {
        status: 'error',
        error: {
          kind: 'error',
          name: 'ReferenceError',
          message: 'graph is not defined',
          code: null,
          details: {},
          line: 2,
          column: 7,
          stack: ['at weights:2:7'],
        },
      }),
    );
    expect(status()).toBe('error');
    expect(page.text()).toContain('توقّفت عند السطر 2');
    const original = page.host.querySelector('.err pre');
    expect(original?.textContent).toBe('ReferenceError: graph is not defined');
    expect(original?.getAttribute('dir')).toBe('ltr');
    expect(page.host.querySelector('details')?.open).toBe(false);
  });

  test('stopped, and gone when its values did not outlive the stop', async () => {
    await drawn();
    await page.change(() => page.notebook.set('weights', { status: 'stopped' }));
    expect(page.text()).toContain('Stopped');
    expect(page.text()).toContain('earlier results are back');
    await page.change(() => page.notebook.set('weights', { status: 'stopped', isGone: true }));
    expect(page.text()).toContain('did not outlive');
    expect(page.text()).not.toContain('earlier results are back');
  });

  test('a stored output is never taken for a run on this machine', async () => {
    await drawn();
    await page.change(() =>
      page.notebook.set('weights', { isStored: true, views: [{ kind: 'text', text: 'x' }] }),
    );
    expect(status()).toBe('stored');
    expect(page.text()).toContain('Stored output');
    expect(page.host.querySelector('.btn.run')?.textContent).toBe('Run');
  });
});

test('reads names only what another cell defines', async () => {
  await drawn();
  await page.change(() => {
    page.notebook.set('scores', { defines: ['scores'] });
    page.notebook.set('weights', { uses: ['scores', 'Math', 'lesson'] });
  });
  expect(page.host.querySelector('.reads')?.textContent).toBe('reads scores');
});

test('a slider is labelled in the page’s language, stays left to right and moves at once', async () => {
  await drawn('ar');
  const slider = { kind: 'slider', id: 'divisor', min: 0, max: 1, step: 0.1, value: 0.3 } as const;
  await page.change(() => page.notebook.set('weights', { inputs: [slider] }));
  const input = page.host.querySelector<HTMLInputElement>('input[type=range]');
  expect(input?.dir).toBe('ltr');
  expect(page.host.querySelector('.input label')?.textContent).toContain('اقسم على');
  expect(page.host.querySelector('output')?.textContent).toBe('0.3');
  await page.change(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, '0.7');
    input?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  expect(page.notebook.calls).toEqual([['setInput', 'divisor', 0.7]]);
});

test('an edited cell can be reset, an untouched one has nothing to reset', async () => {
  await drawn();
  expect(page.host.querySelector('[aria-label="Reset to the original"]')).toBeNull();
  await page.change(() => page.notebook.edit('weights', 'const weights = 2;'));
  await page.click('[aria-label="Reset to the original"]');
  expect(page.notebook.getState().cells['weights']?.source).toBe('const weights = scores;');
});

test('text that was not highlighted by the build is escaped', async () => {
  await drawn();
  await page.change(() =>
    page.notebook.edit('weights', 'const a = "<img src=x onerror=alert(1)>";'),
  );
  expect(page.host.querySelector('img')).toBeNull();
  expect(page.host.querySelector('pre.code')?.textContent).toContain('<img src=x');
});

test('a cell of one’s own stands after its neighbour and can be removed', async () => {
  page = await render(fakePage(cells), <OwnCellsAfter id="scores" />);
  let id = '';
  await page.change(() => {
    id = page.notebook.addCell('scores', '1 + 1');
  });
  expect(page.host.querySelectorAll('section.own')).toHaveLength(1);
  await page.click('[aria-label="More for this cell"]');
  const remove = [...page.host.querySelectorAll('[role=menuitem]')].find(
    (item) => item.textContent === 'Remove this cell',
  );
  await page.change(() => (remove as HTMLElement).click());
  expect(page.notebook.getState().cells[id]).toBeUndefined();
  expect(page.host.querySelectorAll('section.own')).toHaveLength(0);
});

test('edges: the state that shows is the one that matters most', async () => {
  await drawn();
  const cell = page.notebook.getState().cells['weights'];
  if (!cell) throw new Error('no cell');
  expect(edgeOf({ ...cell, status: 'running', isStale: true })).toBe('running');
  expect(edgeOf({ ...cell, status: 'error', isStale: true })).toBe('error');
  expect(edgeOf({ ...cell, status: 'done', isGone: true })).toBe('idle');
});
