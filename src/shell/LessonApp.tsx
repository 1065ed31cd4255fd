import {
  Suspense,
  lazy,
  startTransition,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type * as AskKinds from './asks.ts';
import { Cell, Figure, OwnCellsAfter } from './cell/Cell.tsx';
import { Boundary } from './cell/Output.tsx';
import { useEngine } from './engine.ts';
import { BackendMenu } from './header/BackendMenu.tsx';
import { RunMenu, ThemeMenu } from './header/Tools.tsx';
import { followSymbols } from './links/hover.ts';
import { followOverflow } from './links/overflow.ts';
import { followNotes } from './links/notes.ts';
import { followTerms } from './links/terms.ts';
import { mounts } from './mounts.ts';
import { Announcer } from './page/Announcer.tsx';
import { FootTools } from './page/FootTools.tsx';
import { Rail } from './page/Rail.tsx';
import type { Slot, SlotContent } from './slots.ts';
import { useSession } from './stores/session.ts';
import { useLocale, useT } from './Words.tsx';

const Extras = lazy(() =>
  import('./page/Extras.tsx').then((module) => ({ default: module.Extras })),
);

/** Slots that may come alive in the first frame: what a reader sees on opening a lesson. The others follow. */
const FIRST_SLOTS = 3;
const isShown = (slot: Slot): boolean => slot.kind === 'cell' || slot.kind === 'figure';

interface SlotProps {
  readonly slot: Slot;
  readonly content: SlotContent;
  readonly asks: typeof AskKinds | null;
}

function SlotBody({ slot, content, asks }: SlotProps): ReactElement | null {
  if (slot.kind === 'figure') return <Figure id={slot.id} content={content} />;
  if (slot.kind === 'cell') {
    return (
      <>
        <Cell id={slot.id} content={content} />
        <OwnCellsAfter id={slot.id} />
      </>
    );
  }
  if (!asks) return null;
  switch (slot.kind) {
    case 'exercise':
      return (
        <>
          <asks.Exercise id={slot.id} content={content} />
          <OwnCellsAfter id={slot.id} />
        </>
      );
    case 'predict':
      return <asks.Predict id={slot.id} content={content} />;
    case 'recall':
      return <asks.Recall id={slot.id} content={content} />;
  }
}

/**
 * Takes a slot over: what was drawn statically goes in the same frame as the live part comes, so nothing shifts. A slot
 * whose code breaks says so in its place and leaves the rest of the page alone.
 */
function LiveSlot({ slot, asks }: Omit<SlotProps, 'content'>): ReactElement {
  const t = useT();
  const content = useSession((session) => session.contents[slot.key]) ?? {};
  const live = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const child of [...slot.element.childNodes]) {
      if (child !== live.current) child.remove();
    }
    slot.element.dataset['live'] = '';
  }, [slot]);
  return createPortal(
    <div className="slot" ref={live}>
      <Boundary
        fallback={(again) => (
          <p className="out-fault" role="alert">
            {t('cell.drawFailed')}{' '}
            <button type="button" className="link" onClick={again}>
              {t('cell.retry')}
            </button>
          </p>
        )}
      >
        <SlotBody slot={slot} content={content} asks={asks} />
      </Boundary>
    </div>,
    slot.element,
  );
}

/** A lesson come alive: slots, header, rail, notices, keys. The prose stays the static HTML that it is. */
export function LessonApp({ slots }: { readonly slots: readonly Slot[] }): ReactElement {
  const engine = useEngine();
  const places = mounts();
  const locale = useLocale();
  const [asks, setAsks] = useState<typeof AskKinds | null>(null);
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    const wake = (kinds: typeof AskKinds | null): void =>
      startTransition(() => {
        setAsks(kinds);
        setWhole(true);
      });
    // Without that file the questions stay as the page came, and the cells work.
    import('./asks.ts').then(wake, () => wake(null));
  }, []);
  const awake = slots.filter(
    (slot, index) => (isWhole || index < FIRST_SLOTS) && (asks !== null || isShown(slot)),
  );
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      const link =
        event.target instanceof Element ? event.target.closest('a[data-language]') : null;
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
      if (!(link instanceof HTMLAnchorElement) || !isPlain) return;
      event.preventDefault();
      const follow = (): void => location.assign(link.href);
      import('./language/switch.ts').then(
        ({ switchLanguage }) => switchLanguage(link, engine),
        follow,
      );
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, [engine]);
  useEffect(() => followSymbols(document), []);
  useEffect(() => followNotes(document), []);
  // Made anew with each language: the word that a pop-up belongs to is gone.
  useEffect(() => followTerms(document), [locale]);
  useEffect(() => followOverflow(document), [locale]);
  return (
    <>
      {awake.map((slot) => (
        <LiveSlot key={slot.key} slot={slot} asks={asks} />
      ))}
      {createPortal(
        <>
          <BackendMenu />
          <RunMenu />
        </>,
        places.toolsStart,
      )}
      {createPortal(<ThemeMenu />, places.toolsEnd)}
      {createPortal(<Rail />, places.rail)}
      {createPortal(<FootTools />, places.footer)}
      {createPortal(
        <>
          <Announcer />
          <Suspense>
            <Extras />
          </Suspense>
        </>,
        places.notices,
      )}
    </>
  );
}
