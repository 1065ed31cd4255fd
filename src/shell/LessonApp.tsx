import { Suspense, lazy, useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { Predict } from './ask/Predict.tsx';
import { Recall } from './ask/Recall.tsx';
import { Cell, Figure, OwnCellsAfter } from './cell/Cell.tsx';
import { Exercise } from './cell/Exercise.tsx';
import { Boundary } from './cell/Output.tsx';
import { useEngine } from './engine.ts';
import { BackendMenu } from './header/BackendMenu.tsx';
import { RunMenu, ThemeMenu } from './header/Tools.tsx';
import { followSymbols } from './links/hover.ts';
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

function SlotBody({
  slot,
  content,
}: {
  readonly slot: Slot;
  readonly content: SlotContent;
}): ReactElement {
  switch (slot.kind) {
    case 'cell':
      return (
        <>
          <Cell id={slot.id} content={content} />
          <OwnCellsAfter id={slot.id} />
        </>
      );
    case 'exercise':
      return (
        <>
          <Exercise id={slot.id} content={content} />
          <OwnCellsAfter id={slot.id} />
        </>
      );
    case 'figure':
      return <Figure id={slot.id} content={content} />;
    case 'predict':
      return <Predict id={slot.id} content={content} />;
    case 'recall':
      return <Recall id={slot.id} content={content} />;
  }
}

/**
 * Takes a slot over: what was drawn statically goes in the same frame as the live part comes, so nothing shifts. A slot
 * whose code breaks says so in its place and leaves the rest of the page alone.
 */
function LiveSlot({ slot }: { readonly slot: Slot }): ReactElement {
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
        <SlotBody slot={slot} content={content} />
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
  return (
    <>
      {slots.map((slot) => (
        <LiveSlot key={slot.key} slot={slot} />
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
