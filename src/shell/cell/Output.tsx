import { Component, Suspense, lazy } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { expectedHeight } from '../../viz/expectedHeight.ts';
import type { CellState } from '../../runtime/state.ts';
import { goToLine } from '../stores/session.ts';
import { useLocale, useT } from '../Words.tsx';

const ViewOutput = lazy(() =>
  import('../../viz/ViewOutput.tsx').then((module) => ({ default: module.ViewOutput })),
);

interface BoundaryProps {
  readonly fallback: (again: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Keeps a fault of one cell from taking the page with it. React offers this to classes only. */
export class Boundary extends Component<BoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return this.props.fallback(() => this.setState({ isBroken: false }));
  }
}

/**
 * What a cell shows. The drawing code comes late: until then a stored output stands there in its static form, any other
 * as an empty place of the height that it is going to have.
 */
export function Views({
  cell,
  html,
}: {
  readonly cell: CellState;
  readonly html?: string | undefined;
}): ReactElement | null {
  const t = useT();
  const locale = useLocale();
  if (cell.views.length === 0) return null;
  const heightPx = cell.views.reduce((sum, view) => sum + expectedHeight(view) + 16, 0);
  const waiting =
    html !== undefined && cell.isStored ? (
      <div style={{ minBlockSize: heightPx }} dangerouslySetInnerHTML={{ __html: html }} />
    ) : (
      <div
        className="skel"
        style={{ minBlockSize: heightPx }}
        aria-label={t('cell.loadingOutput')}
      />
    );
  return (
    <Boundary
      fallback={(again) => (
        <p className="out-fault">
          {t('cell.outputFailed')}{' '}
          <button type="button" className="link" onClick={again}>
            {t('cell.retry')}
          </button>
        </p>
      )}
    >
      <Suspense fallback={waiting}>
        {cell.views.map((view, index) => (
          <ViewOutput
            key={index}
            view={view}
            locale={locale}
            fileStem={cell.id}
            onGoToLine={(line) => goToLine(cell.id, line)}
          />
        ))}
      </Suspense>
    </Boundary>
  );
}
