// @ts-check
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';

/** @type {Readonly<Record<string, string>>} */
const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * A base path with one slash at each end: `a/b` becomes `/a/b/`.
 * @param {string} base
 */
export function tidyBase(base) {
  const inner = base.split('/').filter(Boolean).join('/');
  return inner ? `/${inner}/` : '/';
}

/**
 * The file that an address means: null for an address that means none, a folder's `index.html`, or `redirect` for a
 * folder asked for without its closing slash, whose relative links would otherwise point one level too high.
 * @param {string} root absolute folder
 * @param {string} path decoded, from its first slash on
 * @returns {{ file: string, size: number, modified: Date } | 'redirect' | null}
 */
function findFile(root, path) {
  const segments = path.split('/');
  // A backslash parts folders on Windows; names that begin with a dot are never part of a site.
  if (/[\\\0]/.test(path) || segments.some((segment) => segment.startsWith('.'))) return null;
  const full = resolve(root, `.${path}`);
  if (full !== root && !full.startsWith(root + sep)) return null;
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    return path.endsWith('/') ? findFile(root, `${path}index.html`) : 'redirect';
  }
  if (!stat?.isFile() || path.endsWith('/')) return null;
  // A link may lead out of the folder although its address does not.
  if (!realpathSync(full).startsWith(root + sep)) return null;
  return { file: full, size: stat.size, modified: stat.mtime };
}

/**
 * Answers requests with the files of a folder, as a plain static host under a sub-path does: no rewriting, no guessing,
 * everything outside the base is not found.
 * @param {string} folder
 * @param {string} [basePath]
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void}
 */
export function staticHandler(folder, basePath = '/') {
  const root = realpathSync(folder);
  const base = tidyBase(basePath);
  return (request, response) => {
    /** @param {number} status @param {string} text @param {Record<string, string>} [headers] */
    const say = (status, text, headers = {}) => {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
      response.end(request.method === 'HEAD' ? undefined : `${text}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return say(405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
    }
    const [rawPath = '/', query] = (request.url ?? '/').split('?', 2);
    let path;
    try {
      path = decodeURIComponent(rawPath);
    } catch {
      return say(400, 'This address is not well formed.');
    }
    const search = query === undefined ? '' : `?${query}`;
    if (`${path}/` === base) return say(301, base, { Location: `${base}${search}` });
    if (!path.startsWith(base)) return say(404, `Not found. The course is at ${base}`);

    const found = findFile(root, `/${path.slice(base.length)}`);
    // `//other.example` would be an address of another host.
    if (found === 'redirect') {
      const location = `/${rawPath.replace(/^\/+/, '')}/${search}`;
      return say(301, location, { Location: location });
    }
    const missing = found ? null : findFile(root, '/404.html');
    const answer = found ?? missing;
    if (!answer || answer === 'redirect') return say(404, 'Not found.');

    const etag = `"${answer.size.toString(36)}-${answer.modified.getTime().toString(36)}"`;
    const headers = {
      'Content-Type':
        contentTypes[extname(answer.file).toLowerCase()] ?? 'application/octet-stream',
      'X-Content-Type-Options': 'nosniff',
      ETag: etag,
      // Built assets carry a hash of their content in their name; everything else is asked for anew each time.
      'Cache-Control': /^\/assets\/.*-[\w-]{8,}\.\w+$/.test(`/${path.slice(base.length)}`)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    };
    if (found && request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers);
      response.end();
      return;
    }
    response.writeHead(found ? 200 : 404, { ...headers, 'Content-Length': answer.size });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    createReadStream(answer.file)
      .on('error', () => response.destroy())
      .pipe(response);
  };
}

/**
 * Serves a folder and resolves once it can be opened. With port 0 the system chooses; with `isFixed` a taken port is an
 * error, else the next free one is used.
 * @param {{ folder: string, base?: string, port?: number, isFixed?: boolean, host?: string }} options
 * @returns {Promise<{ port: number, url: string, close(): Promise<void> }>}
 */
export async function serveFolder(options) {
  const { folder, base = '/', port = 8080, isFixed = false, host } = options;
  const handler = staticHandler(folder, base);
  // A browser takes `localhost` for ::1 first and 127.0.0.1 second: hold both, or another program may answer for us.
  const hosts = host ? [host] : ['127.0.0.1', '::1'];
  for (let wanted = port; wanted <= port + 200; wanted += 1) {
    /** @type {import('node:http').Server[]} */
    const servers = [];
    let actual = wanted;
    try {
      for (const address of hosts) {
        const server = await listen(handler, actual, address);
        if (!server) continue;
        servers.push(server);
        const bound = server.address();
        if (bound && typeof bound === 'object') actual = bound.port;
      }
      const shown = host && host !== '0.0.0.0' && host !== '::' ? host : 'localhost';
      const name = shown.includes(':') ? `[${shown}]` : shown;
      return {
        port: actual,
        url: `http://${name}:${actual}${tidyBase(base)}`,
        close: () => closeAll(servers),
      };
    } catch (error) {
      await closeAll(servers);
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || (isFixed && port !== 0)) throw error;
    }
  }
  throw new Error(`no free port from ${port} to ${port + 200}`);
}

/**
 * @param {import('node:http').RequestListener} handler
 * @param {number} port
 * @param {string} address
 * @returns {Promise<import('node:http').Server | null>} null on a machine without that kind of address
 */
function listen(handler, port, address) {
  return new Promise((done, fail) => {
    const server = createServer(handler);
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : '';
      if (address === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) done(null);
      else fail(error);
    });
    server.listen(port, address, () => done(server));
  });
}

/** @param {readonly import('node:http').Server[]} servers */
async function closeAll(servers) {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        }),
    ),
  );
}
