import { resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import { sha256 } from './kernelFiles.ts';
import { buildKitTypes, buildLibTypes } from './typeFiles.ts';

const virtualId = 'virtual:type-files';
const folder = 'assets/types';
const names = ['kit', 'lib'] as const;
type Name = (typeof names)[number];

/**
 * Makes the declarations that the editor's type service reads: two JSON files that a page fetches when a reader first
 * asks for a name or a type, and the module that tells where they lie. The development server makes them on the first
 * request, so that its start and unit tests do not wait for a compiler.
 */
export function typesPlugin(): Plugin {
  let root = process.cwd();
  let isBuild = false;
  let built: Record<Name, string> | null = null;
  const build = (): Record<Name, string> =>
    (built ??= {
      kit: JSON.stringify(buildKitTypes(root)),
      lib: JSON.stringify(buildLibTypes(root)),
    });
  const pathOf = (name: Name): string =>
    isBuild
      ? `${folder}/${name}-${sha256(build()[name]).slice(0, 8)}.json`
      : `${folder}/${name}.json`;

  return {
    name: 'course:types',
    configResolved(config) {
      root = config.root;
      isBuild = config.command === 'build';
    },
    resolveId: (id) => (id === virtualId ? `\0${virtualId}` : null),
    load(id) {
      if (id !== `\0${virtualId}`) return null;
      const paths = Object.fromEntries(names.map((name) => [name, pathOf(name)]));
      return `export const typeFiles = ${JSON.stringify(paths)};`;
    },
    generateBundle() {
      for (const name of names) {
        this.emitFile({ type: 'asset', fileName: pathOf(name), source: build()[name] });
      }
    },
    configureServer(server) {
      const sources = [resolve(root, 'src/kit') + sep, resolve(root, 'lessons/cell.d.ts')];
      server.watcher.on('change', (path) => {
        if (sources.some((source) => path.startsWith(source))) built = null;
      });
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
        const name = names.find((each) => path === pathOf(each));
        if (!name) return next();
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.end(build()[name]);
      });
    },
  };
}
