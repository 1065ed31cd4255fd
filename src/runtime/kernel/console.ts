import { describeValue } from '../../kit/show/index.ts';

type Level = 'log' | 'info' | 'warn' | 'error';

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const view = describeValue(value);
  if (view?.kind === 'tree') return view.root.preview;
  if (view?.kind === 'tensor') return `Tensor [${view.shape.join(', ')}]`;
  if (view?.kind === 'number') return String(view.value);
  return Object.prototype.toString.call(value);
}

/** Sends what cells write to the console to `write`, one line per call. */
export function captureConsole(write: (level: Level, text: string) => void): void {
  const levels: Readonly<Record<string, Level>> = {
    log: 'log',
    debug: 'log',
    trace: 'log',
    dir: 'log',
    table: 'log',
    info: 'info',
    warn: 'warn',
    error: 'error',
    assert: 'error',
  };
  for (const [method, level] of Object.entries(levels)) {
    const line = (...args: unknown[]) => {
      const shown =
        method === 'assert' ? (args[0] ? [] : ['Assertion failed:', ...args.slice(1)]) : args;
      if (shown.length > 0) write(level, shown.slice(0, 20).map(textOf).join(' '));
    };
    Object.defineProperty(console, method, { value: line, writable: true, configurable: true });
  }
}
