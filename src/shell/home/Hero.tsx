import { Suspense, lazy, useId, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import type { MatrixView, SentenceView } from '../../kit/show/types.ts';
import { Num, useLocale, useT } from '../Words.tsx';
import { attend, heroSentences } from './attend.ts';

const ViewOutput = lazy(() =>
  import('../../viz/ViewOutput.tsx').then((module) => ({ default: module.ViewOutput })),
);
const [COLDEST, HOTTEST, STEP, FIRST] = [0.2, 3, 0.1, 0.7];

/** One attention head over one sentence, alive: the course in a picture. */
export function Hero(): ReactElement {
  const t = useT();
  const locale = useLocale();
  const id = useId();
  const [temperature, setTemperature] = useState(FIRST);
  const hero = heroSentences[locale];
  const views = useMemo(() => {
    const weights = attend(hero, temperature);
    const links = { symbol: 'weights', rows: 'hero', cols: 'hero' };
    const words: SentenceView = {
      kind: 'sentence',
      tokens: hero.tokens,
      weights,
      from: hero.from,
      links,
    };
    const matrix: MatrixView = {
      kind: 'matrix',
      values: weights,
      rows: hero.tokens,
      cols: hero.tokens,
      hue: 'scores',
      domain: [0, 1],
      links,
    };
    return { words, matrix };
  }, [hero, temperature]);
  const shown = formatNumber(temperature, locale, { decimals: 1 });
  return (
    <figure className="live">
      <Suspense fallback={<div className="skel" style={{ minBlockSize: 640 }} />}>
        <ViewOutput view={views.words} locale={locale} fileStem="attention" />
        <div className="codeline" translate="no">
          <span className="tok-comment">softmax(</span>
          <b className="tok-s" data-symbol="scores">
            scores
          </b>
          <span className="tok-comment"> / (</span>
          <mark>{shown}</mark>
          <span className="tok-comment"> · √d))</span>
        </div>
        <div className="input">
          <label htmlFor={id}>{t('home.temperature')}</label>
          <input
            id={id}
            type="range"
            dir="ltr"
            min={COLDEST}
            max={HOTTEST}
            step={STEP}
            value={temperature}
            style={{
              ['--at' as string]: `${((temperature - COLDEST) / (HOTTEST - COLDEST)) * 100}%`,
            }}
            onChange={(event) => setTemperature(event.currentTarget.valueAsNumber)}
          />
          <output htmlFor={id}>
            <Num>{shown}</Num>
          </output>
        </div>
        <ViewOutput view={views.matrix} locale={locale} fileStem="attention" />
      </Suspense>
      <figcaption>{t('home.live')}</figcaption>
    </figure>
  );
}
