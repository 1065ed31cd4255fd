/** The first cell that stands after an element of the page: the one that a prediction speaks of. */
export function cellAfter(elementId: string, root: Document = document): string | null {
  const element = root.getElementById(elementId);
  if (!element) return null;
  for (const cell of root.querySelectorAll<HTMLElement>('[data-slot=cell][data-id]')) {
    if (element.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING) {
      return cell.dataset['id'] ?? null;
    }
  }
  return null;
}
