import { useId, useState, type ReactNode } from 'react';
import { vizText } from '../i18n/viz.ts';
import type { Hue, Words } from '../kit/show/types.ts';
import { UnseenContext, useViz } from './context.ts';
import type { Export } from './download.ts';
import { Exports } from './Exports.tsx';
import { useFocus } from './focus.ts';
import { Sentences } from './Sentences.tsx';
import { inWords } from './words.ts';

interface Props {
  readonly kind: string;
  readonly hue?: Hue | undefined;
  /** The variable shown; the figure is marked while the reader points at that variable elsewhere. */
  readonly symbol?: string | undefined;
  readonly title?: Words | undefined;
  readonly note?: Words | undefined;
  readonly caption?: Words | undefined;
  /** The same facts as text; absent where the picture itself is text. */
  readonly twin?: (() => ReactNode) | undefined;
  /** Read the twin out even while the picture is shown: for canvases, which say nothing themselves. */
  readonly isTwinForReaders?: boolean;
  readonly exports?: readonly Export[];
  /** Left of the tools: a ramp, a legend line. */
  readonly legend?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every picture: title, note, picture or its text twin, legend, downloads, caption. */
export function Figure(props: Props) {
  const { kind, hue, symbol, title, note, caption, twin, exports = [], legend, children } = props;
  const { locale } = useViz();
  const [isText, setText] = useState(false);
  const twinId = useId();
  const isLit = useFocus((focus) => symbol !== undefined && focus?.symbol === symbol);
  const hasTools = twin !== undefined || exports.length > 0;
  return (
    <figure
      className={`viz viz-${kind}`}
      data-hue={hue}
      data-viz-symbol={symbol}
      data-lit={isLit || undefined}
    >
      {title !== undefined && (
        <p className="viz-title">
          <Sentences text={inWords(title, locale)} />
        </p>
      )}
      {note !== undefined && (
        <p className="viz-note">
          <Sentences text={inWords(note, locale)} />
        </p>
      )}
      <div className="viz-picture" hidden={isText}>
        {children}
      </div>
      {twin !== undefined && (
        <div id={twinId} className={isText ? 'viz-twin' : 'viz-sr'}>
          {(isText || props.isTwinForReaders) && (
            <UnseenContext value={!isText}>{twin()}</UnseenContext>
          )}
        </div>
      )}
      {(legend !== undefined || hasTools) && (
        <div className="viz-foot">
          {!isText && legend}
          {hasTools && (
            <div className="viz-tools">
              {twin !== undefined && (
                <button
                  type="button"
                  className="viz-link"
                  aria-expanded={isText}
                  aria-controls={twinId}
                  onClick={() => setText(!isText)}
                >
                  {vizText(locale, isText ? 'showAsPicture' : 'showAsText')}
                </button>
              )}
              <Exports exports={exports} />
            </div>
          )}
        </div>
      )}
      {caption !== undefined && (
        <figcaption>
          <Sentences text={inWords(caption, locale)} />
        </figcaption>
      )}
    </figure>
  );
}
