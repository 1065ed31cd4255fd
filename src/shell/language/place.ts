/** Where the reader is, as a share of the way between two things that stand in both languages. */
export interface Place {
  /** Ids of the anchor above the reader's eye and of the one below it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly share: number;
}

/** Reading happens in the upper third of the window, not at its edge. */
const EYE = 0.3;

function anchors(root: Document): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('main h2[id], main h3[id], main [data-slot][id]')];
}

const topOf = (root: Document, id: string | null): number | null =>
  id === null ? null : (root.getElementById(id)?.getBoundingClientRect().top ?? null);

/** The place that is being read. Headings and slots have the same ids in both languages. */
export function readPlace(root: Document, heightPx: number): Place {
  const eye = heightPx * EYE;
  const all = anchors(root);
  const below = all.findIndex((anchor) => anchor.getBoundingClientRect().top > eye);
  const at = below < 0 ? all.length - 1 : below - 1;
  const from = all[at];
  const to = all[at + 1];
  if (!from) return { from: null, to: to?.id ?? null, share: 0 };
  const top = from.getBoundingClientRect().top;
  const span = to ? to.getBoundingClientRect().top - top : from.getBoundingClientRect().height;
  return { from: from.id, to: to?.id ?? null, share: span > 0 ? (eye - top) / span : 0 };
}

/** How far to scroll so that the same place is under the reader's eye again; null when its anchors are gone. */
export function scrollToPlace(root: Document, heightPx: number, place: Place): number | null {
  const from = topOf(root, place.from);
  if (from === null) return null;
  const to =
    topOf(root, place.to) ?? from + (root.getElementById(place.from ?? '')?.offsetHeight ?? 0);
  return from + (to - from) * place.share - heightPx * EYE;
}

/** The other script's font and the pictures' new words arrive within this time. */
const SETTLE_MS = 2000;
const TOUCHES = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/**
 * Brings a place under the reader's eye and holds it there while the page settles: text grows when its font arrives, and
 * pictures are drawn again with other words. Ends when the reader scrolls, types or points. The browser's own anchoring
 * is off meanwhile: it would correct the same growth a second time, from an element that may be gone.
 */
export function holdPlace(root: Document, place: Place): void {
  const article = root.querySelector('article.lesson');
  const view = root.defaultView;
  if (!article || !view) return;
  const { style } = root.documentElement;
  const settle = (): void => {
    const by = scrollToPlace(root, view.innerHeight, place);
    if (by !== null && Math.abs(by) >= 1) view.scrollBy({ top: by, behavior: 'instant' });
  };
  const observer = new ResizeObserver(settle);
  const end = (): void => {
    observer.disconnect();
    clearTimeout(timer);
    style.removeProperty('overflow-anchor');
    for (const touch of TOUCHES) root.removeEventListener(touch, end);
  };
  const timer = setTimeout(end, SETTLE_MS);
  style.setProperty('overflow-anchor', 'none');
  for (const touch of TOUCHES) root.addEventListener(touch, end, { passive: true });
  settle();
  observer.observe(article);
}
