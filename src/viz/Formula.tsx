import type { KatexOptions } from 'katex';
import {
  use,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type PointerEvent,
} from 'react';
import 'katex/dist/katex.min.css';
import { vizText } from '../i18n/viz.ts';
import { useViz } from './context.ts';
import { setFocus, useFocus } from './focus.ts';

interface Props {
  readonly tex: string;
  /** On a line of its own, with buttons to copy it; else inside a sentence. */
  readonly isDisplay?: boolean;
}

let katex: Promise<typeof import('katex')> | null = null;
function loadKatex(): Promise<typeof import('katex')> {
  katex ??= import('katex');
  return katex;
}

/** KaTeX's settings for text that may come from a reader: only `\htmlData` is trusted, and macros cannot run away. */
export function katexOptions(isDisplay: boolean): KatexOptions {
  return {
    displayMode: isDisplay,
    output: 'htmlAndMathml',
    throwOnError: true,
    strict: 'ignore',
    trust: (context) => context.command === '\\htmlData',
    maxExpand: 1000,
    maxSize: 20,
  };
}

/** A formula, left to right in both languages. Terms marked with `\htmlData{symbol=scores}` take part in linked hover. */
export function Formula({ tex, isDisplay = false }: Props) {
  const { locale } = useViz();
  const library = use(loadKatex());
  const ref = useRef<HTMLElement>(null);
  const symbol = useFocus((focus) => focus?.symbol ?? null);
  const set = useMemo(() => {
    try {
      return { html: library.renderToString(tex, katexOptions(isDisplay)) };
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error) };
    }
  }, [library, tex, isDisplay]);
  useEffect(() => {
    for (const term of ref.current?.querySelectorAll<HTMLElement>('[data-symbol]') ?? []) {
      term.toggleAttribute('data-lit', term.dataset.symbol === symbol);
    }
  }, [symbol, set]);
  if (set.html === undefined) {
    return (
      <span className={`viz-formula-bad${isDisplay ? ' viz' : ''}`}>
        <span>{vizText(locale, 'formulaFailed')}</span> <code dir="ltr">{tex}</code>
        {isDisplay && <pre dir="ltr">{set.message}</pre>}
      </span>
    );
  }
  const point = (event: PointerEvent | FocusEvent): void => {
    const term = event.target instanceof Element ? event.target.closest('[data-symbol]') : null;
    const name = term instanceof HTMLElement ? term.dataset.symbol : undefined;
    setFocus(name === undefined ? null : { symbol: name });
  };
  const formula = (
    <span
      ref={ref}
      className={isDisplay ? 'viz-formula-box' : 'viz-formula-inline'}
      dir="ltr"
      translate="no"
      tabIndex={isDisplay ? 0 : undefined}
      onPointerOver={point}
      onPointerLeave={() => setFocus(null)}
      dangerouslySetInnerHTML={{ __html: set.html }}
    />
  );
  if (!isDisplay) return formula;
  return (
    <div className="viz viz-formula">
      {formula}
      <div className="viz-tools">
        <Copy format="TeX" text={() => tex} />
        <Copy format="MathML" text={() => ref.current?.querySelector('math')?.outerHTML ?? ''} />
      </div>
    </div>
  );
}

function Copy({ format, text }: { readonly format: string; readonly text: () => string }) {
  const { locale } = useViz();
  const [isDone, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setDone(true);
    } catch (error) {
      console.warn('the clipboard refused', error);
      setDone(false);
    }
  };
  return (
    <button
      type="button"
      className="viz-link"
      dir="ltr"
      aria-label={vizText(locale, 'copy', { format })}
      onClick={() => void copy()}
      onBlur={() => setDone(false)}
    >
      <span role="status">{isDone ? vizText(locale, 'copied') : format}</span>
    </button>
  );
}
