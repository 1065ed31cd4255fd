/** Runs `task` when the browser has nothing better to do, within a few seconds; the result takes it back. */
export function whenIdle(task: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(task, { timeout: 2500 });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(task, 400);
  return () => clearTimeout(id);
}
