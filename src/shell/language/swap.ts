import { findSlots, readSlot } from '../slots.ts';
import type { SlotContent } from '../slots.ts';

/** The pages differ in what stands where: they are not two languages of one lesson. */
export class SwapFault extends Error {
  override readonly name = 'SwapFault';
}

const isSlot = (node: Node): node is HTMLElement =>
  node instanceof HTMLElement &&
  node.dataset['slot'] !== undefined &&
  node.dataset['id'] !== undefined;

const keyOf = (element: HTMLElement): string =>
  `${element.dataset['slot']}:${element.dataset['id']}`;

/**
 * Replaces the prose of `live` by that of `next`, leaving the slots where they are: not even moved, since moving an
 * editor would cost it focus and scroll. Both must hold the same slots in the same order.
 */
export function swapProse(live: Element, next: Element): void {
  const slots = [...live.children].filter(isSlot);
  const wanted = [...next.children].filter(isSlot);
  const order = (list: readonly HTMLElement[]): string => list.map(keyOf).join(' ');
  if (order(slots) !== order(wanted)) throw new SwapFault('the two languages have different slots');
  for (const child of [...live.childNodes]) if (!isSlot(child)) child.remove();
  let at = 0;
  for (const child of [...next.childNodes]) {
    const slot = slots[at];
    if (isSlot(child)) {
      if (slot) takeAttributes(slot, child);
      at += 1;
    } else {
      live.insertBefore(live.ownerDocument.importNode(child, true), slot ?? null);
    }
  }
}

/** Attributes that hold words: the rest of a live slot belongs to the code that runs it. */
function takeAttributes(slot: HTMLElement, next: HTMLElement): void {
  for (const name of ['aria-label', 'data-right']) {
    const value = next.getAttribute(name);
    if (value === null) slot.removeAttribute(name);
    else slot.setAttribute(name, value);
  }
}

/** The prose inside the slots of a page that was fetched, by `slot:id`. */
export function contentsOf(page: ParentNode): Record<string, SlotContent> {
  return Object.fromEntries(findSlots(page).map((slot) => [slot.key, readSlot(slot.element)]));
}

/**
 * Turns the whole document into `next`, in place. What the page's code has put into header, rail and footer is not
 * touched here: its mounts are set again afterwards.
 */
export function swapDocument(live: Document, next: Document): void {
  const [here, there] = [
    live.querySelector('article.lesson'),
    next.querySelector('article.lesson'),
  ];
  if (!here || !there) throw new SwapFault('no lesson in the page');
  swapProse(here, there);
  for (const selector of ['body > .skip', 'header.top', 'footer.foot', '#lesson']) {
    const [old, fresh] = [live.querySelector(selector), next.querySelector(selector)];
    if (old && fresh)
      old.replaceChildren(...[...fresh.childNodes].map((node) => live.importNode(node, true)));
  }
  const { lang, dir } = next.documentElement;
  live.documentElement.lang = lang;
  live.documentElement.dir = dir;
  live.title = next.title;
  const description = next.querySelector<HTMLMetaElement>('meta[name=description]')?.content;
  const meta = live.querySelector<HTMLMetaElement>('meta[name=description]');
  if (meta && description !== undefined) meta.content = description;
}
