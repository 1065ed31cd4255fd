import type { BlockContent, DefinitionContent, List, Root, RootContent } from 'mdast';
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive';
import type { Rule } from './problem.ts';

/** A place in the prose where the page puts something live, or a block with a meaning of its own. */
export interface Slot {
  readonly kind: 'cell' | 'figure' | 'predict' | 'exercise' | 'recall' | 'note' | 'production';
  /** For a note: `cell.mark`. For a cited case: its address. */
  readonly id: string;
  readonly line: number;
  readonly node: ContainerDirective | LeafDirective;
}

/** A fault of the directives' grammar. */
export interface SlotFault {
  readonly line: number;
  readonly rule: Rule;
  readonly message: string;
  readonly fix: string;
}

type Directive = ContainerDirective | LeafDirective;
type Report = (node: Directive, message: string, fix: string, rule?: Rule) => void;

const leaves: Readonly<Record<string, Slot['kind']>> = {
  cell: 'cell',
  figure: 'figure',
  'your-data': 'cell',
};
const containers: Readonly<Record<string, Slot['kind']>> = {
  predict: 'predict',
  exercise: 'exercise',
  recall: 'recall',
  note: 'note',
  production: 'production',
};
const inner: Readonly<Record<string, string>> = {
  after: 'predict',
  hint: 'exercise',
  message: 'exercise',
  answer: 'recall',
};

/** Attributes that a cited case must name. */
export const caseKeys = ['company', 'title', 'year', 'href'] as const;

function isDirective(node: RootContent): node is Directive {
  return node.type === 'containerDirective' || node.type === 'leafDirective';
}

/** The parts of a container with the given name, in order. */
export function partsOf(
  node: ContainerDirective | LeafDirective,
  name: string,
): ContainerDirective[] {
  if (node.type !== 'containerDirective') return [];
  return node.children.filter(
    (child): child is ContainerDirective =>
      child.type === 'containerDirective' && child.name === name,
  );
}

/** A container's own content: everything but its named parts and its list of choices. */
export function ownContent(
  node: ContainerDirective | LeafDirective,
): (BlockContent | DefinitionContent)[] {
  if (node.type !== 'containerDirective') return [];
  return node.children.filter(
    (child) => child.type !== 'containerDirective' && child !== choicesOf(node),
  );
}

/** The list of `- [ ]` choices in a prediction or a recall question. */
export function choicesOf(node: ContainerDirective | LeafDirective): List | undefined {
  if (node.type !== 'containerDirective') return undefined;
  return node.children.find(
    (child): child is List =>
      child.type === 'list' && child.children.some((item) => typeof item.checked === 'boolean'),
  );
}

/** Finds the slots of a prose tree, in order, and what is wrong with each of them. */
export function readSlots(tree: Root, text: string): { slots: Slot[]; faults: SlotFault[] } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const slots: Slot[] = [];
  const faults: SlotFault[] = [];
  const report: Report = (node, message, fix, rule = 'slot-grammar') =>
    faults.push({ line: node.position?.start.line ?? 1, rule, message, fix });
  for (const node of tree.children) {
    if (!isDirective(node)) {
      if ('children' in node) findNested(node.children as RootContent[], report);
      continue;
    }
    const kind = node.type === 'leafDirective' ? leaves[node.name] : containers[node.name];
    if (!kind) {
      reportUnknown(node, report);
      continue;
    }
    if (node.type === 'containerDirective') checkClosed(node, lines, report);
    slots.push({
      kind,
      id: slotId(node, kind, report),
      line: node.position?.start.line ?? 1,
      node,
    });
    checkContent(node, kind, report);
  }
  return { slots, faults };
}

function reportUnknown(node: Directive, report: Report): void {
  const colons = node.type === 'leafDirective' ? '::' : ':::';
  const outer = inner[node.name];
  if (outer) {
    report(
      node,
      `${colons}${node.name} outside ::::${outer}`,
      `open ::::${outer}{#id} with four colons before it`,
    );
  } else if (leaves[node.name] && node.type === 'containerDirective') {
    report(
      node,
      `:::${node.name} with three colons`,
      `write ::${node.name}{#id} with two: it holds no text`,
    );
  } else if (containers[node.name]) {
    report(
      node,
      `::${node.name} with two colons`,
      `open it with three or more and close it with as many`,
    );
  } else {
    report(
      node,
      `unknown slot ${colons}${node.name}`,
      'see lessons/README.md for the slots there are',
      'slot-unknown',
    );
  }
}

function findNested(nodes: readonly RootContent[], report: Report): void {
  for (const node of nodes) {
    if (isDirective(node))
      report(
        node,
        `${node.name} inside another block`,
        'slots stand between paragraphs, not in lists or quotes',
      );
    else if ('children' in node) findNested(node.children as RootContent[], report);
  }
}

function checkClosed(node: ContainerDirective, lines: readonly string[], report: Report): void {
  const fence = (line: number | undefined) =>
    /^\s*(:{3,})/.exec(lines[(line ?? 1) - 1] ?? '')?.[1]?.length ?? 0;
  const { start, end } = node.position ?? {};
  // An outer container that ends with its inner one's fence was left open.
  const isClosed = end?.line !== start?.line && fence(end?.line) >= fence(start?.line);
  if (!isClosed) {
    report(
      node,
      `${node.name} is never closed`,
      'close it with a line of as many colons as it was opened with',
    );
  }
  for (const child of node.children) {
    if (child.type === 'containerDirective') checkClosed(child, lines, report);
  }
}

function slotId(node: Directive, kind: Slot['kind'], report: Report): string {
  const attributes = node.attributes ?? {};
  if (kind === 'production') return attributes['href'] ?? '';
  if (kind === 'note')
    return attributes['cell'] ? `${attributes['cell']}.${attributes['mark'] ?? ''}` : '';
  const id = attributes['id'] ?? '';
  if (!/^[a-z][a-z0-9-]*$/.test(id)) {
    report(
      node,
      id ? `"${id}" is no id` : `${node.name} without an id`,
      `write {#some-id} after ${node.name}`,
    );
  }
  return id;
}

function checkContent(node: Directive, kind: Slot['kind'], report: Report): void {
  if (node.type !== 'containerDirective') return;
  for (const child of node.children) {
    if (child.type === 'leafDirective') {
      report(
        child,
        `::${child.name} inside ${node.name}`,
        'put it before or after, at the top level',
      );
    } else if (child.type === 'containerDirective' && inner[child.name] !== node.name) {
      report(
        child,
        `:::${child.name} inside ${node.name}`,
        inner[child.name]
          ? `it belongs into ::::${inner[child.name]}`
          : 'close the outer one first',
      );
    }
  }
  if (kind === 'predict') checkPrediction(node, report);
  if (kind === 'exercise') checkExercise(node, report);
  if (kind === 'recall' && partsOf(node, 'answer').length !== 1) {
    report(
      node,
      'a recall question needs one answer',
      'add :::answer, the answer, and ::: inside it',
    );
  }
  if (kind === 'note' && node.attributes?.['mark'] !== undefined && !node.attributes['cell']) {
    report(node, 'a note with a mark but no cell', 'write :::note{cell=some-cell mark=some-mark}');
  }
  if (kind === 'production') {
    const missing = caseKeys.filter((key) => !node.attributes?.[key]?.trim());
    if (missing.length) {
      report(
        node,
        `the cited case lacks ${missing.join(', ')}`,
        'a case without its source may not stand: write company="…" title="…" year="…" href="https://…"',
      );
    } else if (!/^https:\/\/\S+$/.test(node.attributes?.['href'] ?? '')) {
      report(node, 'the source has no https address', 'write href="https://…"');
    }
  }
}

function checkPrediction(node: ContainerDirective, report: Report): void {
  const items = choicesOf(node)?.children ?? [];
  const right = items.filter((item) => item.checked === true).length;
  if (items.length < 2 || items.length > 4) {
    report(
      node,
      `a prediction with ${items.length} choices`,
      'offer two to four, each on a line that begins with - [ ] or - [x]',
    );
  } else if (items.some((item) => typeof item.checked !== 'boolean')) {
    report(node, 'a choice without its box', 'begin each with - [ ] or - [x]');
  } else if (right !== 1) {
    report(node, `${right} right choices`, 'mark exactly one with - [x]');
  }
  if (partsOf(node, 'after').length !== 1) {
    report(
      node,
      'a prediction needs one explanation',
      'add :::after, the explanation, and ::: inside it',
    );
  }
}

function checkExercise(node: ContainerDirective, report: Report): void {
  const hints = partsOf(node, 'hint').length;
  if (hints !== 3)
    report(
      node,
      `${hints} hints`,
      'an exercise has three :::hint, from a nudge to nearly the answer',
    );
  const seen = new Set<string>();
  for (const message of partsOf(node, 'message')) {
    const id = message.attributes?.['id'] ?? '';
    if (!id)
      report(
        message,
        'a message without an id',
        'write :::message{#id} with the id that the check uses',
      );
    else if (seen.has(id))
      report(message, `a second message "${id}"`, 'rename or remove one of them', 'duplicate-id');
    seen.add(id);
  }
}

/** Whether a slot is filled by a region of the lesson's code. */
export function isCodeSlot(slot: Slot): boolean {
  return slot.kind === 'cell' || slot.kind === 'figure' || slot.kind === 'exercise';
}
