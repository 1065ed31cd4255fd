import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { hasArabic } from '../i18n/bidi.ts';
import { directionOf, type Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { SentenceView } from '../kit/show/types.ts';
import { arcsFrom } from './arcs.ts';
import { useViz } from './context.ts';
import { gridCsv } from './csv.ts';
import { DataTable } from './DataTable.tsx';
import { blockFormat } from './digits.ts';
import { textBlob } from './download.ts';
import { Figure } from './Figure.tsx';
import { litIndex, setFocus, useFocus } from './focus.ts';
import { rowOf, toGrid } from './numbers.ts';
import { Scroller } from './Scroller.tsx';
import { modelColumn } from './tableModel.ts';
import { useSpots } from './useSpots.ts';

/** A sentence as a figure: the words as large as they are read, arcs over them as thick as the weight. */
export function Sentence({ view }: { readonly view: SentenceView }) {
  const { locale } = useViz();
  const { tokens, links } = view;
  const ownGroup = useId();
  const group = links?.rows ?? ownGroup;
  const grid = useMemo(() => toGrid(view.weights), [view.weights]);
  const [chosen, setChosen] = useState(view.from);
  const litRow = useFocus((focus) => litIndex(focus, group, 'row'));
  const litCol = useFocus((focus) => (focus?.group === group ? (focus.other ?? null) : null));
  // What was pointed at last stays in the picture, wherever on the page it was pointed at.
  if (litRow !== null && litRow < tokens.length && litRow !== chosen) setChosen(litRow);
  const direction = readingDirection(tokens, locale);
  const from = Math.max(0, Math.min(tokens.length - 1, chosen));
  const weights = rowOf(grid, from);
  const write = useMemo(() => blockFormat(grid.values, locale), [grid, locale]);
  const words = useRef<HTMLDivElement>(null);
  const { spots, floor } = useSpots(words, tokens);
  const title = vizText(locale, 'reads', { word: `\u2068${tokens[from] ?? ''}\u2069` });
  const point = (index: number | null): void =>
    setFocus(
      index === null ? null : { ...(links?.symbol ? { symbol: links.symbol } : {}), group, index },
    );
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepWord(event.key, from, tokens.length, direction === 'rtl');
    if (next === null) return;
    event.preventDefault();
    words.current?.querySelectorAll<HTMLElement>('button')[next]?.focus();
  };
  return (
    <Figure
      kind="sentence"
      hue="scores"
      symbol={links?.symbol}
      caption={view.caption}
      twin={() => (
        <DataTable
          label={title}
          model={{
            columns: [
              modelColumn('#', [0], locale),
              modelColumn(vizText(locale, 'word'), [''], locale),
              { label: vizText(locale, 'weight'), type: 'number', write: (v) => write(Number(v)) },
            ],
            rows: tokens.map((token, j) => [j, token, weights[j] ?? null]),
          }}
        />
      )}
      exports={[
        {
          format: 'CSV',
          extension: 'csv',
          make: () => textBlob(gridCsv(grid, tokens, tokens), 'text/csv'),
        },
      ]}
    >
      <p className="viz-reads">{title}</p>
      <Scroller
        label={title}
        isLtr={direction === 'ltr'}
        hasFocusableContent
        className="viz-arc-scroll"
      >
        <div className="viz-arc" dir={direction}>
          <svg aria-hidden="true" style={{ blockSize: floor }}>
            {arcsFrom(from, weights, spots, floor).map((arc) => (
              <path
                key={arc.to}
                d={arc.path}
                strokeWidth={arc.width}
                opacity={litCol === null || litCol === arc.to ? arc.opacity : arc.opacity / 3}
              />
            ))}
          </svg>
          <div
            ref={words}
            className="viz-words"
            role="group"
            aria-label={title}
            onKeyDown={onKeyDown}
            onPointerLeave={(event) => {
              if (event.pointerType !== 'touch') point(null);
            }}
          >
            {tokens.map((token, j) => (
              <button
                key={j}
                type="button"
                tabIndex={j === from ? 0 : -1}
                aria-pressed={j === from}
                data-lit={j === litCol || undefined}
                onPointerEnter={() => point(j)}
                onFocus={() => point(j)}
                onBlur={() => point(null)}
                onClick={() => point(j)}
              >
                <bdi>{token}</bdi>
                <small dir="ltr">{write(weights[j] ?? NaN)}</small>
              </button>
            ))}
          </div>
        </div>
      </Scroller>
    </Figure>
  );
}

/** A sentence is read in the direction of its own words, whatever the page's language; without letters, in the page's. */
export function readingDirection(tokens: readonly string[], locale: Locale): 'rtl' | 'ltr' {
  if (tokens.some(hasArabic)) return 'rtl';
  return tokens.some((token) => /\p{L}/u.test(token)) ? 'ltr' : directionOf(locale);
}

/** The word that an arrow key leads to: arrows follow sight, so left is the next word in Arabic. */
export function stepWord(key: string, from: number, count: number, isRtl: boolean): number | null {
  const forward = isRtl ? 'ArrowLeft' : 'ArrowRight';
  const back = isRtl ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return Math.min(count - 1, from + 1);
  if (key === back) return Math.max(0, from - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}
