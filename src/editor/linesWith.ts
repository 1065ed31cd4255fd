/** The 1-based lines of `source` that use `symbol` as a name: not as a property of another, not inside a string or a comment. */
export function linesWith(source: string, symbol: string): number[] {
  const name = new RegExp(`(?<![\\w$.])${symbol.replace(/[$\\^.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])`);
  return source.split('\n').flatMap((line, index) => {
    const code = line.replace(/'[^']*'|"[^"]*"|\/\/.*$/g, '');
    return name.test(code) ? [index + 1] : [];
  });
}
