import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { CodeEditor } from '../../editor/create.ts';
import { linesWith } from '../../editor/linesWith.ts';
import { useFocus } from '../../viz/focus.ts';

/** Lights the lines of a cell's code that mention the symbol under the pointer, in the editor or in its static lines. */
export function useCodeLight(
  host: RefObject<HTMLElement | null>,
  editor: RefObject<CodeEditor | null>,
  isLive: boolean,
  source: string,
): void {
  const symbol = useFocus((focus) => focus?.symbol ?? null);
  useEffect(() => {
    if (isLive) {
      editor.current?.lightSymbol(symbol);
      return undefined;
    }
    const lit = symbol === null ? [] : linesWith(source, symbol);
    const lines = lit.flatMap((line) => [
      ...(host.current?.querySelectorAll(`.line[data-line="${line}"]`) ?? []),
    ]);
    lines.forEach((line) => line.classList.add('hit'));
    return () => lines.forEach((line) => line.classList.remove('hit'));
  }, [host, editor, isLive, source, symbol]);
}
