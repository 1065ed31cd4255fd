/** What the page's code takes over. */
export type SlotKind = 'cell' | 'figure' | 'predict' | 'exercise' | 'recall';
const KINDS: ReadonlySet<string> = new Set(['cell', 'figure', 'predict', 'exercise', 'recall']);

/** The prose and the ready-made HTML inside a slot, in one language. All of it was made by the build. */
export interface SlotContent {
  /** Highlighted lines of the lesson's own code. */
  readonly code?: string;
  /** Static form of the stored output. */
  readonly stored?: string;
  readonly caption?: string;
  readonly task?: string;
  readonly question?: string;
  readonly choices?: readonly string[];
  /** Index of the right choice. */
  readonly right?: number;
  readonly after?: string;
  readonly answer?: string;
  readonly hints?: readonly string[];
  readonly messages?: Readonly<Record<string, string>>;
  readonly isOwnData?: boolean;
}

/** A slot of the page: an element that stays, and what it holds. */
export interface Slot {
  readonly kind: SlotKind;
  readonly id: string;
  readonly key: string;
  readonly element: HTMLElement;
}

/** The slots under `root`, in order. */
export function findSlots(root: ParentNode): Slot[] {
  return [...root.querySelectorAll<HTMLElement>('[data-slot][data-id]')].flatMap((element) => {
    const { slot = '', id = '' } = element.dataset;
    return KINDS.has(slot) ? [{ kind: slot as SlotKind, id, key: `${slot}:${id}`, element }] : [];
  });
}

/** Reads a slot's prose out of its static form, before the page's code replaces it. */
export function readSlot(element: HTMLElement): SlotContent {
  const inside = (selector: string): string | undefined =>
    element.querySelector(selector)?.innerHTML.trim();
  const all = (selector: string): string[] =>
    [...element.querySelectorAll(selector)].map((found) => found.innerHTML.trim());
  const content: { -readonly [K in keyof SlotContent]: SlotContent[K] | undefined } = {
    code: inside('.cell-code pre.code > code'),
    stored: inside('.out[data-stored], .figure-body[data-stored]'),
    caption: inside(':scope > figcaption'),
    task: inside('[data-task]'),
    question: inside('.ask-q'),
    after: inside('[data-after]'),
    answer: inside('[data-answer]'),
  };
  const choices = all('.choice');
  if (choices.length > 0) content.choices = choices;
  if (element.dataset['right'] !== undefined) content.right = Number(element.dataset['right']);
  const hints = [...element.querySelectorAll('[data-hint]')].map((hint) => withoutSummary(hint));
  if (hints.length > 0) content.hints = hints;
  const messages = [...element.querySelectorAll<HTMLTemplateElement>('template[data-message]')];
  if (messages.length > 0) {
    content.messages = Object.fromEntries(
      messages.map((found) => [found.dataset['message'] ?? '', found.innerHTML.trim()]),
    );
  }
  if (element.dataset['own'] !== undefined) content.isOwnData = true;
  return Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== undefined),
  ) as SlotContent;
}

function withoutSummary(hint: Element): string {
  const copy = hint.cloneNode(true) as Element;
  copy.querySelector('summary')?.remove();
  return (copy.querySelector('details') ?? copy).innerHTML.trim();
}

/** Puts the values of a finding into its message; values are text, whatever they hold. */
export function fillMessage(
  html: string,
  values: Readonly<Record<string, string | number>>,
): string {
  const escaped = (text: string): string =>
    text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return html.replace(/\{([\w-]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    const shown = typeof value === 'number' ? String(Number(value.toPrecision(6))) : value;
    return `<bdi dir="${typeof value === 'number' ? 'ltr' : 'auto'}">${escaped(shown)}</bdi>`;
  });
}
