import { expect, test } from 'vitest';
import { firstState } from './engine.ts';
import { emptyRecord, withEntry } from './stores/record.ts';
import type { EntryKind } from './stores/record.ts';
import { fakeNotebook, fakePage } from './testing/fakeNotebook.ts';
import { changesFrom, keepChanges, keptWork } from './work.ts';

const page = fakePage([
  { id: 'a', kind: 'cell', run: 'cost', source: 'A' },
  { id: 'mask', kind: 'exercise', run: 'cost', source: 'M' },
]);

function recorder() {
  const kept: [EntryKind, string, unknown][] = [];
  return {
    kept,
    keep: (_lesson: string, kind: EntryKind, id: string, value: unknown) =>
      void kept.push([kind, id, value]),
  };
}

test('an edit is kept with the text it was made from; going back to it removes the entry', () => {
  const notebook = fakeNotebook(page);
  const keeper = recorder();
  const before = notebook.getState();
  notebook.edit('a', 'A2');
  const edited = notebook.getState();
  keepChanges('l', keeper, before, edited);
  notebook.edit('a', 'A');
  const record = withEntry(emptyRecord('l'), 'edit', 'a', { source: 'A2', base: 'A' }, 1);
  keepChanges('l', keeper, edited, notebook.getState(), record);
  expect(keeper.kept).toEqual([
    ['edit', 'a', { source: 'A2', base: 'A' }],
    ['edit', 'a', null],
  ]);
});

test('what came from storage is not written back, and an edit keeps the text that it began from', () => {
  const notebook = fakeNotebook(page);
  const keeper = recorder();
  const record = withEntry(emptyRecord('l'), 'edit', 'a', { source: 'A2', base: 'older' }, 1);
  const before = notebook.getState();
  notebook.edit('a', 'A2');
  const restored = notebook.getState();
  keepChanges('l', keeper, before, restored, record);
  expect(keeper.kept).toEqual([]);
  notebook.edit('a', 'A3');
  keepChanges('l', keeper, restored, notebook.getState(), record);
  expect(keeper.kept).toEqual([['edit', 'a', { source: 'A3', base: 'older' }]]);
});

test('a passed exercise is kept with the text that passed, a failed one is not', () => {
  const notebook = fakeNotebook(page);
  const keeper = recorder();
  const before = notebook.getState();
  notebook.set('mask', { findings: [{ passed: false, message: 'm', values: {} }] });
  const failed = notebook.getState();
  keepChanges('l', keeper, before, failed);
  notebook.set('mask', { findings: [{ passed: true, message: 'm', values: {} }] });
  keepChanges('l', keeper, failed, notebook.getState());
  expect(keeper.kept).toEqual([['passed', 'mask', { source: 'M' }]]);
});

test('a cell of one’s own is kept with its place, and its removal too', () => {
  const notebook = fakeNotebook(page);
  const keeper = recorder();
  const before = notebook.getState();
  const id = notebook.addCell('a', '1 + 1');
  const added = notebook.getState();
  keepChanges('l', keeper, before, added);
  notebook.removeCell(id);
  keepChanges('l', keeper, added, notebook.getState());
  expect(keeper.kept).toEqual([
    ['own', id, { after: 'a', source: '1 + 1' }],
    ['own', id, null],
  ]);
});

test('a run changes nothing that is kept', () => {
  const notebook = fakeNotebook(page);
  const keeper = recorder();
  const before = notebook.getState();
  notebook.set('a', { status: 'done', durationMs: 3 });
  keepChanges('l', keeper, before, notebook.getState());
  expect(keeper.kept).toEqual([]);
});

test('what an earlier visit left is given back', () => {
  let record = emptyRecord('l');
  record = withEntry(record, 'edit', 'a', { source: 'A2', base: 'A' }, 1);
  record = withEntry(record, 'passed', 'mask', { source: 'mine' }, 2);
  record = withEntry(record, 'own', 'own-1', { after: 'a', source: '1' }, 3);
  expect(keptWork(record)).toEqual({
    edits: { a: 'A2' },
    own: [{ id: 'own-1', after: 'a', source: '1' }],
    passed: { mask: 'mine' },
  });
});

test('another tab’s edit is shown here, its reset too, and agreement changes nothing', () => {
  const state = firstState(page);
  const edited = withEntry(emptyRecord('l'), 'edit', 'a', { source: 'A2', base: 'A' }, 1);
  expect(changesFrom(edited, state).edits).toEqual({ a: 'A2' });
  const notebook = fakeNotebook(page);
  notebook.edit('a', 'A2');
  expect(changesFrom(edited, notebook.getState()).edits).toEqual({});
  const reset = withEntry(edited, 'edit', 'a', null, 2);
  expect(changesFrom(reset, notebook.getState()).edits).toEqual({ a: 'A' });
});
