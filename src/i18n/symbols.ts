/** The classes of the course's symbols; each class owns one hue in prose, formula, code and figure. */
export type SymbolClass = 'q' | 'k' | 'v' | 's' | 'o';

/** Names that carry a hue wherever they stand in code. Everything else in code is ink. */
const CLASS_OF: Readonly<Record<string, SymbolClass>> = {
  Q: 'q',
  q: 'q',
  K: 'k',
  k: 'k',
  V: 'v',
  v: 'v',
  scores: 's',
  scaled: 's',
  masked: 's',
  weights: 's',
  causalWeights: 's',
  output: 'o',
};

/** The hue's class of a name in code, or null for one that stays ink. */
export function symbolClass(name: string): SymbolClass | null {
  return Object.hasOwn(CLASS_OF, name) ? (CLASS_OF[name] ?? null) : null;
}
