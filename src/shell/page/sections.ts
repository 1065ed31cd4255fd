/** How long a section has to be under the reader's eye before it counts as read. */
const READ_MS = 4000;
const TICK_MS = 500;
/** Share of the window's height at which reading happens. */
const EYE = 0.35;

/** One section of a lesson: from a heading to the next. */
export interface Section {
  readonly id: string;
  readonly title: string;
}

/** The sections of the lesson in its present language. */
export function sectionsOf(page: Document): Section[] {
  return [...page.querySelectorAll<HTMLElement>('article.lesson > h2[id]')].map((heading) => ({
    id: heading.id,
    title: heading.textContent ?? '',
  }));
}

/** The section under the reader's eye: the last one whose heading is above it. */
export function currentSection(page: Document, heightPx: number): string | null {
  const headings = [...page.querySelectorAll<HTMLElement>('article.lesson > h2[id]')];
  return headings.findLast((one) => one.getBoundingClientRect().top <= heightPx * EYE)?.id ?? null;
}

/** Tells which section is being read, and which has been read for long enough. Stops when the page is hidden. */
export function watchSections(
  onCurrent: (id: string | null) => void,
  onRead: (id: string) => void,
): () => void {
  const spentMs = new Map<string, number>();
  let current: string | null = null;
  let isAsked = false;
  const look = (): void => {
    isAsked = false;
    const next = currentSection(document, innerHeight);
    if (next === current) return;
    current = next;
    onCurrent(next);
  };
  const ask = (): void => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(look);
  };
  const timer = setInterval(() => {
    if (current === null || document.hidden) return;
    const spent = (spentMs.get(current) ?? 0) + TICK_MS;
    spentMs.set(current, spent);
    if (spent === READ_MS) onRead(current);
  }, TICK_MS);
  addEventListener('scroll', ask, { passive: true });
  look();
  return () => {
    clearInterval(timer);
    removeEventListener('scroll', ask);
  };
}
