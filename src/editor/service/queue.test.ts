import { expect, test } from 'vitest';
import type { Question } from './protocol.ts';
import { questionQueue } from './queue.ts';

const question = (at: number): Question => ({ kind: 'hover', cell: 'a', at });

function turns() {
  const tasks: (() => void)[] = [];
  const answered: number[] = [];
  const queue = questionQueue(
    (id) => void answered.push(id),
    (task) => void tasks.push(task),
  );
  return { queue, answered, tasks, turn: () => tasks.shift()?.() };
}

test('one answer a turn, in order', () => {
  const { queue, answered, tasks, turn } = turns();
  [1, 2].forEach((id) => queue.add(id, question(id)));
  expect([answered.length, tasks.length]).toEqual([0, 1]);
  turn();
  expect(answered).toEqual([1]);
  turn();
  expect(answered).toEqual([1, 2]);
  expect(tasks).toEqual([]);
});

test('what is withdrawn before its turn is never worked on', () => {
  const { queue, answered, turn } = turns();
  [1, 2, 3].forEach((id) => queue.add(id, question(id)));
  queue.cancel(1);
  queue.cancel(3);
  turn();
  turn();
  expect(answered).toEqual([2]);
});

test('a queue that ran empty starts again', () => {
  const { queue, answered, turn } = turns();
  queue.add(1, question(1));
  queue.cancel(1);
  turn();
  queue.add(2, question(2));
  turn();
  expect(answered).toEqual([2]);
});
