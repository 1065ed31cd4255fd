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
