import { useId, useMemo, useRef } from 'react';
import { vizText } from '../i18n/viz.ts';
import type { MatrixView } from '../kit/show/types.ts';
import { useViz } from './context.ts';
import { gridCsv } from './csv.ts';
import { DataTable } from './DataTable.tsx';
import { svgBlob, svgPng, textBlob, type Export } from './download.ts';
import { Figure } from './Figure.tsx';
import { HeatCanvas } from './HeatCanvas.tsx';
import { MatrixGrid } from './MatrixGrid.tsx';
import { matrixModel, type MatrixModel } from './matrixModel.ts';
import { matrixSvg } from './matrixSvg.ts';
import { matrixTwin } from './matrixTwin.ts';
import type { Palette } from './palette.ts';
import { Ramp } from './Ramp.tsx';
import { usePalette } from './theme.ts';
import { maybeInWords } from './words.ts';

/** A matrix as a heat map: with its numbers up to 32 × 32, as a picture with a read-out up to 256 × 256. */
export function Matrix({ view }: { readonly view: MatrixView }) {
  const { locale } = useViz();
  const own = useId();
  const ref = useRef<HTMLDivElement>(null);
  const palette = usePalette(ref);
  const model = useMemo(() => matrixModel(view, locale), [view, locale]);
  const { links } = view;
  const isScores = model.hue === 'scores';
  const size = vizText(locale, 'matrixLabel', { rows: model.fullRows, cols: model.fullCols });
  const label = [maybeInWords(view.caption, locale), links?.symbol, size]
    .filter(Boolean)
    .join(', ');
  if (model.grid.rows * model.grid.cols === 0) {
    return <p className="viz viz-empty">{vizText(locale, 'emptyMatrix')}</p>;
  }
  const isCut = model.fullRows > model.grid.rows || model.fullCols > model.grid.cols;
  const Picture = model.isNumbered ? MatrixGrid : HeatCanvas;
  return (
    <Figure
      kind="matrix"
      hue={model.hue}
      symbol={links?.symbol}
      caption={view.caption}
      twin={() => <DataTable model={matrixTwin(model, locale)} label={label} />}
      isTwinForReaders={!model.isNumbered}
      exports={matrixExports(model, palette)}
      legend={
        <>
          {isScores && (
            <span>
              <b className="viz-q">{vizText(locale, 'rowsQueries')}</b>
              {locale === 'ar' ? '، ' : ', '}
              <b className="viz-k">{vizText(locale, 'columnsKeys')}</b>
            </span>
          )}
          <Ramp model={model} />
          {locale === 'ar' && model.colNames && <span>{vizText(locale, 'columnsRunLtr')}</span>}
          {isCut && (
            <span>
              {vizText(locale, 'pictureCut', { rows: model.grid.rows, cols: model.grid.cols })}
            </span>
          )}
        </>
      }
    >
      <div ref={ref} data-scores={isScores || undefined}>
        <Picture
          model={model}
          palette={palette}
          label={label}
          rowGroup={links?.rows ?? `${own}row`}
          colGroup={links?.cols ?? `${own}column`}
          symbol={links?.symbol}
        />
      </div>
    </Figure>
  );
}

/** CSV with all digits, SVG and PNG as drawn. */
export function matrixExports(model: MatrixModel, palette: Palette): Export[] {
  return [
    {
      format: 'CSV',
      extension: 'csv',
      make: () => textBlob(gridCsv(model.grid, model.rowNames, model.colNames), 'text/csv'),
    },
    {
      format: 'SVG',
      extension: 'svg',
      make: () => svgBlob(matrixSvg(model, palette).text),
    },
    {
      format: 'PNG',
      extension: 'png',
      make: () => {
        const svg = matrixSvg(model, palette);
        return svgPng(svg.text, svg.width, svg.height);
      },
    },
  ];
}
