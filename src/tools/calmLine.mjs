// @ts-check

/**
 * One line that says what is going on. In a terminal it is rewritten in place; elsewhere only its first and last words
 * are printed, so that a log stays readable.
 * @param {string} text
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [out]
 */
export function calmLine(text, out = process.stdout) {
  /** @param {string} now */
  const draw = (now) => out.write(`\r\x1b[K${now.slice(0, Math.max(20, (out.columns || 80) - 1))}`);
  if (out.isTTY) draw(text);
  else out.write(`${text}\n`);
  return {
    /** @param {string} now */
    update(now) {
      if (out.isTTY) draw(now);
    },
    /** @param {string} last */
    end(last) {
      if (out.isTTY) out.write(`\r\x1b[K${last}\n`);
      else out.write(`${last}\n`);
    },
  };
}

/**
 * A duration as a reader would say it: `0.8 s`, `12 s`, `2 min 5 s`.
 * @param {number} ms
 */
export function spokenTime(ms) {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
