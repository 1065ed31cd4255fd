/** A longer signature says less: what TypeScript leaves out itself begins near here. */
const MOST_LENGTH = 480;

/** What TypeScript says of a name, without its remarks: `(alias) …`, `(property) …`, and the import that made an alias. */
export function plainSignature(display: string): string {
  const code = display
    .replace(/^\((?:[a-z]+ ?)+\) /, '')
    .replace(/\n(?:import|export) [\s\S]*$/, '')
    .replace(/ \(\+\d+ overloads?\)$/, '')
    .trim();
  return code.length > MOST_LENGTH ? `${code.slice(0, MOST_LENGTH)} …` : code;
}

/** The first sentence of a doc comment, in one line. A full stop ends it only before a capital, an Arabic letter or code. */
export function firstSentence(doc: string): string {
  const paragraph = (doc.trim().split(/\n\s*\n/, 1)[0] ?? '').replace(/\s+/g, ' ');
  return /^.*?[.!?؟](?=\s+[\p{Lu}\p{Lo}`@]|\s*$)/u.exec(paragraph)?.[0] ?? paragraph;
}
