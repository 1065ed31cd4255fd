import { useContext, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { UnseenContext } from './context.ts';

interface Props {
  /** Name for screen readers, used when there is something to scroll. */
  readonly label: string;
  /** What follows the code's indices runs left to right, whatever the page does. */
  readonly isLtr?: boolean;
  readonly className?: string;
  /** The content can be focused and scrolls along by itself: no tab stop of its own. */
  readonly hasFocusableContent?: boolean;
  readonly children: ReactNode;
}

/**
 * Wide content scrolls inside this, never the page. It becomes a tab stop only when there is something to scroll, and
 * carries the direction itself: a left-to-right table in a right-to-left scroller would open at its far end.
 */
export function Scroller({ label, isLtr, className, hasFocusableContent, children }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const [isOverflowing, setOverflowing] = useState(false);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || typeof ResizeObserver === 'undefined') return undefined;
    const measure = (): void => setOverflowing(box.scrollWidth > box.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    if (box.firstElementChild) observer.observe(box.firstElementChild);
    measure();
    return () => observer.disconnect();
  }, []);
  const isUnseen = useContext(UnseenContext);
  // Out of sight nothing scrolls, and what would scroll would have to be focusable.
  if (isUnseen) return <div>{children}</div>;
  const isStop = isOverflowing && !hasFocusableContent;
  return (
    <div
      ref={ref}
      className={`viz-scroll${className ? ` ${className}` : ''}`}
      dir={isLtr ? 'ltr' : undefined}
      {...(isStop ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      {children}
    </div>
  );
}
