import { manifest } from 'virtual:kernel-manifest';
import type { Input } from '../kit/input/types.ts';
import type { View } from '../kit/show/types.ts';
import { FileShelf } from './files.ts';
import { makeNonce } from './frame.ts';
import { createNotebook, type CourseNotebook } from './notebook.ts';
import { createPool } from './pool.ts';
import type { CostStore, CrashFlag } from './runner.ts';
import { createServices } from './services.ts';
import { createStore } from './store.ts';
import type { CellSpec } from './state.ts';

export interface BootOptions {
  /** Absolute address of the site's root, with a slash at its end. */
  readonly root: string;
  /** Names this page's cells among those of other pages: `attention/one-head`. */
  readonly page: string;
  readonly cells: readonly CellSpec[];
  readonly stored: Readonly<Record<string, readonly View[]>>;
  readonly inputs?: Readonly<Record<string, readonly Input[]>> | undefined;
  readonly lesson: unknown;
}

/** A page's notebook with everything it needs of the browser. */
export function bootNotebook(options: BootOptions): CourseNotebook {
  // The services answer a notebook that is made after them.
  const book: { current: CourseNotebook | null } = { current: null };
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const onLoading = (what: string, doneBytes: number, totalBytes: number) => {
    clearTimeout(quiet);
    book.current?.noteLoading({ what, doneBytes, totalBytes });
    quiet = setTimeout(
      () => book.current?.noteLoading(null),
      doneBytes < totalBytes ? 10_000 : 150,
    );
  };
  const shelf = new FileShelf(options.root, manifest, onLoading);
  const services = createServices({
    root: options.root,
    manifest,
    store: createStore('kernel-store'),
    onLoading: (what, done, total) => {
      book.current?.noteDownload();
      onLoading(what, done, total);
    },
    allowDownload: (name, sizeBytes) =>
      book.current?.askDownload(name, sizeBytes) ?? Promise.resolve(false),
    save,
  });
  const pool = createPool(new URL('sandbox.html', options.root).href, {
    loadCore: () => shelf.text('core'),
    loadFiles: (ids, loaded) => shelf.withNeeds(ids, loaded),
    services,
  });
  const notebook = createNotebook({
    cells: options.cells,
    stored: options.stored,
    inputs: options.inputs,
    lesson: options.lesson,
    pool,
    loadAnalyser: async () => (await import('./analyser.ts')).createAnalyser(shelf.known()),
    costs: localCosts(),
    crashFlag: localFlag(options.page),
    framedBy: framingSite(),
  });
  book.current = notebook;
  return notebook;
}

function save(name: string, data: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Who frames this page: null when nobody does or it is our own site. */
function framingSite(): string | null {
  if (window.top === window) return null;
  try {
    // Readable only when the framing page is of our own origin.
    if (window.top?.location.origin === location.origin) return null;
  } catch {
    // Another origin: named below.
  }
  const ancestor = location.ancestorOrigins?.[0];
  if (ancestor) return ancestor;
  return document.referrer ? new URL(document.referrer).origin : '?';
}

/** The storage of this origin, or null where the browser refuses it. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const beatMs = 1000;
/** A tab that runs cells renews its mark every second; one that has not done so for this long is gone. */
const goneAfterMs = 5000;

/** This tab's own name: kept across reloads, and so across a crash. */
function tabName(): string {
  try {
    const kept = sessionStorage.getItem('tab') ?? makeNonce();
    sessionStorage.setItem('tab', kept);
    return kept;
  } catch {
    return makeNonce();
  }
}

/**
 * The crash flag of a page: a mark for each tab that runs its cells, with the time of its last sign of life. Finding this
 * tab's own mark, or one that has grown old, tells that a tab died while cells ran; another tab at work leaves a young one.
 */
function localFlag(page: string): CrashFlag {
  const kept = storage();
  const prefix = `running:${page}:`;
  const own = prefix + tabName();
  const write = (action: () => void) => {
    try {
      action();
    } catch (error) {
      // A full storage must not keep a cell from running; the flag is then not kept.
      console.warn(error);
    }
  };
  const marks = kept ? Object.keys(kept).filter((key) => key.startsWith(prefix)) : [];
  const dead = marks.filter(
    (key) => key === own || Date.now() - Number(kept?.getItem(key)) > goneAfterMs,
  );
  for (const key of dead) write(() => kept?.removeItem(key));
  let beat: ReturnType<typeof setInterval> | undefined;
  const mark = () => write(() => kept?.setItem(own, String(Date.now())));
  const flag: CrashFlag = {
    wasSet: dead.length > 0,
    set() {
      mark();
      clearInterval(beat);
      beat = setInterval(mark, beatMs);
    },
    clear() {
      clearInterval(beat);
      write(() => kept?.removeItem(own));
    },
  };
  // Leaving the page in the middle of a run is no crash.
  addEventListener('pagehide', () => flag.clear());
  return flag;
}

const costsKey = 'cell-costs';
const maxCosts = 500;

/** Costs by a short hash of their key, the oldest forgotten first. */
function localCosts(): CostStore {
  const kept = storage();
  let costs: Map<string, number>;
  try {
    costs = new Map(JSON.parse(kept?.getItem(costsKey) ?? '[]') as [string, number][]);
  } catch {
    costs = new Map();
  }
  let writing: ReturnType<typeof setTimeout> | undefined;
  return {
    get: (key) => costs.get(hash(key)),
    set(key, ms) {
      costs.delete(hash(key));
      costs.set(hash(key), Math.round(ms));
      while (costs.size > maxCosts) costs.delete(costs.keys().next().value!);
      clearTimeout(writing);
      writing = setTimeout(() => {
        try {
          kept?.setItem(costsKey, JSON.stringify([...costs]));
        } catch (error) {
          console.warn(error);
        }
      }, 500);
    },
  };
}

/** FNV-1a, 32 bits twice with different starts: short, and quite enough to tell cells apart. */
function hash(text: string): string {
  const once = (start: number) => {
    let value = start;
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
    return (value >>> 0).toString(36);
  };
  return once(0x811c9dc5) + once(0x2f0b4c47);
}
