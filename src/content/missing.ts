/**
 * The script of the page for wrong addresses, as text: it stands inline (the page knows no path to a file) and is
 * allowed by its hash. The site's root is what precedes the language in the address; where there is none, the folder
 * that the address lies in.
 */
export const missingScript = `(() => {
  const path = location.pathname;
  const inside = /^(.*?\\/)(?:ar|en)(?:\\/|$)/.exec(path);
  const root = inside ? inside[1] : path.replace(/[^/]*\\/?$/, '') || '/';
  for (const link of document.querySelectorAll('[data-home]')) {
    if (link.getAttribute('href') === '/') link.href = root + link.dataset.home + '/';
  }
})();`;
