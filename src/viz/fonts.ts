/**
 * The font family of an element, once its Arabic and Latin files have arrived. Canvas text is never drawn again when a
 * font comes late, so Plotly and Cytoscape wait for this. A file that cannot be had is no reason to show nothing.
 */
export async function fontsReady(host: Element): Promise<string> {
  const family = getComputedStyle(host).fontFamily || 'sans-serif';
  try {
    await Promise.all(
      ['400', '600'].flatMap((weight) => [
        document.fonts?.load(`${weight} 14px ${family}`, 'Ab 0'),
        document.fonts?.load(`${weight} 14px ${family}`, 'عربي'),
      ]),
    );
  } catch (error) {
    console.warn('fonts for pictures could not be loaded', error);
  }
  return family;
}

/** The font family in one of the page's tokens (`--sans`, `--mono`). A list of names reads back as it was written. */
export function familyOf(token: '--sans' | '--mono', fallback: string): string {
  if (typeof document === 'undefined') return fallback;
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim() || fallback;
}
