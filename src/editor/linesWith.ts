/** The 1-based lines of `source` that mention `symbol` as a whole name, not as a property of another. */
export function linesWith(source: string, symbol: string): number[] {
  const name = new RegExp(`(?<![\\w$.])${symbol.replace(/[$\\^.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])`);
  return source.split('\n').flatMap((line, index) => (name.test(line) ? [index + 1] : []));
}
