import type { ErrorView } from '../../kit/show/types.ts';

/** Hands on what nobody caught: a promise rejected without a handler, an error in a timer or an event. */
export function hearLateErrors(report: (thrown: unknown) => void): void {
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    report(event.reason);
  });
  addEventListener('error', (event) => {
    event.preventDefault();
    report(event.error ?? event.message);
  });
}

/** The cell whose code an error's stack names first. */
export function cellOf(error: ErrorView): string | null {
  for (const frame of error.stack) {
    const found = /cell-([^\s()]*?)\.js:\d+:\d+/.exec(frame);
    if (found?.[1]) return found[1];
  }
  return null;
}
