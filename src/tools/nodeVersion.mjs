// @ts-check
// Must load on any Node that knows modules at all: no import, no syntax newer than 2018.

/** The oldest Node that the course's tools run on. */
export const requiredNode = '20.19';

/**
 * A sentence for a reader whose Node is too old; an empty text when it is recent enough.
 * @param {string} version as in `process.versions.node`
 * @returns {string}
 */
export function nodeComplaint(version) {
  const has = version.split('.').map(Number);
  const needs = requiredNode.split('.').map(Number);
  const isRecent = has[0] > needs[0] || (has[0] === needs[0] && has[1] >= needs[1]);
  if (isRecent) return '';
  return (
    'This course needs Node.js ' +
    requiredNode +
    ' or newer, and this is Node.js ' +
    version +
    '.\nInstall a current one from https://nodejs.org and run the same command again.'
  );
}
