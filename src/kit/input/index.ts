/**
 * Reactive inputs as plain descriptions. A cell calls `slider('divisor', { min: 0, max: 8 })` and gets a number; the
 * kernel, connected as the reader, records the description for the page and answers with what the learner has set.
 */
import type {
  CheckboxInput,
  FileInput,
  FileValue,
  Input,
  InputValue,
  SelectInput,
  SliderInput,
  TextInput,
} from './types.ts';

export type {
  CheckboxInput,
  FileInput,
  FileValue,
  Input,
  InputValue,
  SelectInput,
  SliderInput,
  TextInput,
} from './types.ts';

/** Takes an input's description and gives its current value. */
export type InputReader = (input: Input) => InputValue;

const ownValue: InputReader = (input) => input.value;
let read: InputReader = ownValue;

/** Connects what answers for the inputs; without an argument each input answers with its own first value. */
export function connectInputs(reader: InputReader = ownValue): void {
  read = reader;
}

/** What a slider needs; `step` defaults to 1 when all numbers are whole, else to a hundredth of the range. */
export interface SliderOptions {
  readonly min: number;
  readonly max: number;
  /** Default: `min`. */
  readonly value?: number;
  readonly step?: number;
  readonly unit?: string;
}

/** A number that the reader drags between `min` and `max`. */
export function slider(id: string, options: SliderOptions): number {
  checkId('slider', id);
  const { min, max, value = min, unit } = options;
  checkNumber('slider', 'min', min);
  checkNumber('slider', 'max', max);
  checkNumber('slider', 'value', value);
  if (max <= min) throw rangeError('slider', 'max', `more than min (${min})`, max);
  if (value < min || value > max)
    throw rangeError('slider', 'value', `from ${min} to ${max}`, value);
  const isWhole = [min, max, value].every(Number.isInteger);
  const step = options.step ?? (isWhole ? 1 : (max - min) / 100);
  checkNumber('slider', 'step', step);
  if (step <= 0 || step > max - min) {
    throw rangeError('slider', 'step', `more than 0 and at most ${max - min}`, step);
  }
  const input: SliderInput = {
    kind: 'slider',
    id,
    min,
    max,
    step,
    value,
    ...(unit === undefined ? {} : { unit }),
  };
  const answer = read(input);
  return typeof answer === 'number' && Number.isFinite(answer)
    ? Math.min(max, Math.max(min, answer))
    : value;
}

/** One of `options`; the first one unless `value` says otherwise. */
export function select<const T extends string | number>(
  id: string,
  options: readonly T[],
  value?: NoInfer<T>,
): T {
  checkId('select', id);
  if (!Array.isArray(options))
    throw typeError('select', 'options', 'an array of strings or numbers', options);
  const [first] = options;
  if (first === undefined) throw rangeError('select', 'options', 'at least one option', options);
  for (const option of options) {
    if (typeof option !== 'string' && typeof option !== 'number') {
      throw typeError('select', 'options', 'strings or numbers', option);
    }
  }
  if (new Set(options).size !== options.length) {
    throw rangeError('select', 'options', 'options that differ', options);
  }
  const chosen = value ?? first;
  if (!options.includes(chosen)) {
    throw rangeError('select', 'value', `one of ${options.join(', ')}`, chosen);
  }
  const input: SelectInput = { kind: 'select', id, options: [...options], value: chosen };
  const answer = read(input);
  return options.find((option) => option === answer) ?? chosen;
}

/** A box that is ticked or not; not, unless `value` says otherwise. */
export function checkbox(id: string, value = false): boolean {
  checkId('checkbox', id);
  if (typeof value !== 'boolean') throw typeError('checkbox', 'value', 'true or false', value);
  const input: CheckboxInput = { kind: 'checkbox', id, value };
  const answer = read(input);
  return typeof answer === 'boolean' ? answer : value;
}

/** What a text field needs. */
export interface TextOptions {
  /** Default: empty. */
  readonly value?: string;
  /** In UTF-16 units; default 2,000, at most 100,000. */
  readonly maxLength?: number;
  readonly isMultiline?: boolean;
}

/** Text that the reader types. */
export function text(id: string, options: TextOptions = {}): string {
  checkId('text', id);
  const { value = '', maxLength = 2_000, isMultiline = false } = options;
  if (typeof value !== 'string') throw typeError('text', 'value', 'a string', value);
  checkCount('text', 'maxLength', maxLength, 100_000);
  if (typeof isMultiline !== 'boolean')
    throw typeError('text', 'isMultiline', 'true or false', isMultiline);
  if (value.length > maxLength) {
    throw rangeError(
      'text',
      'value',
      `at most ${maxLength} characters`,
      `${value.length} characters`,
    );
  }
  const input: TextInput = { kind: 'text', id, value, maxLength, isMultiline };
  const answer = read(input);
  return typeof answer === 'string' ? answer.slice(0, maxLength) : value;
}

/** What a file field needs. */
export interface FileOptions {
  /** As in HTML: `.csv,.json`. Default: anything. */
  readonly accept?: string;
  /** Default 5 MB, at most 50 MB. */
  readonly maxBytes?: number;
}

/** A file from the reader's machine, which never leaves it; null until one is chosen. */
export function file(id: string, options: FileOptions = {}): FileValue | null {
  checkId('file', id);
  const { accept = '', maxBytes = 5_000_000 } = options;
  if (typeof accept !== 'string')
    throw typeError('file', 'accept', 'a string such as .csv,.json', accept);
  checkCount('file', 'maxBytes', maxBytes, 50_000_000);
  const input: FileInput = { kind: 'file', id, accept, maxBytes, value: null };
  const answer = read(input);
  return typeof answer === 'object' && answer !== null ? answer : null;
}

function checkId(fn: string, id: unknown): void {
  if (typeof id !== 'string' || id.trim() === '') throw typeError(fn, 'id', 'a name', id);
}

function checkNumber(fn: string, name: string, value: unknown): void {
  if (typeof value !== 'number') throw typeError(fn, name, 'a number', value);
  if (!Number.isFinite(value)) throw rangeError(fn, name, 'a finite number', value);
}

function checkCount(fn: string, name: string, value: unknown, max: number): void {
  checkNumber(fn, name, value);
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > max) {
    throw rangeError(fn, name, `1 … ${max}`, value);
  }
}

function typeError(fn: string, name: string, expected: string, got: unknown): TypeError {
  return new TypeError(`${fn}: ${name} must be ${expected}, got ${describe(got)}`);
}

function rangeError(fn: string, name: string, expected: string, got: unknown): RangeError {
  return new RangeError(`${fn}: ${name} must be ${expected}, got ${describe(got)}`);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value !== null && (typeof value === 'object' || typeof value === 'function'))
    return `a ${typeof value}`;
  return String(value);
}
