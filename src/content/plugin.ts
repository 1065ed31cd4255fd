import { join } from 'node:path';
import { normalizePath, type Plugin, type ViteDevServer } from 'vite';
import {
  courseSitemap,
  fileOf,
  loadCourse,
  pageAddresses,
  readTemplate,
  renderPage,
} from './course.ts';
import { formatProblems, type Problem } from './problem.ts';
import { courseProblems } from './validate.ts';

/** Settings of the content plugin. */
export interface ContentOptions {
  /** Absolute address that the site will have; unknown in most builds. */
  readonly siteUrl: string | undefined;
}

/**
 * Turns `lessons/` into the site's HTML files: a chooser at the root, a first page per language, one page per language
 * and lesson, one for wrong addresses. In a build they are virtual inputs; in development they are rendered on request,
 * the page reloads when a lesson changes, and faults show in the error overlay. A lesson with faults fails the build.
 */
export function contentPlugin(options: ContentOptions): Plugin {
  const siteUrl = options.siteUrl?.replace(/\/*$/, '/');
  let root = '';
  let isBuild = false;
  const pages = new Map<string, string>();

  return {
    name: 'content',
    enforce: 'pre',
    config(config, { command }) {
      root = normalizePath(config.root ?? process.cwd());
      isBuild = command === 'build';
      if (!isBuild) return undefined;
      const addresses = [...pageAddresses(root), '404'];
      return {
        build: {
          rolldownOptions: { input: addresses.map((address) => join(root, fileOf(address))) },
        },
      };
    },
    async buildStart() {
      if (!isBuild) return;
      const course = await loadCourse(root);
      const problems = await courseProblems(course);
      const faults = problems.filter((problem) => !problem.isNotice);
      if (faults.length) this.error(`The lessons have faults.\n${formatProblems(faults)}`);
      const stale = problems.filter(({ rule }) => rule === 'outputs-stale');
      if (stale.length) this.warn(formatProblems(stale));
      const around = { template: readTemplate(root), isBuild, siteUrl };
      for (const address of [...pageAddresses(root), '404']) {
        const html = renderPage(course, address, around);
        if (html !== null) pages.set(normalizePath(join(root, fileOf(address))), html);
      }
      if (siteUrl) {
        this.emitFile({
          type: 'asset',
          fileName: 'sitemap.xml',
          source: courseSitemap(course, siteUrl),
        });
      }
    },
    resolveId(id) {
      if (!isBuild || !id.endsWith('.html')) return undefined;
      const path = normalizePath(id);
      return pages.has(path) ? path : undefined;
    },
    load(id) {
      return isBuild ? pages.get(normalizePath(id)) : undefined;
    },
    configureServer(server) {
      if (process.env.VITEST) return undefined;
      watchLessons(server, root);
      checkTypesOnceConnected(server, root);
      return () =>
        server.middlewares.use((request, response, next) => {
          const path = new URL(request.url ?? '/', 'http://local').pathname;
          if (request.method !== 'GET' || !/(\/|\.html)$/.test(path)) return next();
          serve(server, root, path).then((page) => {
            response.statusCode = page.status;
            response.setHeader('Content-Type', 'text/html; charset=utf-8');
            response.end(page.html);
          }, next);
        });
    },
  };
}

/** Enough for a page to have fetched its modules. */
const TYPES_AFTER_MS = 1500;

/** Renders one page for the development server; a lesson's fault is thrown, for the server's own error page. */
async function serve(
  server: ViteDevServer,
  root: string,
  path: string,
): Promise<{ status: number; html: string }> {
  const address = path.replace(/^\//, '').replace(/index\.html$/, '');
  const course = await loadCourse(root);
  const around = { template: readTemplate(root), isBuild: false, siteUrl: undefined };
  const lesson = course.lessons.get(address.replace(/^\w+\//, '').replace(/\/$/, ''));
  if (lesson) {
    const faults = (await courseProblems(course, { only: lesson.id, withTypes: false })).filter(
      (problem) => !problem.isNotice,
    );
    if (faults[0]) throw overlayError(root, faults);
    unchecked.set(server, lesson.id);
  }
  const html = renderPage(course, address, around);
  const found = html ?? renderPage(course, '404', around) ?? '';
  return { status: html === null ? 404 : 200, html: await server.transformIndexHtml(path, found) };
}

/** The lesson that was served last and whose cells the compiler has not looked at yet. */
const unchecked = new WeakMap<ViteDevServer, string>();

/**
 * The compiler takes seconds, and nothing else happens meanwhile: it begins when the page has loaded and listens, so
 * that the page does not wait and the overlay finds somebody to show it.
 */
function checkTypesOnceConnected(server: ViteDevServer, root: string): void {
  server.ws.on('connection', () => {
    const id = unchecked.get(server);
    unchecked.delete(server);
    if (id !== undefined) setTimeout(() => void reportTypes(server, root, id), TYPES_AFTER_MS);
  });
}

async function reportTypes(server: ViteDevServer, root: string, id: string): Promise<void> {
  try {
    const course = await loadCourse(root);
    const faults = (await courseProblems(course, { only: id })).filter(
      (problem) => !problem.isNotice,
    );
    if (faults.length) {
      server.ws.send({ type: 'error', err: { ...overlayFields(root, faults), stack: '' } });
    }
  } catch (error) {
    server.config.logger.error(String(error));
  }
}

function overlayFields(root: string, faults: readonly Problem[]) {
  const first = faults[0]!;
  return {
    message: formatProblems(faults),
    plugin: 'lesson',
    id: join(root, first.file),
    loc: { file: join(root, first.file), line: first.line, column: 0 },
  };
}

function overlayError(root: string, faults: readonly Problem[]): Error {
  const error = new Error(formatProblems(faults));
  // The overlay shows the stack below the message: ours is of no use to an author.
  error.stack = '';
  return Object.assign(error, overlayFields(root, faults));
}

function watchLessons(server: ViteDevServer, root: string): void {
  const lessons = normalizePath(join(root, 'lessons'));
  server.watcher.add(lessons);
  server.watcher.on('all', (_, path) => {
    if (normalizePath(path).startsWith(`${lessons}/`))
      server.ws.send({ type: 'full-reload', path: '*' });
  });
}
