/** Elements that the page's code adds to the static page and fills by portals. They survive a switch of language. */
export interface Mounts {
  readonly toolsStart: HTMLElement;
  readonly toolsEnd: HTMLElement;
  readonly rail: HTMLElement;
  readonly footer: HTMLElement;
  readonly notices: HTMLElement;
}

let made: Mounts | null = null;

function element(className: string): HTMLElement {
  const mount = document.createElement('div');
  mount.className = className;
  return mount;
}

/** The page's mounts, made once. */
export function mounts(): Mounts {
  made ??= {
    toolsStart: element('tools start'),
    toolsEnd: element('tools end'),
    rail: element('rail-live'),
    footer: element('foot-live'),
    notices: element('notices-live'),
  };
  return made;
}

/** Puts the mounts where they belong; again after the static page round them was replaced. */
export function placeMounts(page: Document): void {
  const { toolsStart, toolsEnd, rail, footer, notices } = mounts();
  const language = page.querySelector('a[data-language]');
  language?.before(toolsStart);
  language?.after(toolsEnd);
  page.querySelector('aside.rail')?.prepend(rail);
  page.querySelector('footer .foot-in')?.append(footer);
  if (!notices.isConnected) page.body.append(notices);
}
