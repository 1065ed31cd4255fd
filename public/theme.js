// Puts the reader's theme on the page before it is drawn for the first time. The page's code reads the same settings later
// and follows changes; storage may be refused, and then the theme is the system's.
(() => {
  try {
    const { theme } = JSON.parse(localStorage.getItem('ai-toolkit:settings') || '{}') || {};
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    return;
  }
})();
