import { t } from '../i18n/t.ts';
import type { Locale } from '../i18n/locale.ts';
import type { NameInfo } from './service/protocol.ts';

function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** What is known of a name, for a tooltip: its type, the first sentence of its documentation, the cell it is from. */
export function infoCard(info: NameInfo, locale: Locale): HTMLElement {
  const card = document.createElement('div');
  card.className = 'cm-info';
  card.dir = 'ltr';
  card.append(element('code', 'cm-info-code', info.code));
  if (info.doc !== '') {
    // Doc comments are code: the kit's are English in both languages; a reader's own take their own direction.
    const doc = element('p', 'cm-info-doc', info.doc);
    doc.dir = 'auto';
    card.append(doc);
  }
  if (info.cell !== null) {
    const from = element('p', 'cm-info-from', t(locale, 'types.fromCell', { name: info.cell }));
    from.lang = locale;
    from.dir = locale === 'ar' ? 'rtl' : 'ltr';
    card.append(from);
  }
  return card;
}
