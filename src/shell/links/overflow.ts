/** Makes formulas that are wider than their place reachable by keyboard: only so can they be scrolled without a pointer. */
export function followOverflow(root: Document): () => void {
  if (typeof ResizeObserver !== 'function') return () => undefined;
  const formulas = [...root.querySelectorAll<HTMLElement>('.formula')];
  const look = (): void => {
    for (const formula of formulas) {
      const isWide =
        formula.scrollWidth > formula.clientWidth || formula.scrollHeight > formula.clientHeight;
      if (isWide) formula.tabIndex = 0;
      else formula.removeAttribute('tabindex');
    }
  };
  const observer = new ResizeObserver(look);
  for (const formula of formulas) observer.observe(formula);
  // The fonts of mathematics change a formula's width, and not its place's.
  void root.fonts.ready.then(look);
  root.fonts.addEventListener('loadingdone', look);
  return () => {
    observer.disconnect();
    root.fonts.removeEventListener('loadingdone', look);
  };
}
