import { useLayoutEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { parseColour } from './colour.ts';
import { FALLBACK, TOKENS, type Palette } from './palette.ts';

/**
 * The tokens' colours as they apply at an element. `light-dark()` reads back as text from a custom property, so each
 * token is put on a probe's `color` and the computed value is read.
 */
export function readPalette(host: Element): Palette {
  const probe = host.ownerDocument.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const entries = TOKENS.map((token) => {
    // Without our tokens the declaration is invalid at computed time and `color` would be inherited: mark that case.
    probe.style.color = `var(--${token}, rgb(1 2 3))`;
    const text = getComputedStyle(probe).color;
    const isMissing = text === 'rgb(1, 2, 3)';
    return [token, (isMissing ? null : parseColour(text)) ?? FALLBACK[token]] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as unknown as Palette;
}

function isSame(a: Palette, b: Palette): boolean {
  return TOKENS.every((token) => a[token].every((channel, i) => channel === b[token][i]));
}

/**
 * The palette at an element, read again whenever the theme may have changed: `data-theme`, `class` or `style` on the
 * root, or the reader's system. Before the element is mounted: the light theme.
 */
export function usePalette(ref: RefObject<Element | null>): Palette {
  const [palette, setPalette] = useState<Palette>(FALLBACK);
  useLayoutEffect(() => {
    const host = ref.current;
    if (!host) return undefined;
    const read = (): void => {
      const next = readPalette(host);
      setPalette((last) => (isSame(last, next) ? last : next));
    };
    read();
    const root = host.ownerDocument.documentElement;
    const observer = new MutationObserver(read);
    observer.observe(root, { attributeFilter: ['data-theme', 'class', 'style'] });
    const system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
    system?.addEventListener('change', read);
    // Paper is light and does not wait: what is drawn later than this turn is not printed.
    const readNow = (): void => flushSync(read);
    globalThis.addEventListener?.('beforeprint', readNow);
    return () => {
      observer.disconnect();
      system?.removeEventListener('change', read);
      globalThis.removeEventListener?.('beforeprint', readNow);
    };
  }, [ref]);
  return palette;
}
