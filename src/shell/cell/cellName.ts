import type { Locale } from '../../i18n/locale.ts';
import { t } from '../../i18n/t.ts';
import type { ErrorView } from '../../kit/show/types.ts';
import type { NotebookState } from '../../runtime/state.ts';

/** A cell as the page calls it: the lesson's by their names, the reader's own by their number on the page. */
export function cellName(
  { order, cells }: Pick<NotebookState, 'order' | 'cells'>,
  id: string,
  locale: Locale,
): string {
  if (!cells[id]?.isOwn) return id;
  const count = order.filter((other) => cells[other]?.isOwn).indexOf(id) + 1;
  return t(locale, 'cell.ownName', { count });
}

type CellStep = { readonly cell: string };

/** `error` with cells called as the page calls them, in its details and in its original message. */
export function withCellNames(error: ErrorView, nameOf: (id: string) => string): ErrorView {
  const { cell, cells, path } = error.details;
  return {
    ...error,
    message: error.message.replace(/\bown-\d+\b/g, nameOf),
    details: {
      ...error.details,
      ...(typeof cell === 'string' ? { cell: nameOf(cell) } : {}),
      ...(Array.isArray(cells) ? { cells: cells.map((id) => nameOf(String(id))) } : {}),
      ...(Array.isArray(path)
        ? { path: (path as CellStep[]).map((step) => ({ ...step, cell: nameOf(step.cell) })) }
        : {}),
    },
  };
}
