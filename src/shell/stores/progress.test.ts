import { beforeEach, expect, test, vi } from 'vitest';
import { keepProgress, useProgress } from './progress.ts';
import { emptyRecord, entriesOf, entryOf, migrate, withEntry } from './record.ts';
import { reconcile } from './reconcile.ts';
import { memoryStorage } from './memory.ts';
import { localShelf } from './unsaved.ts';
import type { RecordStorage } from './memory.ts';

const L = 'attention/one-head';
const edit = (source: string) => ({ source, base: 'original' });

beforeEach(() => {
  useProgress.setState({ kept: 'loading', records: {} }, true);
});

function keeper(storage: RecordStorage, now = () => 1) {
  return keepProgress({ open: () => Promise.resolve(storage), now, channel: null, shelf: null });
}

test('an edit reaches storage within half a second of typing', async () => {
  vi.useFakeTimers();
  const storage = memoryStorage();
  const progress = keeper(storage);
  await progress.ready;
  progress.keep(L, 'edit', 'scores', edit('a'));
  await vi.advanceTimersByTimeAsync(500);
  vi.useRealTimers();
  const [record] = await storage.all();
  expect(entryOf(record, 'edit', 'scores')).toEqual(edit('a'));
});

test('continuous typing does not put the write off for ever', async () => {
  vi.useFakeTimers();
  const storage = memoryStorage();
  const progress = keeper(storage);
  await progress.ready;
  for (let n = 0; n < 6; n += 1) {
    progress.keep(L, 'edit', 'scores', edit(`text ${n}`));
    await vi.advanceTimersByTimeAsync(100);
  }
  vi.useRealTimers();
  const [record] = await storage.all();
  expect(entryOf(record, 'edit', 'scores')?.source).toMatch(/^text [2-5]$/);
});

test('typing on while a slow disk writes is no conflict with oneself', async () => {
  const storage = memoryStorage();
  let release = (): void => undefined;
  const slow: RecordStorage = {
    all: storage.all,
    async update(id, change) {
      await new Promise<void>((resolve) => (release = resolve));
      return storage.update(id, change);
    },
  };
  let clock = 0;
  const progress = keeper(slow, () => (clock += 1));
  await progress.ready;
  const flushes: Promise<void>[] = [];
  for (const text of ['w', 'wh', 'whi']) {
    progress.keep(L, 'edit', 'scores', edit(text));
    flushes.push(progress.flush());
  }
  for (let n = 0; n < 40; n += 1) {
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 1));
    release();
  }
  await Promise.all(flushes);
  const [record] = await storage.all();
  expect(entryOf(record, 'edit', 'scores')?.source).toBe('whi');
  expect(entriesOf(record, 'other')).toEqual([]);
  expect(entriesOf(useProgress.getState().records[L], 'other')).toEqual([]);
});

test('what was kept is there on the next visit', async () => {
  const storage = memoryStorage();
  const first = keeper(storage);
  first.keep(L, 'answer', 'highest', { choice: 1 });
  await first.flush();
  useProgress.setState({ kept: 'loading', records: {} }, true);
  await keeper(storage).ready;
  expect(useProgress.getState().kept).toBe('storage');
  expect(entryOf(useProgress.getState().records[L], 'answer', 'highest')).toEqual({ choice: 1 });
});

test('an edit made before storage has opened survives its opening', async () => {
  const storage = memoryStorage();
  await storage.update(L, (stored) => withEntry(stored, 'answer', 'highest', { choice: 0 }, 1));
  const progress = keeper(storage, () => 5);
  progress.keep(L, 'edit', 'scores', edit('early'));
  await progress.flush();
  const [record] = await storage.all();
  expect(entryOf(record, 'edit', 'scores')?.source).toBe('early');
  expect(entryOf(record, 'answer', 'highest')?.choice).toBe(0);
});

test('refused storage is said, and work goes on in memory', async () => {
  const progress = keepProgress({
    open: () => Promise.reject(new Error('refused')),
    now: () => 1,
    channel: null,
    shelf: null,
  });
  await progress.ready;
  expect(useProgress.getState().kept).toBe('memory');
  progress.keep(L, 'edit', 'scores', edit('mine'));
  await progress.flush();
  expect(entryOf(useProgress.getState().records[L], 'edit', 'scores')?.source).toBe('mine');
});

test('storage that fails while writing is said too', async () => {
  const storage = memoryStorage();
  const progress = keeper({ ...storage, update: () => Promise.reject(new Error('disk full')) });
  await progress.ready;
  progress.keep(L, 'edit', 'scores', edit('mine'));
  await progress.flush();
  expect(useProgress.getState().kept).toBe('memory');
});

test('two tabs that edit different cells both keep their work', () => {
  const known = emptyRecord(L);
  const mine = withEntry(known, 'edit', 'scores', edit('mine'), 10);
  const stored = withEntry(known, 'edit', 'weights', edit('theirs'), 20);
  const joined = reconcile(known, mine, stored);
  expect(entryOf(joined, 'edit', 'scores')?.source).toBe('mine');
  expect(entryOf(joined, 'edit', 'weights')?.source).toBe('theirs');
  expect(entriesOf(joined, 'other')).toEqual([]);
});

test('two tabs that edit the same cell never overwrite silently: the other version is kept beside', () => {
  const known = withEntry(emptyRecord(L), 'edit', 'scores', edit('before'), 1);
  const mine = withEntry(known, 'edit', 'scores', edit('mine'), 10);
  const stored = withEntry(known, 'edit', 'scores', edit('theirs'), 20);
  const joined = reconcile(known, mine, stored);
  expect(entryOf(joined, 'edit', 'scores')?.source).toBe('mine');
  expect(entryOf(joined, 'other', 'scores')?.source).toBe('theirs');
});

test('the tab whose text was set aside keeps it too: nothing is exchanged under the reader’s hands', () => {
  const first = withEntry(emptyRecord(L), 'edit', 'scores', edit('first'), 10);
  const second = withEntry(emptyRecord(L), 'edit', 'scores', edit('second'), 11);
  // The first tab wrote, then the second met its text.
  const stored = reconcile(emptyRecord(L), second, first);
  const inFirst = reconcile(first, first, stored);
  expect(entryOf(inFirst, 'edit', 'scores')?.source).toBe('first');
  expect(entryOf(inFirst, 'other', 'scores')?.source).toBe('second');
  // The reader keeps the first: that settles it everywhere.
  const settled = withEntry(inFirst, 'other', 'scores', null, 20);
  const written = reconcile(stored, settled, stored);
  expect(entryOf(written, 'edit', 'scores')?.source).toBe('first');
  expect(entriesOf(written, 'other')).toEqual([]);
  const inSecond = reconcile(stored, stored, written);
  expect(entryOf(inSecond, 'edit', 'scores')?.source).toBe('first');
  expect(entriesOf(inSecond, 'other')).toEqual([]);
});

test('the same edit in both tabs is no conflict', () => {
  const known = emptyRecord(L);
  const joined = reconcile(
    known,
    withEntry(known, 'edit', 'scores', edit('same'), 10),
    withEntry(known, 'edit', 'scores', edit('same'), 20),
  );
  expect(entriesOf(joined, 'other')).toEqual([]);
});

test('a reset in one tab does not throw away an edit made meanwhile in another', () => {
  const known = withEntry(emptyRecord(L), 'edit', 'scores', edit('before'), 1);
  const mine = withEntry(known, 'edit', 'scores', null, 10);
  const stored = withEntry(known, 'edit', 'scores', edit('theirs'), 5);
  expect(entryOf(reconcile(known, mine, stored), 'edit', 'scores')?.source).toBe('theirs');
});

test('a removal that only I made stays a removal', () => {
  const known = withEntry(emptyRecord(L), 'own', 'own-1', { after: null, source: '1' }, 1);
  const mine = withEntry(known, 'own', 'own-1', null, 10);
  expect(entriesOf(reconcile(known, mine, known), 'own')).toEqual([]);
});

test('answers of two tabs: the later one wins', () => {
  const known = emptyRecord(L);
  const joined = reconcile(
    known,
    withEntry(known, 'answer', 'p', { choice: 0 }, 10),
    withEntry(known, 'answer', 'p', { choice: 2 }, 20),
  );
  expect(entryOf(joined, 'answer', 'p')?.choice).toBe(2);
});

test('another tab’s write shows here without being asked for', async () => {
  const storage = memoryStorage();
  const listeners: ((event: MessageEvent) => void)[] = [];
  const progress = keepProgress({
    open: () => Promise.resolve(storage),
    now: () => 1,
    shelf: null,
    channel: {
      postMessage: () => undefined,
      addEventListener: (_type: string, listener: unknown) =>
        void listeners.push(listener as (event: MessageEvent) => void),
    },
  });
  await progress.ready;
  await storage.update(L, (stored) => withEntry(stored, 'passed', 'mask', { source: 's' }, 9));
  listeners.forEach((listener) => listener(new MessageEvent('message', { data: L })));
  await vi.waitFor(() =>
    expect(entryOf(useProgress.getState().records[L], 'passed', 'mask')).toEqual({ source: 's' }),
  );
});

test('a record of unknown layout is refused, bad entries are dropped one by one', () => {
  expect(migrate({ version: 99, id: L, entries: {} })).toBeNull();
  expect(migrate('nonsense')).toBeNull();
  const mended = migrate({
    version: 1,
    id: L,
    entries: {
      'edit:scores': { value: edit('good'), at: 3 },
      'edit:broken': { value: { source: 7 }, at: 3 },
      'constructor:x': { value: {}, at: 3 },
      'answer:p': { value: { choice: 1 } },
      'own:gone': { value: null, at: 4 },
    },
  });
  expect(Object.keys(mended?.entries ?? {})).toEqual(['edit:scores', 'own:gone']);
});

/** The part of a browser's storage that the shelf uses; keys are its own properties, as there. */
function fakeLocalStorage(): Storage {
  const kept: Record<string, unknown> = {};
  const hidden = (value: unknown) => ({ value, enumerable: false });
  return Object.defineProperties(kept, {
    getItem: hidden((key: string) => kept[key] ?? null),
    setItem: hidden((key: string, value: string) => void (kept[key] = value)),
    removeItem: hidden((key: string) => void delete kept[key]),
  }) as unknown as Storage;
}

test('what a page had no time to write is found by the next one', async () => {
  const local = fakeLocalStorage();
  const open = () => Promise.resolve(memoryStorage());
  const at = { now: () => 5, channel: null };
  const never: RecordStorage = { ...memoryStorage(), update: () => new Promise(() => {}) };
  const dying = keepProgress({
    ...at,
    open: () => Promise.resolve(never),
    shelf: localShelf(local, 'a'),
  });
  await dying.ready;
  dying.keep(L, 'edit', 'scores', edit('typed in the last moment'));
  dying.leave();
  useProgress.setState({ kept: 'loading', records: {} }, true);
  const next = keepProgress({ ...at, open, shelf: localShelf(local, 'b') });
  await next.ready;
  expect(entryOf(useProgress.getState().records[L], 'edit', 'scores')?.source).toBe(
    'typed in the last moment',
  );
  expect(Object.keys(local)).toEqual([]);
});

test('what was written after all is taken off the shelf, and damage on it is ignored', async () => {
  const local = fakeLocalStorage();
  local.setItem('ai-toolkit:unsaved:x', '[{"base":1},null,{"record":{}}]');
  local.setItem('ai-toolkit:unsaved:y', '{');
  local.setItem('something else', 'kept');
  const progress = keepProgress({
    open: () => Promise.resolve(memoryStorage()),
    now: () => 5,
    channel: null,
    shelf: localShelf(local, 'a'),
  });
  await progress.ready;
  expect(Object.keys(local)).toEqual(['something else']);
  progress.keep(L, 'edit', 'scores', edit('a'));
  progress.leave();
  expect(Object.keys(local)).toContain('ai-toolkit:unsaved:a');
  await progress.flush();
  expect(Object.keys(local)).toEqual(['something else']);
});
