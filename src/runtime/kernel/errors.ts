import type { ErrorView } from '../../kit/show/types.ts';
import { describeValue } from '../../kit/show/index.ts';
import { limits } from '../protocol.ts';

const cut = (text: string, length: number = limits.messageText - 100): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

/** `cell-scores.js:3:14` in a stack line of V8, SpiderMonkey or JavaScriptCore. */
const place = /cell-([^\s()]*?)\.js:(\d+):(\d+)/;

/** What was thrown although it is no error, as a log would show it. */
function previewOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  const view = describeValue(thrown);
  return view?.kind === 'tree' ? view.root.preview : textOf(thrown, 'a value that cannot be read');
}

function textOf(value: unknown, fallback: string): string {
  try {
    return String(value);
  } catch {
    return fallback;
  }
}

/** Plain, clonable, bounded copies of an error's details. */
function plainDetails(details: unknown): Record<string, unknown> {
  try {
    const text = JSON.stringify(details);
    return text && text.length < 10_000 ? (JSON.parse(text) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/**
 * What `thrown` says, as data: anything at all may be thrown, and reading it must not throw again. Line and column are
 * those of the topmost frame in `cell`'s own code; the wrapper adds no line, only columns to the first.
 */
export function describeError(thrown: unknown, cell: string, firstLineOffset: number): ErrorView {
  const isError = thrown instanceof Error;
  const fields = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Record<
    string,
    unknown
  >;
  const read = (key: string): unknown => {
    try {
      return fields[key];
    } catch {
      return undefined;
    }
  };
  const name = isError ? textOf(read('name'), 'Error') : 'Thrown';
  const message = isError ? textOf(read('message'), '') : previewOf(thrown);
  const stack = typeof read('stack') === 'string' ? (read('stack') as string) : '';
  const frames = stack
    .split('\n')
    .filter((line) => /:\d+:\d+/.test(line))
    .slice(0, 30)
    .map((line) => cut(line.trim(), 300));
  const own = frames.map((frame) => place.exec(frame)).find((found) => found?.[1] === cell);
  const line = own ? Number(own[2]) : null;
  const column = own ? Number(own[3]) - (line === 1 ? firstLineOffset : 0) : null;
  const code = read('code');
  return {
    kind: 'error',
    name: cut(name, 200),
    message: cut(message),
    code: name === 'KitError' && typeof code === 'string' ? cut(code, 100) : null,
    details: name === 'KitError' ? plainDetails(read('details')) : {},
    line,
    column: column !== null && column > 0 ? column : null,
    // Frames of the cells: the kernel's own are of no use to a reader.
    stack: frames.filter((frame) => place.test(frame)),
  };
}
