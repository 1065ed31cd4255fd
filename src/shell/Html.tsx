import { createElement } from 'react';
import type { ReactElement } from 'react';

interface HtmlProps {
  readonly as?: 'div' | 'span' | 'figcaption' | 'li';
  readonly html: string;
  readonly className?: string;
  readonly id?: string;
}

/** Prose that the build has rendered. Never for text that a reader or a cell has made. */
export function Html({ as = 'div', html, className, id }: HtmlProps): ReactElement {
  return createElement(as, { className, id, dangerouslySetInnerHTML: { __html: html } });
}
