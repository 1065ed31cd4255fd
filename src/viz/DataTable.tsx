import { useContext, useMemo, useState, type KeyboardEvent } from 'react';
import { vizCount, vizText } from '../i18n/viz.ts';
import { UnseenContext, useViz } from './context.ts';
import { Scroller } from './Scroller.tsx';
import {
  cellDirection,
  sortedRows,
  type Cell,
  type ModelColumn,
  type TableModel,
} from './tableModel.ts';

interface Props {
  readonly model: TableModel;
  readonly label: string;
  readonly isSortable?: boolean;
  /** Rows shown at first; the rest comes by button. */
  readonly step?: number;
  /** Place in `model.rows` of the row that is lit. */
  readonly litRow?: number | null;
  readonly onRow?: (row: number | null) => void;
}

interface Sort {
  readonly column: number;
  readonly isDescending: boolean;
}

/** What a screen reader meets at once; the whole table is one button away. */
const MAX_UNSEEN_ROWS = 100;

/** A table of plain values: sortable by its heads, numbers lined up on their right in both scripts, long ones in steps. */
export function DataTable({ model, label, isSortable, step = 20, litRow, onRow }: Props) {
  const { locale } = useViz();
  const isUnseen = useContext(UnseenContext);
  const [sort, setSort] = useState<Sort | null>(null);
  const [limit, setLimit] = useState(step);
  const [stop, setStop] = useState(0);
  const order = useMemo(
    () =>
      sort
        ? sortedRows(model, sort.column, sort.isDescending, locale)
        : model.rows.map((_, i) => i),
    [model, sort, locale],
  );
  if (model.rows.length === 0) {
    return <p className="viz-empty">{vizText(locale, 'emptyTable')}</p>;
  }
  const left = isUnseen ? 0 : order.length - limit;
  return (
    <>
      <Scroller label={label}>
        <table className="viz-table" aria-label={label} onPointerLeave={() => onRow?.(null)}>
          <thead>
            <tr>
              {model.columns.map((column, j) => (
                <Head
                  key={j}
                  column={column}
                  sort={sort?.column === j ? sort : null}
                  onSort={isSortable ? () => setSort(nextSort(sort, j)) : undefined}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {order.slice(0, isUnseen ? MAX_UNSEEN_ROWS : limit).map((i, place) => (
              <tr
                key={i}
                data-lit={i === litRow || undefined}
                tabIndex={onRow && (place === stop ? 0 : -1)}
                onPointerEnter={() => onRow?.(i)}
                onFocus={() => {
                  setStop(place);
                  onRow?.(i);
                }}
                onBlur={() => onRow?.(null)}
                onKeyDown={onRow && stepRows}
              >
                {model.columns.map((column, j) => (
                  <Field key={j} column={column} value={model.rows[i]![j] ?? null} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {left > 0 && (
        <button type="button" className="viz-link" onClick={() => setLimit(limit + step * 5)}>
          {vizCount(locale, 'moreRows', Math.min(left, step * 5))}
        </button>
      )}
    </>
  );
}

/** Up and down move between rows that can be pointed at: one tab stop for the whole table. */
function stepRows(event: KeyboardEvent<HTMLTableRowElement>): void {
  const row = event.currentTarget;
  const next =
    event.key === 'ArrowDown'
      ? row.nextElementSibling
      : event.key === 'ArrowUp'
        ? row.previousElementSibling
        : null;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

function nextSort(sort: Sort | null, column: number): Sort | null {
  if (sort?.column !== column) return { column, isDescending: false };
  return sort.isDescending ? null : { column, isDescending: true };
}

interface HeadProps {
  readonly column: ModelColumn;
  readonly sort: Sort | null;
  readonly onSort: (() => void) | undefined;
}

function Head({ column, sort, onSort }: HeadProps) {
  const text = (
    <>
      <bdi dir={cellDirection(column.label, 'text')}>{column.label}</bdi>
      {column.unit && (
        <>
          {' '}
          <bdi dir="ltr">{column.unit}</bdi>
        </>
      )}
    </>
  );
  const order = sort ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" data-type={column.type} aria-sort={order}>
      {onSort ? (
        <button type="button" onClick={onSort}>
          <span>{text}</span>
          <svg viewBox="0 0 8 10" className="viz-sort" data-order={order} aria-hidden="true">
            <path d="M1 4 4 1l3 3" />
            <path d="M1 6l3 3 3-3" />
          </svg>
        </button>
      ) : (
        text
      )}
    </th>
  );
}

function Field({ column, value }: { readonly column: ModelColumn; readonly value: Cell }) {
  const text = column.write(value);
  return (
    <td data-type={column.type}>
      <bdi
        dir={cellDirection(text, column.type)}
        translate={column.type === 'code' ? 'no' : undefined}
      >
        {text}
      </bdi>
    </td>
  );
}
