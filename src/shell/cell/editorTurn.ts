import { useCallback, useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { whenIdle } from '../whenIdle.ts';

/** How far outside the window a cell may be and still get its editor while the page is idle. */
const NEAR = '600px';

/**
 * Whether a cell should have its editor now: once it was asked for, or when the page is idle and the cell is near the
 * window. A page of fifteen cells would otherwise make fifteen editors that nobody looks at.
 */
export function useEditorTurn(host: RefObject<Element | null>): {
  readonly isWanted: boolean;
  readonly want: () => void;
} {
  const [isWanted, setWanted] = useState(false);
  const want = useCallback(() => setWanted(true), []);
  useEffect(() => {
    const element = host.current;
    if (!element || isWanted || typeof IntersectionObserver !== 'function') return undefined;
    let cancel = (): void => undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        cancel();
        if (entries.some((entry) => entry.isIntersecting)) cancel = whenIdle(want);
      },
      { rootMargin: NEAR },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancel();
    };
  }, [host, isWanted, want]);
  return { isWanted, want };
}
