// @ts-check

/** The steps of `npm test`, in order. */
export const steps = /** @type {const} */ (['types', 'unit', 'build', 'browser']);

/** @typedef {(typeof steps)[number]} Step */
/** @typedef {{ steps: Set<Step>, filters: string[], isFull: boolean, help: boolean }} TestPlan */

/**
 * What the words behind `npm test --` ask for: names of steps choose steps (the browser tests bring the build along),
 * every other word narrows the tests of the chosen ones by file.
 * @param {readonly string[]} args
 * @returns {TestPlan}
 */
export function readPlan(args) {
  /** @type {Set<Step>} */
  const chosen = new Set();
  /** @type {string[]} */
  const filters = [];
  for (const word of args) {
    if (word === '--full' || word === '--help') continue;
    const step = steps.find((name) => name === word);
    if (step) chosen.add(step);
    else filters.push(word);
  }
  if (chosen.size === 0) {
    chosen.add('unit').add('browser');
    // A filter names tests; types are checked as a whole or not at all.
    if (filters.length === 0) chosen.add('types');
  }
  if (chosen.has('browser')) chosen.add('build');
  return {
    steps: chosen,
    filters,
    isFull: args.includes('--full'),
    help: args.includes('--help'),
  };
}
