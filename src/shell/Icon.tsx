import type { ReactElement } from 'react';

/** 16-unit drawings, stroke 1.5. Those listed in `FLIPPED` point along the reading direction. */
const PATHS = {
  run: 'M5 3.2v9.6l7.6-4.8z',
  stop: 'M4.2 4.2h7.6v7.6H4.2z',
  check: 'M3.2 8.6l3.1 3.1 6.5-7.2',
  cross: 'M4 4l8 8M12 4l-8 8',
  reset: 'M3 8a5 5 0 1 0 1.6-3.7M2.8 2.4v2.8h2.8',
  stale: 'M13 8a5 5 0 1 1-1.6-3.7M13.2 2.4v2.8h-2.8',
  copy: 'M6.8 5.4h4.8A1.4 1.4 0 0 1 13 6.8v4.8a1.4 1.4 0 0 1-1.4 1.4H6.8a1.4 1.4 0 0 1-1.4-1.4V6.8a1.4 1.4 0 0 1 1.4-1.4zM10.6 3H4.4A1.4 1.4 0 0 0 3 4.4v6.2',
  link: 'M6.6 9.4l2.8-2.8M7.4 5l1.5-1.5a2.5 2.5 0 0 1 3.6 3.6L11 8.6M8.6 11l-1.5 1.5a2.5 2.5 0 0 1-3.6-3.6L5 7.4',
  more: 'M3.4 8h.01M8 8h.01M12.6 8h.01',
  plus: 'M8 3.2v9.6M3.2 8h9.6',
  bin: 'M3.2 4.6h9.6M6.4 4.4V3h3.2v1.4M4.6 4.8l.5 8.2h5.8l.5-8.2',
  up: 'M8 12.8V3.6M4.2 7.2 8 3.4l3.8 3.8',
  stored: 'M2.6 5.2 8 2.6l5.4 2.6L8 7.8zM2.6 8.2 8 10.8l5.4-2.6M2.6 11 8 13.6l5.4-2.6',
  warn: 'M8 2.4 14.4 13.4H1.6zM8 6.4v3.2M8 11.6v.1',
  info: 'M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6zM8 7.4v3.2M8 5.2v.1',
  lock: 'M4.6 7h6.8a1.2 1.2 0 0 1 1.2 1.2v4a1.2 1.2 0 0 1-1.2 1.2H4.6a1.2 1.2 0 0 1-1.2-1.2v-4A1.2 1.2 0 0 1 4.6 7zM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2',
  menu: 'M2.6 4.4h10.8M2.6 8h10.8M2.6 11.6h10.8',
  clock: 'M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6zM8 5v3.2l2 1.4',
  forward: 'M6 3.4 10.6 8 6 12.6',
  down: 'M3.4 6 8 10.6 12.6 6',
  keyboard: 'M2.2 4.4h11.6v7.6H2.2zM4.6 7h.01M7 7h.01M9.4 7h.01M11.6 7h.01M5.4 9.6h5.2',
} as const;
const FILLED: ReadonlySet<string> = new Set(['run', 'stop']);
const FLIPPED: ReadonlySet<string> = new Set(['forward']);

export type IconName = keyof typeof PATHS | 'theme';

/** A decorative drawing; the word beside it, or the button's label, says what it means. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  const kind = FILLED.has(name) ? ' i-fill' : FLIPPED.has(name) ? ' flip' : '';
  return (
    <svg className={`i${kind}`} viewBox="0 0 16 16" aria-hidden="true">
      {name === 'theme' ? (
        <>
          <circle cx="8" cy="8" r="5.4" />
          <path d="M8 2.6a5.4 5.4 0 0 1 0 10.8z" fill="currentColor" />
        </>
      ) : (
        <path d={PATHS[name]} />
      )}
    </svg>
  );
}
