import { formatNumber } from '../i18n/format.ts';
import { useViz } from './context.ts';
import type { MatrixModel } from './matrixModel.ts';

/** What the colours of a heat map stand for: its ends, and zero when both signs occur. Always left to right. */
export function Ramp({ model }: { readonly model: MatrixModel }) {
  const { locale } = useViz();
  const { low, high, isDiverging } = model.scale;
  const text = (value: number): string => formatNumber(value, locale, { significant: 2 });
  return (
    <span className="viz-ramp" dir="ltr" data-side={isDiverging ? 'both' : undefined}>
      {text(low)}
      <i />
      {text(high)}
    </span>
  );
}
