import type { Element, ElementContent } from 'hast';
import type { RootContent } from 'mdast';
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive';
import type { State } from 'mdast-util-to-hast';
import { quietly } from './quietly.ts';
import { element, raw, text } from './hast.ts';
import { codeBlock } from './highlight.ts';
import type { Here } from './render.ts';
import { choicesOf, ownContent, partsOf } from './slots.ts';
import { words, type WordId } from './words.ts';

type Directive = ContainerDirective | LeafDirective;
type Say = (id: WordId) => string;

/**
 * A slot as static HTML. What a script makes of it later (buttons, an editor, a ladder of hints) is here already as
 * plain elements: choices as a list, answers and hints behind `<details>`, code highlighted.
 */
export function renderSlot(state: State, node: Directive, here: Here): ElementContent {
  const id = node.attributes?.['id'] ?? '';
  const say: Say = (word) => words[word][here.context.locale];
  switch (node.name) {
    case 'cell':
      return cell(id, here, say, {});
    case 'your-data':
      return cell(id, here, say, { dataOwn: '' });
    case 'figure':
      return figure(state, node, id, here);
    case 'predict':
      return prediction(state, node, id, here, say);
    case 'exercise':
      return exercise(state, node, id, here, say);
    case 'recall':
      return recall(state, node, id, here, say);
    case 'note':
      return note(state, node, here, say);
    case 'production':
      return production(state, node, say);
    default:
      throw new Error(`internal: no rendering for ::${node.name}`);
  }
}

function flow(state: State, nodes: readonly RootContent[]): ElementContent[] {
  return nodes.flatMap((node) => state.one(node, undefined) ?? []);
}

function slot(
  kind: string,
  id: string,
  tag: string,
  classes: string[],
  children: ElementContent[],
): Element {
  return element(
    tag,
    { className: classes, id: `${kind}-${id}`, dataSlot: kind, dataId: id },
    children,
  );
}

function stored(id: string, here: Here, say: Say): ElementContent[] {
  const html = here.context.storedHtml(id);
  if (!html) return [];
  const tag = element('p', { className: ['out-head'] }, [
    element('span', { className: ['tag', 'dash'] }, [text(say('stored'))]),
  ]);
  return [element('div', { className: ['out'], dataStored: '' }, [tag, raw(html)])];
}

function cell(id: string, here: Here, say: Say, extra: Record<string, string>): ElementContent {
  const source = here.context.cells.get(id)?.source ?? '';
  const head = element('p', { className: ['cell-head'] }, [
    element('span', { className: ['cell-name'], dir: 'ltr', translate: 'no' }, [text(id)]),
    ...('dataOwn' in extra
      ? [element('span', { className: ['tag', 'acc'] }, [text(say('yourData'))])]
      : []),
  ]);
  const code = element('div', { className: ['cell-code'] }, [head, raw(codeBlock(source, id))]);
  const node = slot('cell', id, 'section', ['cell'], [code, ...stored(id, here, say)]);
  return { ...node, properties: { ...node.properties, ...extra, ariaLabel: id } };
}

function figure(state: State, node: Directive, id: string, here: Here): ElementContent {
  const caption = state.all(node as never);
  const html = here.context.storedHtml(id);
  return slot(
    'figure',
    id,
    'figure',
    ['figure', 'wide'],
    [
      element(
        'div',
        { className: ['figure-body'], ...(html ? { dataStored: '' } : {}) },
        html ? [raw(html)] : [],
      ),
      ...(caption.length ? [element('figcaption', {}, caption)] : []),
    ],
  );
}

function kind(label: string, aside?: string): ElementContent {
  return element('p', { className: ['ask-kind'] }, [
    text(label),
    ...(aside ? [element('span', {}, [text(aside)])] : []),
  ]);
}

function details(className: string, summary: string, children: ElementContent[]): Element {
  return element('details', { className: [className] }, [
    element('summary', {}, [text(summary)]),
    ...children,
  ]);
}

function choices(
  state: State,
  node: Directive,
  here: Here,
): { list: ElementContent[]; right: number; rightText: ElementContent[] } {
  const items = choicesOf(node)?.children ?? [];
  // A choice becomes a button, and a term would put a link into it.
  const content = quietly(here, () =>
    items.map((item) =>
      item.children.flatMap((child) =>
        child.type === 'paragraph' ? state.all(child) : flow(state, [child]),
      ),
    ),
  );
  const right = items.findIndex((item) => item.checked === true);
  const list = content.map((children, index) =>
    element('li', { className: ['choice'], dataChoice: index }, children),
  );
  const all = list.length ? [element('ul', { className: ['choices'] }, list)] : [];
  return { list: all, right, rightText: content[right] ?? [] };
}

function prediction(
  state: State,
  node: Directive,
  id: string,
  here: Here,
  say: Say,
): ElementContent {
  const question = element('div', { className: ['ask-q'] }, flow(state, ownContent(node)));
  const { list, right, rightText } = choices(state, node, here);
  const after = partsOf(node, 'after').flatMap((part) => flow(state, part.children));
  const answer = element('p', { className: ['ask-right'] }, structuredClone(rightText));
  const found = slot(
    'predict',
    id,
    'section',
    ['ask'],
    [
      kind(say('predict'), say('beforeRun')),
      question,
      ...list,
      details('ask-after', say('answer'), [answer, element('div', { dataAfter: '' }, after)]),
    ],
  );
  return { ...found, properties: { ...found.properties, dataRight: right } };
}

function recall(state: State, node: Directive, id: string, here: Here, say: Say): ElementContent {
  const question = element('div', { className: ['ask-q'] }, flow(state, ownContent(node)));
  const { list, right } = choices(state, node, here);
  const answer = partsOf(node, 'answer').flatMap((part) => flow(state, part.children));
  const found = slot(
    'recall',
    id,
    'section',
    ['ask'],
    [
      kind(say('recall')),
      question,
      ...list,
      details('ask-after', say('answer'), [element('div', { dataAnswer: '' }, answer)]),
    ],
  );
  return right < 0 ? found : { ...found, properties: { ...found.properties, dataRight: right } };
}

function exercise(state: State, node: Directive, id: string, here: Here, say: Say): ElementContent {
  const spec = here.context.cells.get(id);
  const hints = partsOf(node, 'hint').map((part, index) =>
    element('li', { dataHint: index }, [
      details('hint', `${say('hint')} ${index + 1}`, flow(state, part.children)),
    ]),
  );
  const messages = partsOf(node, 'message').map((part) => {
    const children = flow(state, part.children);
    // Outside a template the unfilled messages would be read as prose.
    const content = { type: 'root' as const, children };
    return { ...element('template', { dataMessage: part.attributes?.['id'] ?? '' }), content };
  });
  const head = element('p', { className: ['cell-head'] }, [
    element('span', { className: ['cell-name'], dir: 'ltr', translate: 'no' }, [text(id)]),
    element('span', { className: ['tag', 'acc'] }, [text(say('exercise'))]),
  ]);
  const task = flow(state, ownContent(node));
  return slot(
    'exercise',
    id,
    'section',
    ['cell', 'exercise'],
    [
      ...(task.length ? [element('div', { className: ['task'], dataTask: '' }, task)] : []),
      element('div', { className: ['cell-code'] }, [head, raw(codeBlock(spec?.source ?? '', id))]),
      element('ol', { className: ['ladder'] }, hints),
      details('solution', say('solution'), [
        raw(codeBlock(spec?.solution ?? '', `${id}: ${say('solution')}`)),
      ]),
      ...messages,
    ],
  );
}

function note(state: State, node: Directive, here: Here, say: Say): ElementContent {
  const cellId = node.attributes?.['cell'];
  const mark = node.attributes?.['mark'];
  const line = here.context.cells.get(cellId ?? '')?.marks?.find(({ name }) => name === mark)?.line;
  const anchor = line === undefined ? [] : [anchorLine(line, say)];
  const properties = {
    className: ['note'],
    // An aside would be a landmark: a lesson has more notes than places to jump to.
    role: 'note',
    dataNote: '',
    ...(cellId ? { dataCell: cellId } : {}),
    ...(mark ? { dataMark: mark } : {}),
    ...(line === undefined ? {} : { dataLine: line }),
  };
  return element('aside', { ...properties, ariaLabel: say('note') }, [
    ...anchor,
    ...flow(state, ownContent(node)),
  ]);
}

function anchorLine(line: number, say: Say): ElementContent {
  return element('span', { className: ['note-line'] }, [
    text(`${say('line')} `),
    element('bdi', { dir: 'ltr', className: ['mono'] }, [text(String(line))]),
  ]);
}

function production(state: State, node: Directive, say: Say): ElementContent {
  const { company = '', title = '', year = '', href = '' } = node.attributes ?? {};
  const source = element('p', { className: ['src'] }, [
    element('bdi', {}, [text(company ?? '')]),
    text(' · '),
    element('a', { href: href ?? '', rel: ['noopener'] }, [
      element('cite', { lang: 'en', dir: 'ltr' }, [text(title ?? '')]),
    ]),
    text(' · '),
    element('bdi', { dir: 'ltr' }, [text(year ?? '')]),
  ]);
  return element('aside', { className: ['callout', 'production'] }, [
    element('p', { className: ['ask-kind'] }, [text(say('case'))]),
    ...flow(state, ownContent(node)),
    source,
  ]);
}
