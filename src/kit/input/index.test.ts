import { afterEach, describe, expect, it } from 'vitest';
import { checkbox, connectInputs, file, select, slider, text } from './index.ts';
import type { Input, InputValue } from './types.ts';

afterEach(() => connectInputs());

function answering(answer: InputValue): Input[] {
  const seen: Input[] = [];
  connectInputs((input) => {
    seen.push(input);
    return answer;
  });
  return seen;
}

describe('inputs without a reader', () => {
  it('give their own first value', () => {
    expect(slider('a', { min: 0.25, max: 8, value: 2 })).toBe(2);
    expect(slider('a', { min: 3, max: 8 })).toBe(3);
    expect(select('b', [64, 512])).toBe(64);
    expect(select('b', ['x', 'y'], 'y')).toBe('y');
    expect(checkbox('c')).toBe(false);
    expect(text('d', { value: 'مرحبا' })).toBe('مرحبا');
    expect(file('e')).toBeNull();
  });
});

describe('inputs with a reader', () => {
  it('hand over a whole, clonable description and give the answer', () => {
    const seen = answering(0.5);
    expect(slider('temperature', { min: 0, max: 2, value: 1, unit: 'K' })).toBe(0.5);
    expect(seen).toEqual([
      { kind: 'slider', id: 'temperature', min: 0, max: 2, step: 1, value: 1, unit: 'K' },
    ]);
    expect(structuredClone(seen)).toEqual(seen);
  });

  it('choose the step from the numbers', () => {
    const seen = answering(1);
    slider('a', { min: 0.25, max: 8, value: 2 });
    slider('b', { min: 0, max: 10 });
    slider('c', { min: 0, max: 1, step: 0.25 });
    expect(seen.map((input) => (input.kind === 'slider' ? input.step : null))).toEqual([
      0.0775, 1, 0.25,
    ]);
  });

  it('never let an answer of the wrong kind or range reach the cell', () => {
    answering(99);
    expect(slider('a', { min: 0, max: 8 })).toBe(8);
    expect(select('b', ['x', 'y'], 'y')).toBe('y');
    expect(checkbox('c', true)).toBe(true);
    expect(text('d', { value: 'kept' })).toBe('kept');
    expect(file('e')).toBeNull();
    answering(Number.NaN);
    expect(slider('a', { min: 0, max: 8, value: 4 })).toBe(4);
    answering('far too long');
    expect(text('d', { maxLength: 3 })).toBe('far');
  });

  it('give a file as it was read', () => {
    const value = { name: 'a.csv', type: 'text/csv', bytes: new Uint8Array([1]) };
    answering(value);
    expect(file('e', { accept: '.csv' })).toBe(value);
  });
});

describe('bad arguments', () => {
  const wrong: [string, () => unknown, ErrorConstructor, RegExp][] = [
    ['no id', () => slider('', { min: 0, max: 1 }), TypeError, /slider: id must be/],
    [
      'max under min',
      () => slider('a', { min: 2, max: 1 }),
      RangeError,
      /max must be more than min \(2\), got 1/,
    ],
    [
      'value outside',
      () => slider('a', { min: 0, max: 1, value: 2 }),
      RangeError,
      /from 0 to 1, got 2/,
    ],
    ['infinite', () => slider('a', { min: 0, max: Infinity }), RangeError, /finite/],
    [
      'text as number',
      () => slider('a', { min: '0' as unknown as number, max: 1 }),
      TypeError,
      /number, got "0"/,
    ],
    ['step too large', () => slider('a', { min: 0, max: 1, step: 5 }), RangeError, /step/],
    ['no options', () => select('a', []), RangeError, /at least one/],
    ['not an array', () => select('a', 'xy' as unknown as string[]), TypeError, /array/],
    ['twins', () => select('a', ['x', 'x']), RangeError, /differ/],
    [
      'not an option',
      () => select('a', ['x', 'y'], 'z' as 'x'),
      RangeError,
      /one of x, y, got "z"/,
    ],
    [
      'not a boolean',
      () => checkbox('a', 1 as unknown as boolean),
      TypeError,
      /true or false, got 1/,
    ],
    ['value too long', () => text('a', { value: 'abc', maxLength: 2 }), RangeError, /at most 2/],
    ['no length', () => text('a', { maxLength: 0 }), RangeError, /1 … 100000/],
    ['huge file', () => file('a', { maxBytes: 1e9 }), RangeError, /50000000/],
  ];
  it.each(wrong)('%s', (_name, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
