import { useEffect, useState } from 'react';
import type { Explained, ErrorFacts } from '../../i18n/explain.ts';
import type { Locale } from '../../i18n/locale.ts';

type Explain = (error: ErrorFacts, locale: Locale) => Explained | null;

/** The explanations come with the first error: most visits never need them. */
export function useExplain(): Explain | null {
  const [explain, setExplain] = useState<Explain | null>(null);
  useEffect(() => {
    let isGone = false;
    void import('../../i18n/explain.ts').then((module) => {
      if (!isGone) setExplain(() => module.explain);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return explain;
}
