/** What the original encoder says of a sentence; the vector as base64 of float32. */
export interface GoldenSentence {
  readonly text: string;
  readonly ids: readonly number[];
  readonly vector: string;
}

/**
 * A cell that encodes some short sentences on what computes and on wasm: the least cosine to the original's vectors, which the
 * shipped weights of 8 bits do not give exactly, and the largest difference between the two, which have the same weights.
 */
export function encoderCell(sentences: readonly GoldenSentence[]): string {
  const short = sentences.filter(({ ids }) => ids.length >= 3 && ids.length <= 8).slice(0, 3);
  const known = short.map(({ text, vector }) => ({ text, vector }));
  return `import { loadUseLite } from 'kit/encoder';
import { activeBackend, withBackend } from 'kit/tensor';

const known = ${JSON.stringify(known)};
const encoder = await loadUseLite();
const rowsOn = async () => {
  const { vectors } = encoder.encode(known.map(({ text }) => text), { allowOtherLanguages: true });
  const rows = await vectors.array();
  vectors.dispose();
  return rows;
};
const rows = await rowsOn();
const backend = activeBackend();
const wasm = await withBackend('wasm', async () => [activeBackend(), await rowsOn()]);
const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const [cosines, gaps] = [[], []];
known.forEach(({ vector }, n) => {
  const bytes = Uint8Array.from(atob(vector), (letter) => letter.charCodeAt(0));
  const wanted = [...new Float32Array(bytes.buffer)];
  cosines.push(dot(rows[n], wanted) / Math.sqrt(dot(rows[n], rows[n]) * dot(wanted, wanted)));
  if (wasm.result?.[0] === 'wasm') wasm.result[1][n].forEach((x, i) => gaps.push(Math.abs(x - rows[n][i])));
});
encoder.dispose();
const apart = known.length > 0 && gaps.length === 512 * known.length && gaps.every((gap) => gap >= 0) ? Math.max(...gaps) : NaN;
\`on \${backend}: cosine \${Math.min(...cosines)}, apart \${apart} /end\`;`;
}
