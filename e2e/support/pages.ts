import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** A built page: its file below `dist/` and the address of it relative to the site. */
export interface BuiltPage {
  readonly file: string;
  readonly address: string;
}

/** Pages that are parts of other pages and mean nothing on their own. */
const frames = new Set(['sandbox.html', 'relay.html']);

/** Every page that a reader may open, in order. */
export function builtPages(): BuiltPage[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html') && !frames.has(file))
    .sort()
    .map((file) => ({ file, address: file.replace(/(^|\/)index\.html$/, '$1') }));
}

/** Whether an address of `builtPages` is a lesson's, in either language. */
export function isLesson(address: string): boolean {
  return /^(ar|en)\/(?!reference\/)[\w-]+\/[\w-]+\/$/.test(address);
}
