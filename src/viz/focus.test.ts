import { afterEach, describe, expect, it, vi } from 'vitest';
import { focusStore, litIndex, setFocus } from './focus.ts';

afterEach(() => setFocus(null));

describe('litIndex', () => {
  const weights = { group: 'queries', index: 2, otherGroup: 'keys', other: 4 };
  it('lights the row of the row group and the column of the column group', () => {
    expect(litIndex(weights, 'queries', 'row')).toBe(2);
    expect(litIndex(weights, 'keys', 'column')).toBe(4);
  });
  it('lights the row of V that belongs to the key pointed at', () => {
    expect(litIndex(weights, 'keys', 'row')).toBe(4);
    expect(litIndex(weights, 'queries', 'column')).toBe(2);
  });
  it('keeps rows with rows and columns with columns where one group serves both', () => {
    const self = { group: 'tokens', index: 2, otherGroup: 'tokens', other: 4 };
    expect(litIndex(self, 'tokens', 'row')).toBe(2);
    expect(litIndex(self, 'tokens', 'column')).toBe(4);
  });
  it('lights nothing elsewhere, nothing for a symbol alone, and row 0 like any other', () => {
    expect(litIndex(weights, 'heads', 'row')).toBeNull();
    expect(litIndex(weights, undefined, 'row')).toBeNull();
    expect(litIndex({ symbol: 'Q' }, 'tokens', 'row')).toBeNull();
    expect(litIndex(null, 'tokens', 'row')).toBeNull();
    expect(litIndex({ group: 'tokens', index: 0 }, 'tokens', 'row')).toBe(0);
  });
});

it('wakes listeners only when something else is pointed at', () => {
  const heard = vi.fn();
  const stop = focusStore.subscribe(heard);
  setFocus({ group: 'tokens', index: 1 });
  setFocus({ group: 'tokens', index: 1 });
  setFocus({ group: 'tokens', index: 2 });
  setFocus(null);
  setFocus(null);
  stop();
  expect(heard).toHaveBeenCalledTimes(3);
});
