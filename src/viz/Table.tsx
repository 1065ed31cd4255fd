import { useId, useMemo } from 'react';
import { vizText } from '../i18n/viz.ts';
import type { TableView } from '../kit/show/types.ts';
import { useViz } from './context.ts';
import { DataTable } from './DataTable.tsx';
import { textBlob } from './download.ts';
import { Figure } from './Figure.tsx';
import { litIndex, setFocus, useFocus } from './focus.ts';
import { modelCsv, tableModel } from './tableModel.ts';
import { maybeInWords } from './words.ts';

/** A table of values, with its rows linked to those of other pictures when the view says so. */
export function Table({ view }: { readonly view: TableView }) {
  const { locale } = useViz();
  const ownGroup = useId();
  const group = view.links?.rows ?? ownGroup;
  const symbol = view.links?.symbol;
  const model = useMemo(() => tableModel(view, locale), [view, locale]);
  const litRow = useFocus((focus) => litIndex(focus, group, 'row'));
  const isCut = view.totalRows > view.rows.length;
  const isLinked = view.links?.rows !== undefined;
  return (
    <Figure
      kind="rows"
      symbol={symbol}
      caption={view.caption}
      exports={[
        {
          format: 'CSV',
          extension: 'csv',
          make: () => textBlob(modelCsv(model), 'text/csv'),
        },
      ]}
      legend={
        isCut ? (
          <span>
            {vizText(locale, 'rowsOfTotal', { shown: view.rows.length, total: view.totalRows })}
          </span>
        ) : undefined
      }
    >
      <DataTable
        model={model}
        label={maybeInWords(view.caption, locale) || vizText(locale, 'tableLabel')}
        isSortable={view.rows.length > 1}
        litRow={litRow}
        {...(isLinked
          ? {
              onRow: (row: number | null) =>
                setFocus(
                  row === null ? null : { ...(symbol ? { symbol } : {}), group, index: row },
                ),
            }
          : {})}
      />
    </Figure>
  );
}
