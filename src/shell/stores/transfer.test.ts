import { expect, test } from 'vitest';
import { emptyRecord, withEntry } from './record.ts';
import { exportFile, readExport } from './transfer.ts';

test('what is exported can be imported', async () => {
  const record = withEntry(emptyRecord('p/l'), 'answer', 'q', { choice: 2 }, 7);
  const text = await exportFile({ 'p/l': record }).text();
  expect(readExport(text)).toEqual([record]);
});

test.each([
  '',
  '[]',
  '{}',
  'null',
  '{"format":"other","lessons":[]}',
  '{"format":"ai-engineer-toolkit/progress"}',
])('a file that is something else is refused: %s', (text) => {
  expect(readExport(text)).toBeNull();
});
