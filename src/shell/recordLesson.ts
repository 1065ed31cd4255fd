import { encodeViews, readLessonPage } from '../content/readPage.ts';
import { bootNotebook } from '../runtime/boot.ts';

/** What one lesson shows: its cells' views in JSON form, and the inputs that stand above them. */
export interface Recorded {
  readonly views: Record<string, unknown[]>;
  readonly inputs: Record<string, unknown>;
}

/**
 * Runs all cells of the lesson whose page this is, on wasm, less those to skip, and gives their views in JSON form. Runs
 * in the page that `npm run record` has opened, beside the lesson's own notebook, which nobody has started.
 * @throws Error naming the first cell that fails
 */
export async function recordLesson(skip: readonly string[]): Promise<Recorded> {
  const json = document.getElementById('lesson')?.textContent;
  if (!json) throw new Error('the page holds no lesson');
  const page = readLessonPage(json);
  const notebook = bootNotebook({
    root: new URL(page.root, location.href).href,
    page: `record ${page.id}`,
    cells: page.cells,
    stored: {},
    lesson: page.lesson,
  });
  try {
    await notebook.chooseBackend('wasm');
    const views: Record<string, unknown[]> = {};
    const inputs: Record<string, unknown> = {};
    for (const { id, kind } of page.cells) {
      // An exercise shows nothing by itself; the cells after it use our version.
      if (skip.includes(id) || kind === 'exercise') continue;
      await notebook.run(id);
      const cell = notebook.getState().cells[id];
      const error = cell?.problem ?? cell?.error;
      if (!cell || error) throw new Error(`cell ${id}: ${error?.message ?? 'is not there'}`);
      if (cell.status !== 'done') throw new Error(`cell ${id} is ${cell.status} after its run`);
      if (cell.views.length) views[id] = cell.views.map(encodeViews);
      if (cell.inputs.length) inputs[id] = cell.inputs;
    }
    return { views, inputs };
  } finally {
    notebook.dispose();
  }
}
