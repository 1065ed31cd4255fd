import { isolateNumbers } from '../i18n/bidi.ts';
import { useViz } from './context.ts';

/**
 * A sentence of ours: what stands between back-ticks is code, left to right; signed numbers and formulas-in-a-word keep
 * their order in Arabic.
 */
export function Sentences({ text }: { readonly text: string }) {
  const { locale } = useViz();
  return text.split(/(`[^`\n]+`)/).map((part, i) =>
    i % 2 === 1 ? (
      <code key={i} dir="ltr" translate="no">
        {part.slice(1, -1)}
      </code>
    ) : locale === 'ar' ? (
      isolateNumbers(part)
    ) : (
      part
    ),
  );
}
