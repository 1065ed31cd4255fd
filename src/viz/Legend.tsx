import type { Series } from './series.ts';

const MARKS: Readonly<Record<string, string>> = {
  circle: 'M9 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0',
  'circle-open': 'M9 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0',
  square: 'M9.5 2.5h7v7h-7z',
  'triangle-up': 'M13 1.5 17.5 10h-9z',
  'diamond-open': 'M13 1.5 17.5 6 13 10.5 8.5 6z',
  x: 'M9.5 2.5l7 7m0-7l-7 7',
  star: 'M13 1l1.5 3.4 3.6.3-2.8 2.4.9 3.6L13 8.8 9.8 10.7l.9-3.6-2.8-2.4 3.6-.3z',
};
const DASH = { solid: undefined, dash: '6 3', dot: '2 3', dashdot: '6 3 2 3' } as const;

/** What each series looks like: line, marker and name. Follows the reading direction, as the frame of the chart does. */
export function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <ul className="viz-legend" aria-hidden="true">
      {series.map((one, i) =>
        one.name ? (
          <li key={i} style={{ color: `var(--${one.style.token})` }}>
            <svg viewBox="0 0 26 12">
              {isArea(one) ? (
                <path d="M6 1h14v10H6z" className="is-full" />
              ) : (
                <>
                  {one.trace.type === 'line' && (
                    <path d="M0 6h26" strokeDasharray={DASH[one.style.dash]} />
                  )}
                  <path d={MARKS[one.style.symbol]} className={markClass(one.style.symbol)} />
                </>
              )}
            </svg>
            <bdi>{one.name}</bdi>
          </li>
        ) : null,
      )}
    </ul>
  );
}

function isArea(one: Series): boolean {
  return one.trace.type === 'bar' || one.trace.type === 'histogram' || one.trace.type === 'box';
}

function markClass(symbol: string): string {
  if (symbol.endsWith('-open')) return 'is-open';
  return symbol === 'x' ? '' : 'is-full';
}
