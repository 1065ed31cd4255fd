/** Makes formulas that are wider than their place reachable by keyboard: only so can they be scrolled without a pointer. */
export function followOverflow(root: ParentNode): () => void {
  if (typeof ResizeObserver !== 'function') return () => undefined;
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement)) continue;
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  for (const formula of root.querySelectorAll('.formula')) observer.observe(formula);
  return () => observer.disconnect();
}
