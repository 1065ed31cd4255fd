import { vizText } from '../i18n/viz.ts';
import { useViz } from './context.ts';
import type { NetworkModel, NodeStyle } from './networkModel.ts';
import { shapePath } from './networkSvg.ts';

/** Which shape and colour stands for which type of node; nothing when there is but one unnamed type. */
export function NodeLegend({ styles }: { readonly styles: readonly NodeStyle[] }) {
  if (!styles.some((style) => style.name !== '')) return null;
  return (
    <ul className="viz-legend">
      {styles.map((style) => (
        <li key={style.type} style={{ color: `var(--${style.token})` }}>
          <svg viewBox="-8 -8 16 16" aria-hidden="true">
            <path
              d={shapePath(style.shape, 13)}
              className={style.isHollow ? 'is-open' : 'is-full'}
            />
          </svg>
          <bdi>{style.name}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** The node pointed at and those around it, in words; a hint when none is. */
export function Neighbours({
  model,
  lit,
}: {
  readonly model: NetworkModel;
  readonly lit: number | null;
}) {
  const { locale } = useViz();
  const node = lit === null ? undefined : model.nodes[lit];
  const comma = locale === 'ar' ? '، ' : ', ';
  return (
    <p className="viz-readout" aria-live="polite">
      {node ? (
        <>
          <b>
            <bdi>{node.label}</bdi>
          </b>
          {node.style.name && ` (${node.style.name})`}
          {node.near.length > 0 && ': '}
          {node.near.map((i, n) => (
            <span key={i}>
              {n > 0 && comma}
              <bdi>{model.nodes[i]!.label}</bdi>
            </span>
          ))}
        </>
      ) : (
        vizText(locale, 'networkHint')
      )}
    </p>
  );
}
