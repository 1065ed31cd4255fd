/**
 * Waves that tell a token its place: half the columns sine, half cosine, from one radian per token down to 1/10,000.
 * [tokens, width], row-major.
 *
 * Sines and cosines stand in two blocks, not in turn as in the paper: the model was trained so.
 *
 * @see Vaswani et al., "Attention Is All You Need", 2017, §3.5
 */
export function positionWaves(tokens: number, width: number): Float32Array {
  const waves = width / 2;
  const values = new Float32Array(tokens * width);
  for (let place = 0; place < tokens; place++) {
    for (let wave = 0; wave < waves; wave++) {
      const angle = place * 10_000 ** (-wave / (waves - 1));
      values[place * width + wave] = Math.sin(angle);
      values[place * width + waves + wave] = Math.cos(angle);
    }
  }
  return values;
}
