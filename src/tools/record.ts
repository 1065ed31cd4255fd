import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import type { Locale } from '../../lessons/schema.ts';
import { loadCourse } from '../content/course.ts';
import { projectPath, type LoadedLesson } from '../content/lesson.ts';
import { measuringCells, outputsFile, outputsHash, readsLesson } from '../content/outputs.ts';
import { compareOutputs } from './compareOutputs.ts';
import { findBrowser } from './findBrowser.mjs';

/** Most that one file may weigh: readers download it with the lesson's page. */
const MAX_BYTES = 60_000;
const TOLERANCE = 1e-4;
const LESSON_TIMEOUT_MS = 120_000;

interface Outputs {
  readonly views: Record<string, unknown[]>;
  readonly inputs: Record<string, unknown>;
}
/** What `src/shell/recordLesson.ts` offers to the page that the development server shows. */
interface Recorder {
  recordLesson(skip: readonly string[]): Promise<Outputs>;
}

/**
 * `npm run record [--check] [part/lesson …]`: runs every cell of the lessons in Chromium on the wasm backend and keeps
 * what they show beside the lesson, for readers who have not run anything yet. A cell that measures keeps nothing. With
 * `--check` nothing is written: stored and fresh outputs are compared.
 */
async function main(): Promise<number> {
  const isCheck = process.argv.includes('--check');
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const root = process.cwd();
  const course = await loadCourse(root);
  const lessons = [...course.lessons.values()].filter(
    ({ id }) => wanted.length === 0 || wanted.includes(id),
  );
  const unknown = wanted.filter((id) => !course.lessons.has(id));
  if (unknown.length) throw new Error(`no such lesson: ${unknown.join(', ')}`);
  const found = await findBrowser();
  if (!found)
    throw new Error('no browser: set COURSE_BROWSER, or run npx playwright install chromium');
  const server = await createServer({
    root,
    logLevel: 'error',
    // An edit in the middle of a recording must not reload the page.
    server: { port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const base = server.resolvedUrls?.local[0];
  if (!base) throw new Error('internal: the development server has no address');
  const browser = await chromium.launch({
    executablePath: found.path,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  let faults = 0;
  try {
    for (const lesson of lessons) {
      for (const locale of readsLesson(lesson) ? (['ar', 'en'] as const) : (['en'] as const)) {
        const page = await browser.newPage();
        const started = performance.now();
        try {
          const outputs = await runLesson(page, `${base}${locale}/${lesson.id}/`, lesson);
          const said = keep(root, lesson, locale, outputs, isCheck);
          if (said.isFault) faults++;
          console.log(
            `${lesson.id} ${locale}: ${said.text} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
          );
        } catch (error) {
          faults++;
          console.error(
            `${lesson.id} ${locale}: ${error instanceof Error ? error.message : String(error)}`,
          );
        } finally {
          await page.close();
        }
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return faults;
}

async function runLesson(page: Page, address: string, lesson: LoadedLesson): Promise<Outputs> {
  page.setDefaultTimeout(LESSON_TIMEOUT_MS);
  await page.goto(address);
  const run = page.evaluate(
    async ({ entry, skip }) => {
      const { recordLesson } = (await import(entry)) as Recorder;
      return recordLesson(skip);
    },
    { entry: '/src/shell/recordLesson.ts', skip: measuringCells(lesson) },
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), LESSON_TIMEOUT_MS);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

function keep(
  root: string,
  lesson: LoadedLesson,
  locale: Locale,
  outputs: Outputs,
  isCheck: boolean,
): { text: string; isFault: boolean } {
  const path = outputsFile(lesson, locale);
  const hash = outputsHash(root, lesson, locale);
  // One cell per line: a change of one output is a change of one line.
  const linesOf = (byCell: Record<string, unknown>): string[] =>
    Object.entries(byCell).map(
      ([id, held]) => `    ${JSON.stringify(id)}: ${JSON.stringify(held)}`,
    );
  const lines = linesOf(outputs.views);
  const inputs = linesOf(outputs.inputs).join(',\n');
  const text = `{\n  "hash": "${hash}",\n  "inputs": {\n${inputs}\n  },\n  "views": {\n${lines.join(',\n')}\n  }\n}\n`;
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > MAX_BYTES) {
    return {
      text: `${sizeBytes} bytes, more than ${MAX_BYTES}: show less in its cells`,
      isFault: true,
    };
  }
  const file = projectPath(root, path);
  if (!isCheck) {
    // The other way of keeping (per language or not) may have left a file.
    const stale = readsLesson(lesson) ? 'outputs.json' : `outputs.${locale}.json`;
    rmSync(path.replace(/outputs[^/\\]*\.json$/, stale), { force: true });
    writeFileSync(path, text);
    return { text: `${file}, ${lines.length} cells, ${sizeBytes} bytes`, isFault: false };
  }
  if (!existsSync(path)) return { text: `${file} is missing: npm run record`, isFault: true };
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Outputs & { readonly hash: string };
  const difference = compareOutputs(
    { views: stored.views, inputs: stored.inputs },
    JSON.parse(JSON.stringify(outputs)),
    TOLERANCE,
  );
  if (difference) {
    const { path: place, stored: was, fresh: is } = difference;
    return {
      text: `${place} is stored as ${JSON.stringify(was)} and gives ${JSON.stringify(is)}`,
      isFault: true,
    };
  }
  if (stored.hash !== hash)
    return { text: `${file} was made from other sources: npm run record`, isFault: true };
  return { text: 'as stored', isFault: false };
}

main().then(
  (faults) => {
    process.exitCode = faults ? 1 : 0;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
