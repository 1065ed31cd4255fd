import { focusStore, setFocus } from '../../viz/focus.ts';

/**
 * Linked hover outside pictures: formula terms, words and code that carry `data-symbol` light each other, and are lit
 * by the pictures. Pictures set the same store themselves.
 */
export function followSymbols(page: Document): () => void {
  const symbolOf = (target: EventTarget | null): string | undefined =>
    target instanceof Element
      ? target.closest<HTMLElement>('[data-symbol]')?.dataset['symbol']
      : undefined;
  let isOurs = false;
  const onOver = (event: Event): void => {
    const symbol = symbolOf(event.target);
    if (symbol !== undefined) {
      isOurs = true;
      setFocus({ symbol });
    } else if (isOurs) {
      isOurs = false;
      setFocus(null);
    }
  };
  const light = (): void => {
    const symbol = focusStore.getState().focus?.symbol;
    for (const element of page.querySelectorAll('[data-symbol].lit'))
      element.classList.remove('lit');
    if (symbol === undefined) return;
    for (const element of page.querySelectorAll(`[data-symbol="${CSS.escape(symbol)}"]`)) {
      element.classList.add('lit');
    }
  };
  page.addEventListener('pointerover', onOver, { passive: true });
  const stop = focusStore.subscribe(light);
  return () => {
    page.removeEventListener('pointerover', onOver);
    stop();
  };
}
