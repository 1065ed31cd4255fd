import { useLayoutEffect, useState, type RefObject } from 'react';

/** Width of an element in whole px, 0 until it is laid out or while it is hidden. */
export function useWidth(ref: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = (): void => {
      const next = Math.floor(element.getBoundingClientRect().width);
      // A picture hidden behind its text keeps its size, or it would be drawn twice for nothing.
      if (next > 0) setWidth(next);
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
