import { flushSync } from 'react-dom';
import { readLessonPage } from '../../content/readPage.ts';
import { isLocale } from '../../i18n/locale.ts';
import { loadMessages, t } from '../../i18n/t.ts';
import type { Engine } from '../engine.ts';
import { placeMounts } from '../mounts.ts';
import { say, useSession } from '../stores/session.ts';
import { changeSettings } from '../stores/settings.ts';
import { holdPlace, readPlace } from './place.ts';
import { contentsOf, swapDocument } from './swap.ts';

async function fetchPage(address: string): Promise<Document> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} for ${address}`);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/**
 * Turns the open lesson into the other language without leaving it: edits, outputs, the kernel and the place are kept.
 * Falls back to following the link whenever anything about the other page is not as expected.
 */
export async function switchLanguage(link: HTMLAnchorElement, engine: Engine): Promise<void> {
  const address = link.href;
  if (useSession.getState().isBusySwitching) return;
  useSession.setState({ isBusySwitching: true });
  try {
    const next = await fetchPage(address);
    const locale = next.documentElement.lang;
    const json = next.querySelector('#lesson')?.textContent;
    if (!isLocale(locale) || !json) throw new Error('no lesson at that address');
    await loadMessages(locale);
    const page = readLessonPage(json);
    const contents = contentsOf(next);
    const place = readPlace(document, innerHeight);
    swapDocument(document, next);
    history.replaceState(history.state, '', address + location.hash);
    flushSync(() => useSession.setState({ locale, page, contents }));
    placeMounts(document);
    holdPlace(document, place);
    engine.act((notebook) => notebook.setLesson(page.lesson));
    changeSettings({ locale });
    say(t(locale, 'language.switched'));
    document.querySelector<HTMLElement>('a[data-language]')?.focus({ preventScroll: true });
  } catch {
    // The link is the way that always works; progress has been kept all along.
    location.assign(address);
  } finally {
    useSession.setState({ isBusySwitching: false });
  }
}
