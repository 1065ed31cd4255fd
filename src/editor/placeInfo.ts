import type { Rect } from '@codemirror/view';

/** Where the card of the chosen name goes, as CodeMirror wants to hear it: relative to the list. */
interface Placement {
  readonly style: string;
  readonly class: string;
}

/**
 * Beside the list, at the height of the chosen name, where the window has room. Else, as on a phone, below or above the
 * whole list, where it hides no name.
 */
export function placeInfo(list: Rect, option: Rect, info: Rect, space: Rect): Placement {
  const width = info.right - info.left;
  const height = info.bottom - info.top;
  const isRight = space.right - list.right >= width;
  if (isRight || list.left - space.left >= width) {
    const top = Math.max(space.top, Math.min(option.top, space.bottom - height));
    const side = isRight ? 'cm-completionInfo-right' : 'cm-completionInfo-left';
    return { style: `top: ${top - list.top}px`, class: side };
  }
  const start = Math.max(space.left, Math.min(list.left, space.right - width)) - list.left;
  const below = space.bottom - list.bottom;
  const isBelow = below >= height || below >= list.top - space.top;
  const away = `${isBelow ? 'top' : 'bottom'}: ${list.bottom - list.top}px`;
  return { style: `left: ${start}px; ${away}`, class: '' };
}
