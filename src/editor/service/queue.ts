import type { Question } from './protocol.ts';

/** Questions that wait for an answer. */
export interface QuestionQueue {
  add(id: number, question: Question): void;
  cancel(id: number): void;
}

/**
 * Answers one question per turn of the event loop, so that a cancellation that has already been sent is heard before
 * the work is done: whoever types fast asks more than anyone could answer.
 */
export function questionQueue(
  answer: (id: number, question: Question) => void,
  nextTurn: (task: () => void) => void = (task) => void setTimeout(task, 0),
): QuestionQueue {
  const waiting = new Map<number, Question>();
  let isTurnComing = false;
  const come = (): void => {
    if (isTurnComing || waiting.size === 0) return;
    isTurnComing = true;
    nextTurn(() => {
      isTurnComing = false;
      const [first] = waiting;
      if (!first) return;
      waiting.delete(first[0]);
      answer(first[0], first[1]);
      come();
    });
  };
  return {
    add(id, question) {
      waiting.set(id, question);
      come();
    },
    cancel: (id) => void waiting.delete(id),
  };
}
