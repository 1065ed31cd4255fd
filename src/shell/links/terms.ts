/** Long enough for a pointer to cross the gap to the pop-up, which may hold what the reader wants to select. */
const LEAVE_MS = 160;
const GAP_PX = 8;
const EDGE_PX = 12;
const TIP_ID = 'term-tip';

/** What a pop-up shows, from the list of meanings at the end of the page. */
function fill(tip: HTMLElement, row: Element): void {
  const [name, meaning] = [row.querySelector('dt'), row.querySelector('dd')];
  const part = (className: string, from: Element | null): HTMLElement => {
    const line = tip.ownerDocument.createElement('span');
    line.className = className;
    line.append(...[...(from?.childNodes ?? [])].map((node) => node.cloneNode(true)));
    return line;
  };
  tip.replaceChildren(part('tip-name', name), part('tip-meaning', meaning));
}

/** Below the word where there is room, else above; never past the edges of the window. */
function place(host: HTMLElement, word: Element, page: Document): void {
  const view = page.documentElement;
  const box = word.getClientRects()[0] ?? word.getBoundingClientRect();
  const { width, height } = host.getBoundingClientRect();
  const isRtl = view.dir === 'rtl';
  const wantedX = isRtl ? box.right - width : box.left;
  const x = Math.max(EDGE_PX, Math.min(wantedX, view.clientWidth - width - EDGE_PX));
  const isBelow = box.bottom + GAP_PX + height <= view.clientHeight || box.top < height + GAP_PX;
  const y = isBelow ? box.bottom + GAP_PX : box.top - height - GAP_PX;
  host.style.translate = `${Math.round(x + scrollX)}px ${Math.round(y + scrollY)}px`;
}

/**
 * Meanings of marked terms beside the words, on hover, focus and tap. Without scripts each term is a link to its meaning,
 * and it stays one: keys reach it, and its description is the pop-up. Escape closes it without moving anything else.
 */
export function followTerms(page: Document): () => void {
  // The host is left to right, so that one translation places it in both directions; what it shows is not.
  const host = page.createElement('div');
  host.className = 'tip-host';
  host.hidden = true;
  const tip = page.createElement('div');
  tip.className = 'tip';
  tip.id = TIP_ID;
  tip.setAttribute('role', 'tooltip');
  host.append(tip);
  (page.querySelector('main') ?? page.body).append(host);
  let shown: HTMLAnchorElement | null = null;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(leaving);
    shown?.removeAttribute('aria-describedby');
    shown = null;
    host.hidden = true;
  };
  const show = (link: HTMLAnchorElement): void => {
    clearTimeout(leaving);
    if (link === shown) return;
    hide();
    const row = page.getElementById(link.hash.slice(1));
    if (!row) return;
    const { lang, dir } = page.documentElement;
    tip.lang = lang;
    tip.dir = dir;
    fill(tip, row);
    host.hidden = false;
    place(host, link, page);
    link.setAttribute('aria-describedby', TIP_ID);
    shown = link;
  };
  const linkAt = (target: EventTarget | null): HTMLAnchorElement | null =>
    target instanceof Element ? target.closest<HTMLAnchorElement>('dfn.term > a') : null;

  const onOver = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return;
    const link = linkAt(event.target);
    if (link) return show(link);
    if (!shown || shown === page.activeElement) return;
    clearTimeout(leaving);
    if (!(event.target instanceof Node && host.contains(event.target)))
      leaving = setTimeout(hide, LEAVE_MS);
  };
  const onFocus = (event: FocusEvent): void => {
    const link = linkAt(event.target);
    if (link) show(link);
    else hide();
  };
  const onClick = (event: MouseEvent): void => {
    const link = linkAt(event.target);
    if (!link) {
      if (!(event.target instanceof Node && host.contains(event.target))) hide();
      return;
    }
    event.preventDefault();
    show(link);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !shown) return;
    event.stopPropagation();
    hide();
  };
  const stop = new AbortController();
  const { signal } = stop;
  page.addEventListener('pointerover', onOver, { passive: true, signal });
  page.addEventListener('focusin', onFocus, { signal });
  page.addEventListener('click', onClick, { signal });
  page.addEventListener('keydown', onKey, { capture: true, signal });
  return () => {
    stop.abort();
    hide();
    host.remove();
  };
}
