import { memo, useCallback, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { Focus } from './focus.ts';
import { litIndex, setFocus, useFocus } from './focus.ts';
import { columnWidth, narrowestColumn, peakOf, stepCell, type MatrixModel } from './matrixModel.ts';
import type { Palette } from './palette.ts';
import { inkAt, placeOn } from './ramp.ts';
import { Scroller } from './Scroller.tsx';

interface Props {
  readonly model: MatrixModel;
  readonly palette: Palette;
  readonly label: string;
  readonly rowGroup: string;
  readonly colGroup: string;
  readonly symbol: string | undefined;
}

type Place = readonly [number, number];

/** The focus of one cell of a matrix. */
export function cellFocus(
  [index, other]: Place,
  group: string,
  otherGroup: string,
  symbol: string | undefined,
): Focus {
  return { ...(symbol === undefined ? {} : { symbol }), group, index, otherGroup, other };
}

function placeFrom(target: EventTarget): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
  if (!cell) return null;
  const [i, j] = cell.dataset.cell!.split(' ');
  return [Number(i), Number(j)];
}

/**
 * A heat map with its numbers, as a grid that can be walked by arrow keys with one tab stop. Rules round the lit row and
 * column are laid over the cells, so that moving the pointer redraws two rows and not a thousand cells.
 */
export function MatrixGrid({ model, palette, label, rowGroup, colGroup, symbol }: Props) {
  const { rows, cols } = model.grid;
  const ref = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<Place>([0, 0]);
  const litRow = useFocus((focus) => litIndex(focus, rowGroup, 'row'));
  const litCol = useFocus((focus) => litIndex(focus, colGroup, 'column'));
  const point = useCallback(
    (place: Place | null) => setFocus(place && cellFocus(place, rowGroup, colGroup, symbol)),
    [rowGroup, colGroup, symbol],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepCell(event.key, event.ctrlKey || event.metaKey, stop, rows, cols);
    if (!next) return;
    event.preventDefault();
    ref.current?.querySelector<HTMLElement>(`[data-cell="${next[0]} ${next[1]}"]`)?.focus();
  };
  const density = cols > 12 || rows > 16 ? 'dense' : cols > 8 ? 'compact' : 'roomy';
  const style = {
    '--cols': cols,
    '--col': `${columnWidth(model, density === 'roomy' ? 7.6 : 6.7)}px`,
    '--col-min': `${narrowestColumn(model)}px`,
  } as CSSProperties;
  return (
    <Scroller label={label} isLtr hasFocusableContent className="viz-heat-scroll">
      <div
        ref={ref}
        role="grid"
        aria-label={label}
        aria-readonly="true"
        className="viz-heat"
        data-density={density}
        style={style}
        onKeyDown={onKeyDown}
        onPointerOver={(event) => point(placeFrom(event.target))}
        onPointerLeave={(event) => {
          // A finger leaves as it lifts; what it touched should stay lit.
          if (event.pointerType !== 'touch') point(null);
        }}
        onFocus={(event) => {
          const place = placeFrom(event.target);
          if (!place) return;
          setStop(place);
          point(place);
        }}
        onBlur={() => point(null)}
      >
        <ColumnHeads model={model} lit={litCol} />
        {Array.from({ length: rows }, (_, i) => (
          <Row
            key={i}
            row={i}
            model={model}
            palette={palette}
            isLit={i === litRow}
            stop={i === stop[0] ? stop[1] : -1}
          />
        ))}
        {litRow !== null && litRow < rows && (
          <i
            className="viz-rule-row"
            style={{ gridRow: `${litRow + 2} / ${litRow + 3}` }}
            aria-hidden="true"
          />
        )}
        {litCol !== null && litCol < cols && (
          <i
            className="viz-rule-col"
            style={{
              gridColumn: `${litCol + 2} / ${litCol + 3}`,
              gridRow: `2 / ${rows + 2}`,
            }}
            aria-hidden="true"
          />
        )}
      </div>
    </Scroller>
  );
}

const ColumnHeads = memo(function ColumnHeads({
  model,
  lit,
}: {
  readonly model: MatrixModel;
  readonly lit: number | null;
}) {
  const hasNames = model.colNames !== undefined && model.grid.cols <= 12;
  return (
    <div role="row" className="viz-heat-row">
      <span role="presentation" />
      {Array.from({ length: model.grid.cols }, (_, j) => (
        <span
          key={j}
          role="columnheader"
          className="viz-heat-col"
          title={model.colNames?.[j]}
          data-lit={j === lit || undefined}
        >
          {hasNames && <bdi>{model.colNames![j]}</bdi>}
          <small>{j}</small>
        </span>
      ))}
    </div>
  );
});

interface RowProps {
  readonly row: number;
  readonly model: MatrixModel;
  readonly palette: Palette;
  readonly isLit: boolean;
  /** Column of the tab stop, or −1. */
  readonly stop: number;
}

const Row = memo(function Row({ row, model, palette, isLit, stop }: RowProps) {
  const { grid, rowNames, scale, hue, write } = model;
  const peak = isLit ? peakOf(grid, row) : -1;
  return (
    <div role="row" className="viz-heat-row" data-lit={isLit || undefined}>
      <span role="rowheader" className="viz-heat-name" title={rowNames?.[row]}>
        {rowNames && <bdi>{rowNames[row]}</bdi>}
        <small>{row}</small>
      </span>
      {Array.from({ length: grid.cols }, (_, j) => {
        const value = grid.values[row * grid.cols + j]!;
        const place = placeOn(scale, value);
        return (
          <span
            key={j}
            role="gridcell"
            tabIndex={j === stop ? 0 : -1}
            className="viz-heat-cell"
            data-cell={`${row} ${j}`}
            data-side={place === null ? 'none' : place < 0 ? 'low' : undefined}
            data-ink={place === null ? undefined : inkAt(palette, hue, place)}
            data-peak={j === peak || undefined}
            style={{ '--p': place === null ? 0 : +Math.abs(place).toFixed(4) } as CSSProperties}
          >
            {write(value)}
          </span>
        );
      })}
    </div>
  );
});
