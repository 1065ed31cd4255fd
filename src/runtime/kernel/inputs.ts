import type { Input, InputValue } from '../../kit/input/types.ts';

/**
 * The value that the reader has set for `input`, or the input's own when none was set or it no longer fits, as after
 * an edit that narrowed a slider's range.
 */
export function currentValue(input: Input, set: InputValue | undefined): InputValue {
  if (set === undefined) return input.value;
  switch (input.kind) {
    case 'slider':
      return typeof set === 'number' && Number.isFinite(set)
        ? Math.min(input.max, Math.max(input.min, set))
        : input.value;
    case 'select':
      return input.options.includes(set as string | number) ? set : input.value;
    case 'checkbox':
      return typeof set === 'boolean' ? set : input.value;
    case 'text':
      return typeof set === 'string' ? set.slice(0, input.maxLength) : input.value;
    case 'file':
      return set === null || (typeof set === 'object' && set.bytes.byteLength <= input.maxBytes)
        ? set
        : input.value;
  }
}
