import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/**
 * What the reader points at. `index` counts in `group`, `other` in `otherGroup` (a cell of a matrix is both a row of one
 * group and a column of another); `symbol` is the variable that the picture shows, for formula terms and code lines.
 */
export interface Focus {
  readonly symbol?: string;
  readonly group?: string;
  readonly index?: number;
  readonly otherGroup?: string;
  readonly other?: number;
}

/** The one thing pointed at on the page, or null. Framework-free: `subscribe` and `getState` work without React. */
export const focusStore = createStore<{ readonly focus: Focus | null }>(() => ({ focus: null }));

/** Sets what is pointed at. The same focus again wakes nobody. */
export function setFocus(next: Focus | null): void {
  const last = focusStore.getState().focus;
  if (last === next || (last && next && isSameFocus(last, next))) return;
  focusStore.setState({ focus: next });
}

function isSameFocus(a: Focus, b: Focus): boolean {
  return (
    a.symbol === b.symbol &&
    a.group === b.group &&
    a.index === b.index &&
    a.otherGroup === b.otherGroup &&
    a.other === b.other
  );
}

/** Reads the focus in a component. The selector must return a plain value (string, number, null), not a new object. */
export function useFocus<T>(selector: (focus: Focus | null) => T): T {
  return useStore(focusStore, (state) => selector(state.focus));
}

/**
 * Which row (or column) of a picture is lit, or null. A row lights up where its group is the row that is pointed at, or
 * the column: hovering weight (2, 4) of queries × keys lights row 4 of V, whose rows are keys. Where one group serves
 * both sides (`tokens` × `tokens`), rows follow rows and columns follow columns.
 */
export function litIndex(
  focus: Focus | null,
  group: string | undefined,
  side: 'row' | 'column',
): number | null {
  if (!focus || group === undefined) return null;
  const asRow = focus.group === group ? (focus.index ?? null) : null;
  const asColumn = focus.otherGroup === group ? (focus.other ?? null) : null;
  return side === 'row' ? (asRow ?? asColumn) : (asColumn ?? asRow);
}
