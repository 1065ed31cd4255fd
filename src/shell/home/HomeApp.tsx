import { useLayoutEffect, useMemo } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { ThemeMenu } from '../header/Tools.tsx';
import { Icon } from '../Icon.tsx';
import { mounts } from '../mounts.ts';
import { Transfer } from '../page/Transfer.tsx';
import { useProgress } from '../stores/progress.ts';
import { useSession } from '../stores/session.ts';
import { Num, Words, useT } from '../Words.tsx';
import { Hero } from './Hero.tsx';
import { dueRecalls, lastOpen, statusOf } from './status.ts';
import type { LessonStatus } from './status.ts';

/** A lesson on the map, as the static page lists it. */
interface MapItem {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly part: HTMLElement | null;
  readonly dot: Element | null;
}

function readMap(page: Document): MapItem[] {
  return [...page.querySelectorAll<HTMLElement>('[data-lesson]')].map((item) => {
    const link = item.querySelector('a');
    return {
      id: item.dataset['lesson'] ?? '',
      title: link?.querySelector('span')?.textContent ?? '',
      href: link?.href ?? '',
      part: item.closest<HTMLElement>('[data-part]'),
      dot: item.querySelector('.dot'),
    };
  });
}

/** Puts children into an element of the static page, when it is there. */
function Into({
  selector,
  children,
}: {
  readonly selector: string;
  readonly children: ReactNode;
}): ReactElement | null {
  const host = useMemo(() => document.querySelector(selector), [selector]);
  return host ? createPortal(children, host) : null;
}

function Ticks({ states }: { readonly states: readonly ('on' | 'half' | '')[] }): ReactElement {
  return (
    <span className="ticks" aria-hidden="true">
      {states.map((state, index) => (
        <i key={index} className={state} />
      ))}
    </span>
  );
}

function Resume({
  item,
  status,
}: {
  readonly item: MapItem;
  readonly status: LessonStatus;
}): ReactElement {
  const t = useT();
  const ticks = Array.from({ length: status.total }, (_, index) =>
    index < status.done ? 'on' : '',
  );
  return (
    <section className="resume" aria-label={t('home.left')}>
      <div>
        <small>{t('home.left')}</small>
        <b>{item.title}</b>
      </div>
      <div className="resume-at">
        <small>
          <Words
            id="rail.sections"
            count={status.total}
            values={{ done: <Num>{status.done}</Num> }}
          />
        </small>
        <Ticks states={ticks} />
      </div>
      <a className="btn primary" href={`${item.href}${status.slot ? `#${status.slot}` : ''}`}>
        {t('home.continue')}
        <Icon name="forward" />
      </a>
    </section>
  );
}

function PartCount({
  part,
  statuses,
}: {
  readonly part: HTMLElement;
  readonly statuses: readonly LessonStatus[];
}): ReactElement | null {
  const host = part.querySelector(':scope > div');
  if (!host) return null;
  const done = statuses.filter((status) => status.state === 'done').length;
  const ticks = statuses.map((status) =>
    status.state === 'done' ? 'on' : status.state === 'half' ? 'half' : '',
  );
  return createPortal(
    <>
      <Ticks states={ticks} />
      <span className="cnt">
        <Words
          id="home.part"
          values={{ done: <Num>{done}</Num>, count: <Num>{statuses.length}</Num> }}
        />
      </span>
    </>,
    host,
  );
}

/** Puts done, in progress or not started on each dot of the static map, in colour and in words. */
function useDots(items: readonly MapItem[], statuses: readonly LessonStatus[]): void {
  const t = useT();
  const locale = useSession((session) => session.locale);
  useLayoutEffect(() => {
    items.forEach(({ dot }, index) => {
      const state = statuses[index]?.state ?? 'todo';
      if (!dot) return;
      dot.className = `dot ${state}`;
      dot.setAttribute('role', 'img');
      dot.removeAttribute('aria-hidden');
      dot.setAttribute('aria-label', t(`status.${state}`));
    });
    // `t` is new at each drawing; the locale says when its words change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [items, statuses, locale]);
}

/** The first page come alive: the figure, where the reader left off, and progress on the map. */
export function HomeApp(): ReactElement {
  const t = useT();
  const records = useProgress((state) => state.records);
  const items = useMemo(() => readMap(document), []);
  const statuses = useMemo(
    () => items.map(({ id }) => statusOf(id, records[id])),
    [items, records],
  );
  useDots(items, statuses);
  const last = lastOpen(statuses);
  const lastItem = items.find((item) => item.id === last?.id);
  const due = dueRecalls(records, Date.now());
  const dueHref = items.find((item) => item.id === due[0]?.lesson)?.href;
  const done = statuses.filter((status) => status.state === 'done').length;
  const parts = [...new Set(items.map((item) => item.part))].filter((part) => part !== null);
  return (
    <>
      {createPortal(<ThemeMenu />, mounts().toolsEnd)}
      {createPortal(<Transfer />, mounts().footer)}
      <Into selector="[data-slot=hero]">
        <Hero />
      </Into>
      <Into selector="[data-slot=resume]">
        {last && lastItem && <Resume item={lastItem} status={last} />}
        {due.length > 0 && dueHref !== undefined && (
          <p className="due">
            <Words id="home.due" count={due.length} />{' '}
            <a href={`${dueHref}#recall-${due[0]?.slot ?? ''}`}>{t('home.due.do')}</a>
          </p>
        )}
      </Into>
      <Into selector="[data-slot=done]">
        <Words id="home.done" count={items.length} values={{ done: <Num>{done}</Num> }} />
      </Into>
      {parts.map((part) => (
        <PartCount
          key={part.dataset['part']}
          part={part}
          statuses={statuses.filter((_, index) => items[index]?.part === part)}
        />
      ))}
    </>
  );
}
