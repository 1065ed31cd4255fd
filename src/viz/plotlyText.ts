/** Plotly reads a small HTML of its own in every text: names that come from data must not become tags or links. */
export function plotlyText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
