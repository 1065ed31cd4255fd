import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFolder, tidyBase } from './staticServer.mjs';

let folder = '';
let site: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'static-'));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'ar', 'attention'), { recursive: true });
  mkdirSync(join(dist, 'assets'));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'dist-neighbour.txt'), 'secret');
  writeFileSync(join(dist, '.hidden'), 'secret');
  writeFileSync(join(dist, 'index.html'), '<!doctype html>home');
  writeFileSync(join(dist, 'ar', 'attention', 'index.html'), '<!doctype html>درس');
  writeFileSync(join(dist, 'assets', 'page-B8xQ3fZk.js'), 'export {};');
  writeFileSync(join(dist, 'assets', 'مقطع.wasm'), 'wasm');
  site = await serveFolder({ folder: dist, base: '/a/b', port: 0 });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}
/** `fetch` tidies `..` out of an address before sending it; a hostile client does not. */
function ask(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: site.port, path, method, headers },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => (body += text));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

describe('staticServer', () => {
  it('serves a folder as its index.html, as UTF-8', async () => {
    const answer = await ask('/a/b/ar/attention/');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.body).toContain('درس');
  });

  it('adds the slash of a folder, keeping the query', async () => {
    const answer = await ask('/a/b/ar/attention?x=1');
    expect(answer.status).toBe(301);
    expect(answer.headers['location']).toBe('/a/b/ar/attention/?x=1');
    expect((await ask('/a/b')).headers['location']).toBe('/a/b/');
  });

  it('keeps hashed assets for ever and knows the types that workers need', async () => {
    const script = await ask('/a/b/assets/page-B8xQ3fZk.js');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    const wasm = await ask(`/a/b/assets/${encodeURIComponent('مقطع')}.wasm`);
    expect(wasm.headers['content-type']).toBe('application/wasm');
    expect(wasm.headers['cache-control']).toBe('no-cache');
  });

  it('answers an unchanged file with 304', async () => {
    const first = await ask('/a/b/');
    const again = await ask('/a/b/', 'GET', { 'if-none-match': String(first.headers['etag']) });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('answers HEAD without a body and refuses to be written to', async () => {
    const head = await ask('/a/b/', 'HEAD');
    expect([head.status, head.body]).toEqual([200, '']);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
    expect((await ask('/a/b/', 'POST')).status).toBe(405);
  });

  it('finds nothing outside of its base, so that an absolute link fails in a test as on a host', async () => {
    for (const path of ['/', '/ar/attention/', '/a/', '/a/bc/', '/assets/page-B8xQ3fZk.js']) {
      expect((await ask(path)).status, path).toBe(404);
    }
  });

  it('never leaves its folder', async () => {
    const attempts = [
      '/a/b/../../secret.txt',
      '/a/b/../secret.txt',
      '/a/b/..%2fsecret.txt',
      '/a/b/%2e%2e/secret.txt',
      '/a/b/%2e%2e%2fsecret.txt',
      '/a/b/..%5csecret.txt',
      '/a/b/ar/../../secret.txt',
      '/a/b/..dist-neighbour.txt',
      '/a/b//etc/passwd',
      '/a/b/index.html%00.txt',
      '/a/b/.hidden',
    ];
    for (const path of attempts) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(404);
      expect(answer.body, path).not.toContain('secret');
    }
    expect((await ask('/a/b/%E0%A4%A')).status).toBe(400);
  });

  it('does not serve what a link inside the folder points at outside of it', async () => {
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'dist', 'link.txt'));
    expect((await ask('/a/b/link.txt')).status).toBe(404);
  });

  it('takes the next port when one is taken, and says so when it must not', async () => {
    const next = await serveFolder({ folder, port: site.port });
    expect(next.port).toBeGreaterThan(site.port);
    await next.close();
    await expect(serveFolder({ folder, port: site.port, isFixed: true })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  it('tidies bases', () => {
    expect(['', '/', 'a/b', '//a//b/'].map(tidyBase)).toEqual(['/', '/', '/a/b/', '/a/b/']);
  });
});
