import type { Element, ElementContent, Properties, Text } from 'hast';

/** An HTML element as a tree node. */
export function element(
  tagName: string,
  properties: Properties,
  children: ElementContent[] = [],
): Element {
  return { type: 'element', tagName, properties, children };
}

/** A text node. */
export function text(value: string): Text {
  return { type: 'text', value };
}

/** Ready-made HTML (a formula, highlighted code) as a node; the stringifier passes it through. */
export function raw(html: string): ElementContent {
  return { type: 'raw', value: html } as unknown as ElementContent;
}
