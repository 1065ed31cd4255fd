import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { vizText } from '../i18n/viz.ts';
import { byte } from './colour.ts';
import { useViz } from './context.ts';
import { litIndex, setFocus, useFocus } from './focus.ts';
import { cellFocus } from './MatrixGrid.tsx';
import { stepCell, type MatrixModel } from './matrixModel.ts';
import type { Palette } from './palette.ts';
import { colourAt, placeOn } from './ramp.ts';

interface Props {
  readonly model: MatrixModel;
  readonly palette: Palette;
  readonly label: string;
  readonly rowGroup: string;
  readonly colGroup: string;
  readonly symbol: string | undefined;
}

/** Paints a matrix, one pixel a cell; NaN and ±∞ in the colour of lines, as a pixel has no room for a hatch. */
export function heatPixels(model: MatrixModel, palette: Palette): Uint8ClampedArray<ArrayBuffer> {
  const { grid, scale, hue } = model;
  const ramp = Array.from({ length: 511 }, (_, i) => colourAt(palette, hue, (i - 255) / 255));
  const gap = palette['line-2'];
  const pixels = new Uint8ClampedArray(grid.rows * grid.cols * 4);
  for (let n = 0; n < grid.rows * grid.cols; n += 1) {
    const place = placeOn(scale, grid.values[n]!);
    const colour = place === null ? gap : ramp[Math.round(place * 255) + 255]!;
    pixels.set([byte(colour[0]), byte(colour[1]), byte(colour[2]), 255], n * 4);
  }
  return pixels;
}

/** A matrix too large for numbers: a picture with a read-out under it, for pointer, finger and arrow keys. */
export function HeatCanvas({ model, palette, label, rowGroup, colGroup, symbol }: Props) {
  const { locale } = useViz();
  const { rows, cols } = model.grid;
  const ref = useRef<HTMLCanvasElement>(null);
  const [stop, setStop] = useState<readonly [number, number]>([0, 0]);
  const litRow = useFocus((focus) => litIndex(focus, rowGroup, 'row'));
  const litCol = useFocus((focus) => litIndex(focus, colGroup, 'column'));
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    context?.putImageData(new ImageData(heatPixels(model, palette), cols, rows), 0, 0);
  }, [model, palette, rows, cols]);
  const point = (place: readonly [number, number] | null): void =>
    setFocus(place && cellFocus(place, rowGroup, colGroup, symbol));
  const onPointer = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const col = Math.floor(((event.clientX - box.left) / box.width) * cols);
    if (row >= 0 && row < rows && col >= 0 && col < cols) point([row, col]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepCell(event.key, event.ctrlKey || event.metaKey, stop, rows, cols);
    if (!next) return;
    event.preventDefault();
    setStop(next);
    point(next);
  };
  const hasRow = litRow !== null && litRow < rows;
  const hasCol = litCol !== null && litCol < cols;
  const name = (names: readonly string[] | undefined, i: number): string =>
    names?.[i] === undefined ? String(i) : `${i} (\u2068${names[i]}\u2069)`;
  return (
    <div className="viz-canvas" dir="ltr">
      <div
        className="viz-canvas-box"
        style={{ aspectRatio: `${cols} / ${rows}`, inlineSize: canvasWidth(rows, cols) }}
        role="group"
        aria-label={label}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => point(stop)}
        onBlur={() => point(null)}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={(event) => {
          if (event.pointerType !== 'touch') point(null);
        }}
      >
        <canvas ref={ref} width={cols} height={rows} />
        {hasRow && (
          <i
            className="viz-rule-row"
            style={{ insetBlockStart: `${(100 * litRow) / rows}%`, blockSize: `${100 / rows}%` }}
          />
        )}
        {hasCol && (
          <i
            className="viz-rule-col"
            style={{ insetInlineStart: `${(100 * litCol) / cols}%`, inlineSize: `${100 / cols}%` }}
          />
        )}
      </div>
      <p className="viz-readout" dir={locale === 'ar' ? 'rtl' : 'ltr'} aria-live="polite">
        {hasRow && hasCol ? (
          <>
            {vizText(locale, 'row')} {name(model.rowNames, litRow)} · {vizText(locale, 'column')}{' '}
            {name(model.colNames, litCol)} ·{' '}
            <b dir="ltr">{model.write(model.grid.values[litRow * cols + litCol]!)}</b>
          </>
        ) : (
          vizText(locale, 'heatMapHint')
        )}
      </p>
    </div>
  );
}

/** Whole pixels per cell where there is room, at most 440 px high or wide. */
function canvasWidth(rows: number, cols: number): string {
  const cell = Math.max(1, Math.floor(440 / Math.max(rows, cols)));
  return `min(100%, ${cell * cols}px)`;
}
