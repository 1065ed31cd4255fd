import { useLayoutEffect, useState, type RefObject } from 'react';

interface Spots {
  /** Centres of the words, px from the left edge of their box, in the order of the words. */
  readonly spots: readonly number[];
  /** Height of the space above the words, px. */
  readonly floor: number;
}

/** Where the words of a sentence stand. Measured again when the box changes size and when the fonts have arrived. */
export function useSpots(ref: RefObject<HTMLElement | null>, words: readonly string[]): Spots {
  const [state, setState] = useState<Spots>({ spots: [], floor: 92 });
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    let isGone = false;
    const measure = (): void => {
      if (isGone) return;
      const items = [...box.children] as HTMLElement[];
      const spots = items.map((item) => item.offsetLeft + item.offsetWidth / 2);
      const floor = items[0] ? Math.max(40, items[0].offsetTop - 5) : 92;
      setState((last) =>
        last.floor === floor &&
        last.spots.length === spots.length &&
        last.spots.every((spot, i) => spot === spots[i])
          ? last
          : { spots, floor },
      );
    };
    measure();
    void document.fonts?.ready.then(measure);
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure);
    observer?.observe(box);
    return () => {
      isGone = true;
      observer?.disconnect();
    };
  }, [ref, words]);
  return state;
}
