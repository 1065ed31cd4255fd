import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The size of a file as a host sends it, in KB of 1000 bytes: gzip at its usual level 6, fonts as they are. */
export function sentKB(file: string): number {
  const bytes = readFileSync(file);
  const isPacked = /\.(woff2|png|jpg|webp)$/.test(file);
  return (isPacked ? bytes.length : gzipSync(bytes, { level: 6 }).length) / 1000;
}

/** Every page of the built site that a reader opens, below `dist`. */
export function builtPages(dist: string): string[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html') && file !== 'sandbox.html')
    .sort();
}

/**
 * The files that a page names in its own HTML and needs before it is readable: itself, its styles, its script and what
 * that script imports at once (which Vite names as `modulepreload`).
 */
export function readableFiles(dist: string, page: string): string[] {
  const html = readFileSync(join(dist, page), 'utf8');
  const tags = [...html.matchAll(/<(?:link|script)\b[^>]*>/g)].map(([tag]) => tag);
  const addresses = tags.flatMap((tag) => {
    const isNeeded = /^<script/.test(tag) || /rel="(stylesheet|modulepreload)"/.test(tag);
    const address = /(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    return isNeeded && address ? [address] : [];
  });
  const files = addresses.map((address) => posix.join(posix.dirname(page), address));
  return [page, ...new Set(files)].filter((file) => existsSync(join(dist, file)));
}

/** The file below `dist` that an address of the site means. */
export function fileOfAddress(site: string, address: string): string {
  const path = decodeURIComponent(new URL(address).pathname.slice(new URL(site).pathname.length));
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}
