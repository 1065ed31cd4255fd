import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { Icon } from '../Icon.tsx';
import { useKeep, useKept } from '../stores/lesson.ts';
import { entriesOf } from '../stores/record.ts';
import { useProgress } from '../stores/progress.ts';
import { useLocale, useT, Num, Words } from '../Words.tsx';
import { sectionsOf, watchSections } from './sections.ts';
import { Transfer } from './Transfer.tsx';

/** Marks the present section in the static list of contents. */
function markCurrent(id: string | null): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.rail .toc a')) {
    if (link.hash === `#${id ?? ''}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

/** Progress through the lesson, one tick a section; on narrow screens the bar that opens the contents. */
export function Rail(): ReactElement {
  const t = useT();
  const locale = useLocale();
  const keep = useKeep();
  const isMemory = useProgress((state) => state.kept === 'memory');
  const read = useKept((record) =>
    entriesOf(record, 'section')
      .map(([id]) => id)
      .join(' '),
  );
  const [current, setCurrent] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const sections = sectionsOf(document);
  const done = new Set(read.split(' '));
  const count = sections.filter((section) => done.has(section.id)).length;

  useEffect(
    () =>
      watchSections(setCurrent, (id) => {
        const all = sectionsOf(document);
        keep('section', id, { title: all.find((section) => section.id === id)?.title ?? '' });
        keep('place', 'last', { slot: id, sections: all.length });
      }),
    [keep],
  );
  // The list is static HTML and comes new with each language.
  useEffect(() => markCurrent(current), [current, locale]);
  useEffect(() => {
    const rail = document.querySelector<HTMLElement>('aside.rail');
    if (rail) rail.dataset['open'] = String(isOpen);
  }, [isOpen, locale]);
  useEffect(() => {
    const close = (): void => setOpen(false);
    addEventListener('hashchange', close);
    return () => removeEventListener('hashchange', close);
  }, []);

  return (
    <>
      <button
        type="button"
        className="rail-toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="menu" />
        <span>{t('rail.label')}</span>
      </button>
      <div className="rail-foot">
        <span className="rail-count">
          <Words id="rail.sections" count={sections.length} values={{ done: <Num>{count}</Num> }} />
        </span>
        <span className="ticks" aria-hidden="true">
          {sections.map((section) => (
            <i
              key={section.id}
              className={done.has(section.id) ? 'on' : section.id === current ? 'half' : undefined}
            />
          ))}
        </span>
        <span className="rail-kept">{isMemory ? t('rail.memory') : t('rail.kept')}</span>
        <Transfer />
      </div>
    </>
  );
}
