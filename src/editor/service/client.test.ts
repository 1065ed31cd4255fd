import { expect, test, vi } from 'vitest';
import { createTypeClient } from './client.ts';
import type { ServiceWorkerLike } from './client.ts';
import type { CellText, FromService, NameInfo, Question, ToService } from './protocol.ts';

const info: NameInfo = { code: 'const a: 1', doc: '', cell: null, from: 0, to: 1 };
const hover = (cell: string): Question => ({ kind: 'hover', cell, at: 0 });

/** A client with a pretended worker whose messages the test writes itself. */
function pretended(cells: CellText[] = [{ id: 'a', source: 'one' }]) {
  const sent: ToService[] = [];
  const workers: ServiceWorkerLike[] = [];
  const terminate = vi.fn();
  const client = createTypeClient({
    files: { kit: 'kit.json', lib: 'lib.json' },
    cells: () => cells,
    open: () => {
      const worker: ServiceWorkerLike = {
        postMessage: (message) => void sent.push(message),
        onmessage: null,
        onerror: null,
        terminate,
      };
      workers.push(worker);
      return worker;
    },
  });
  return {
    client,
    sent,
    workers,
    terminate,
    kinds: () => sent.map(({ kind }) => kind),
    say: (data: FromService) =>
      workers
        .at(-1)
        ?.onmessage?.(new MessageEvent('message', { data }) as MessageEvent<FromService>),
    crash: () => {
      const preventDefault = vi.fn();
      workers.at(-1)?.onerror?.({ preventDefault } as unknown as ErrorEvent);
      return preventDefault;
    },
  };
}

test('nothing is loaded before the first question', async () => {
  const { client, workers, kinds, say } = pretended();
  expect(workers).toHaveLength(0);
  const states: string[] = [];
  client.subscribe(() => states.push(client.getState()));
  const answer = client.ask(hover('a'), { source: 'one' });
  expect(kinds()).toEqual(['start', 'cells', 'ask']);
  say({ kind: 'ready' });
  say({ kind: 'answer', id: 1, answer: info });
  expect(await answer).toEqual(info);
  expect(states).toEqual(['loading', 'ready']);
});

test('only changed cells travel, and the asking cell is as its editor has it', () => {
  const cells = [
    { id: 'a', source: 'one' },
    { id: 'b', source: 'two' },
  ];
  const { client, sent } = pretended(cells);
  const sendings = () => sent.filter((message) => message.kind === 'cells');
  void client.ask(hover('a'), { source: 'newer' });
  expect(sendings()[0]).toMatchObject({
    order: ['a', 'b'],
    changed: [{ id: 'a', source: 'newer' }, { id: 'b' }],
  });
  void client.ask(hover('a'), { source: 'newer' });
  expect(sendings()).toHaveLength(1);
  cells.pop();
  void client.ask(hover('own'), { source: 'x' });
  expect(sendings()[1]).toMatchObject({
    order: ['a', 'own'],
    changed: [{ source: 'one' }, { source: 'x' }],
  });
});

test('a withdrawn question is answered with nothing at once, and its late answer is dropped', async () => {
  const { client, kinds, say } = pretended();
  const stop = new AbortController();
  const answer = client.ask(hover('a'), { source: 'one', signal: stop.signal });
  stop.abort();
  expect(await answer).toBeNull();
  expect(kinds().at(-1)).toBe('cancel');
  say({ kind: 'answer', id: 1, answer: info });
  expect(await client.ask(hover('a'), { source: 'one', signal: stop.signal })).toBeNull();
  expect(kinds().filter((kind) => kind === 'ask')).toHaveLength(1);
});

test('a failure ends all questions quietly, and is tried again only on a reader’s word', async () => {
  const { client, workers, say, terminate, kinds } = pretended();
  const answer = client.ask(hover('a'), { source: 'one' });
  say({ kind: 'failed' });
  expect(await answer).toBeNull();
  expect([client.getState(), terminate.mock.calls.length]).toEqual(['failed', 1]);
  expect(await client.ask(hover('a'), { source: 'one' })).toBeNull();
  expect(workers).toHaveLength(1);
  const again = client.ask(hover('a'), { source: 'one', isExplicit: true });
  expect(workers).toHaveLength(2);
  // The new worker knows nothing: it gets all cells anew.
  expect(kinds().slice(-3)).toEqual(['start', 'cells', 'ask']);
  say({ kind: 'answer', id: 2, answer: info });
  expect(await again).toEqual(info);
});

test('a worker that breaks leaves nothing in the console', async () => {
  const { client, crash } = pretended();
  const answer = client.ask(hover('a'), { source: 'one' });
  expect(crash()).toHaveBeenCalled();
  expect(await answer).toBeNull();
  expect(client.getState()).toBe('failed');
});

test('where there are no workers there are no types', async () => {
  const client = createTypeClient({
    files: { kit: '', lib: '' },
    cells: () => [],
    open: () => {
      throw new Error('no workers here');
    },
  });
  expect(await client.ask(hover('a'), { source: '' })).toBeNull();
  expect(client.getState()).toBe('failed');
});
