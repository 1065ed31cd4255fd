import { createRoot } from 'react-dom/client';
import { readLessonPage } from '../content/readPage.ts';
import type { LessonPage } from '../content/page.ts';
import { isLocale } from '../i18n/locale.ts';
import { EngineProvider, createEngine, firstState } from './engine.ts';
import type { Engine } from './engine.ts';
import { LessonApp } from './LessonApp.tsx';
import { placeMounts } from './mounts.ts';
import { findSlots, readSlot } from './slots.ts';
import { KeeperProvider } from './stores/lesson.ts';
import { keepProgress, useProgress } from './stores/progress.ts';
import type { ProgressKeeper } from './stores/progress.ts';
import { useSession } from './stores/session.ts';
import { applyTheme, changeSettings, useSettings } from './stores/settings.ts';
import { localShelf } from './stores/unsaved.ts';
import type { UnsavedShelf } from './stores/unsaved.ts';
import { whenIdle } from './whenIdle.ts';
import { followWork, keptWork } from './work.ts';

/** A root of its own outside the static page: everything visible is put where it belongs by portals. */
function reactRoot(): ReturnType<typeof createRoot> {
  const host = document.createElement('div');
  host.hidden = true;
  document.body.append(host);
  return createRoot(host);
}

/** Null where the browser refuses storage. */
function openShelf(): UnsavedShelf | null {
  try {
    return localShelf(localStorage, crypto.randomUUID());
  } catch {
    return null;
  }
}

function openProgress(): ProgressKeeper {
  const keeper = keepProgress({
    open: async () => (await import('./stores/storage.ts')).openStorage(),
    now: () => Date.now(),
    channel: typeof BroadcastChannel === 'function' ? new BroadcastChannel('ai-toolkit') : null,
    shelf: openShelf(),
  });
  // A closing tab gives no more time than this.
  addEventListener('pagehide', () => keeper.leave());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) keeper.leave();
  });
  return keeper;
}

/** Loads the engine after the first paint and gives it what the reader left here. */
async function connect(page: LessonPage, engine: Engine, keeper: ProgressKeeper): Promise<void> {
  const [{ bootNotebook }] = await Promise.all([import('../runtime/boot.ts'), keeper.ready]);
  const notebook = bootNotebook({
    root: new URL(page.root, location.href).href,
    page: page.id,
    cells: page.cells,
    stored: page.stored,
    inputs: page.inputs,
    lesson: page.lesson,
  });
  notebook.restore(keptWork(useProgress.getState().records[page.id]));
  followWork(page.id, engine, keeper);
  engine.connect(notebook);
  // The first click should find a kernel; a page that is only read should not wait for one.
  whenIdle(() => notebook.warm());
}

function startLesson(json: string, keeper: ProgressKeeper): void {
  const page = readLessonPage(json);
  const slots = findSlots(document);
  const contents = Object.fromEntries(slots.map((slot) => [slot.key, readSlot(slot.element)]));
  const engine = createEngine(firstState(page));
  useSession.setState({ page, contents, locale: page.locale });
  placeMounts(document);
  reactRoot().render(
    <EngineProvider value={engine}>
      <KeeperProvider value={keeper}>
        <LessonApp slots={slots} />
      </KeeperProvider>
    </EngineProvider>,
  );
  // On its way while the page comes alive: the first cell is editable that much sooner.
  void import('../editor/create.ts').catch(() => undefined);
  connect(page, engine, keeper).catch((reason: unknown) => {
    const text = reason instanceof Error ? reason.message : String(reason);
    engine.fail(text);
  });
}

async function startHome(keeper: ProgressKeeper): Promise<void> {
  const { HomeApp } = await import('./home/HomeApp.tsx');
  placeMounts(document);
  reactRoot().render(
    <KeeperProvider value={keeper}>
      <HomeApp />
    </KeeperProvider>,
  );
}

/** Brings the static page to life. */
export function start(): void {
  const { lang } = document.documentElement;
  if (isLocale(lang)) {
    useSession.setState({ locale: lang });
    changeSettings({ locale: lang });
  }
  const root = document.documentElement;
  applyTheme(useSettings.getState().theme, root);
  // Registered before any picture's own listener: those read the colours that this sets.
  addEventListener('beforeprint', () => applyTheme('light', root));
  addEventListener('afterprint', () => applyTheme(useSettings.getState().theme, root));
  whenIdle(() => delete root.dataset['opening']);
  const keeper = openProgress();
  const json = document.querySelector('#lesson')?.textContent;
  if (json) startLesson(json, keeper);
  else if (/^(home|reference)$/.test(document.body.dataset['page'] ?? '')) void startHome(keeper);
}
