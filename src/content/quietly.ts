import type { Here } from './render.ts';

/** What `body` renders, with no term marked in it. */
export function quietly<T>(here: Here, body: () => T): T {
  const before = here.isQuiet;
  here.isQuiet = true;
  const result = body();
  here.isQuiet = before;
  return result;
}
