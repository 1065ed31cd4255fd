// Loaded late by the page; a test that ends first would leave the loading behind.
import '../../i18n/explain.ts';
import { act } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { LessonPage } from '../../content/page.ts';
import { EngineProvider, createEngine, firstState } from '../engine.ts';
import { KeeperProvider } from '../stores/lesson.ts';
import { memoryStorage } from '../stores/memory.ts';
import { keepProgress, useProgress } from '../stores/progress.ts';
import { useSession } from '../stores/session.ts';
import { fakeNotebook } from './fakeNotebook.ts';
import type { FakeNotebook } from './fakeNotebook.ts';

/** A part of the page in a document, with a fake notebook behind it. */
export interface Rendered {
  readonly host: HTMLElement;
  readonly notebook: FakeNotebook;
  change(action: () => void): Promise<void>;
  /** The visible text without the marks that isolate directions, its spaces plain. */
  text(): string;
  click(selector: string): Promise<void>;
  unmount(): Promise<void>;
}

/** Draws `children` for a lesson page, in the page's language. */
export async function render(page: LessonPage, children: ReactNode): Promise<Rendered> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const notebook = fakeNotebook(page);
  const engine = createEngine(firstState(page));
  engine.connect(notebook);
  useSession.setState({ page, locale: page.locale, contents: {}, goTo: null, isKeysOpen: false });
  useProgress.setState({ kept: 'loading', records: {} }, true);
  let clock = 0;
  const keeper = keepProgress({
    open: () => Promise.resolve(memoryStorage()),
    now: () => (clock += 1),
    channel: null,
    shelf: null,
  });
  await keeper.ready;
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  const change = (action: () => void): Promise<void> =>
    act(async () => {
      action();
      await Promise.resolve();
    });
  await change(() =>
    root.render(
      <EngineProvider value={engine}>
        <KeeperProvider value={keeper}>{children}</KeeperProvider>
      </EngineProvider>,
    ),
  );
  return {
    host,
    notebook,
    change,
    text: () => (host.textContent ?? '').replace(/[\u2066-\u2069]/g, '').replaceAll('\u00a0', ' '),
    async click(selector) {
      const found = host.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`nothing matches ${selector} in ${host.innerHTML.slice(0, 400)}`);
      await change(() => found.click());
    },
    unmount: () => change(() => root.unmount()),
  };
}
