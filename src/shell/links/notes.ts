const WIDE = '(min-width: 1100px)';
const GAP_PX = 14;

/**
 * Puts notes that are anchored to a line of code beside that line. They stand in the margin's column anyway; only their
 * height on the page is found out here, since it depends on fonts and on what the cell shows.
 */
export function placeNotes(page: Document): void {
  const isWide = matchMedia(WIDE).matches;
  let floorPx = -Infinity;
  for (const note of page.querySelectorAll<HTMLElement>('article.lesson > .note[data-line]')) {
    note.style.translate = '';
    if (!isWide) continue;
    const { cell = '', line = '1' } = note.dataset;
    const code = page.querySelector(`[data-slot][data-id="${CSS.escape(cell)}"] .code-host`);
    const first = code?.querySelector('.line, .cm-line');
    if (!code || !first) continue;
    const box = first.getBoundingClientRect();
    const wantedPx = box.top + (Number(line) - 1) * box.height + scrollY;
    const naturalPx = note.getBoundingClientRect().top + scrollY;
    const topPx = Math.max(wantedPx, floorPx);
    note.style.translate = `0 ${Math.round(topPx - naturalPx)}px`;
    floorPx = topPx + note.scrollHeight + GAP_PX;
  }
}

/** Keeps notes beside their lines while fonts, editors and outputs come in. */
export function followNotes(page: Document): () => void {
  const article = page.querySelector('article.lesson');
  if (!article) return () => undefined;
  let isAsked = false;
  const ask = (): void => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      placeNotes(page);
    });
  };
  const observer = new ResizeObserver(ask);
  observer.observe(article);
  ask();
  return () => observer.disconnect();
}
