// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { arch, availableParallelism, cpus, freemem, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from './build.mjs';
import { endCommands, projectRoot } from './command.mjs';
import { installIfNeeded } from './install.mjs';
import { serveFolder, tidyBase } from './staticServer.mjs';

const help = `npm start [-- options]

Installs what is missing, builds what has changed and serves the course.

  --port N      the port (default: the first free one from 8080; 0: any)
  --base /a/b/  serve under a sub-path, as some hosts do
  --host ADDR   listen on this address instead of this machine only; readers on
                other machines get WebGPU only over HTTPS
  --open        open the course in your browser
  --no-build    serve dist/ as it is
  --help        this text
`;

/**
 * `npm start`: from a fresh clone to the address of the course.
 * @param {string[]} args
 */
export async function startSite(args) {
  const options = readOptions(args);
  if (!options) {
    process.exitCode = 2;
    return;
  }
  if (options.help) {
    console.log(help);
    return;
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      endCommands();
      void close().then(() => process.exit(0));
    });
  }
  let close = async () => {};

  await printSystem();
  if (!options.noBuild) {
    const install = await installIfNeeded();
    if (!install.isReady || !(await buildIfNeeded())) {
      process.exitCode = 1;
      return;
    }
  }
  const folder = join(projectRoot, 'dist');
  if (!existsSync(join(folder, 'index.html'))) {
    console.error('dist/ holds no site: run npm start without --no-build.');
    process.exitCode = 1;
    return;
  }
  try {
    const served = await serveFolder({ folder, ...options.listen });
    close = async () => {
      console.log('\nStopped. Until next time!  ·  توقّف الخادم. إلى اللقاء!');
      await served.close();
    };
    console.log(`\n  The course:  ${served.url}`);
    // The address is held left to right inside the Arabic line.
    console.log(`  الدورة على:  \u2066${served.url}\u2069`);
    console.log('\n  Ctrl+C stops it.  ·  \u200fلإيقافها: Ctrl+C\n');
    if (options.open) openInBrowser(served.url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`The course could not be served: ${reason}`);
    process.exitCode = 1;
  }
}

/** @param {string[]} args */
function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        base: { type: 'string', default: '/' },
        host: { type: 'string' },
        open: { type: 'boolean', default: false },
        'no-build': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = values.port === undefined ? 8080 : Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`);
    }
    return {
      help: values.help,
      open: values.open,
      noBuild: values['no-build'],
      listen: {
        port,
        isFixed: values.port !== undefined,
        base: tidyBase(values.base),
        ...(values.host === undefined ? {} : { host: values.host }),
      },
    };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(help);
    return null;
  }
}

/** What a reader needs to know of their machine when something is slow, and what a bug report should hold. */
async function printSystem() {
  const gib = (/** @type {number} */ bytes) => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  const disk = await statfs(projectRoot).catch(() => null);
  const free = disk ? `, ${gib(disk.bavail * disk.bsize)} disk free` : '';
  const processor = cpus()[0]?.model.trim();
  console.log('AI Engineer Toolkit  ·  عُدّة مهندس الذكاء الاصطناعي');
  console.log(`  ${type()} ${release()} ${arch()}, Node.js ${process.versions.node}`);
  console.log(
    `  ${availableParallelism()} cores${processor ? ` (${processor})` : ''}, ` +
      `${gib(totalmem())} memory (${gib(freemem())} free)${free}`,
  );
}

/** @param {string} url */
function openInBrowser(url) {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(/** @type {string} */ (program), args, { stdio: 'ignore', detached: true });
  child.on('error', () =>
    console.log(`  No browser could be opened from here: open ${url} yourself.`),
  );
  child.unref();
}
