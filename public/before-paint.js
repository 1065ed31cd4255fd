// What must be settled before the page is drawn for the first time.
(() => {
  const root = document.documentElement;
  // Until the page is idle, what is far below the window is not laid out. Only where the reader begins at the top: a place
  // in the middle could not be found by heights that are guessed. The page's code ends it.
  const [visit] = performance.getEntriesByType('navigation');
  if (visit?.type === 'navigate' && !location.hash) root.dataset.opening = '';
  try {
    // The page's code reads the same settings later and follows changes; storage may be refused, and then the theme is the
    // system's.
    const { theme } = JSON.parse(localStorage.getItem('ai-toolkit:settings') || '{}') || {};
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    return;
  }
})();
