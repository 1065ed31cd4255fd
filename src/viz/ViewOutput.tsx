import { lazy, memo, Suspense, useMemo } from 'react';
import type { CSSProperties } from 'react';
import { directionOf, type Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { ErrorView, GroupView, View } from '../kit/show/types.ts';
import { VizContext, type Explanation, type VizSettings } from './context.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { ErrorOutput } from './ErrorOutput.tsx';
import { expectedHeight, gridSize } from './expectedHeight.ts';
import { Log, NumberValue, Progress, Text, Truncated } from './Plain.tsx';
import './viz.css';
import './viz-plain.css';
import './viz-table.css';
import './viz-heat.css';
import './viz-sentence.css';
import './viz-turns.css';
import './viz-text.css';

// Each picture is a file of its own: a lesson loads what its cells show, when they show it.
const Table = lazy(async () => ({ default: (await import('./Table.tsx')).Table }));
const Matrix = lazy(async () => ({ default: (await import('./Matrix.tsx')).Matrix }));
const Chart = lazy(async () => ({ default: (await import('./Chart.tsx')).Chart }));
const Network = lazy(async () => ({ default: (await import('./Network.tsx')).Network }));
const Formula = lazy(async () => ({ default: (await import('./Formula.tsx')).Formula }));
const Picture = lazy(async () => ({ default: (await import('./Picture.tsx')).Picture }));
const Markdown = lazy(async () => ({ default: (await import('./Markdown.tsx')).Markdown }));
const Tree = lazy(async () => ({ default: (await import('./Tree.tsx')).Tree }));
const Tensor = lazy(async () => ({ default: (await import('./Tensor.tsx')).Tensor }));
const Sentence = lazy(async () => ({ default: (await import('./Sentence.tsx')).Sentence }));
const Turns = lazy(async () => ({ default: (await import('./Turns.tsx')).Turns }));

interface Props {
  readonly view: View;
  readonly locale: Locale;
  /** Start of the names of downloaded files, such as the cell's id. Default `figure`. */
  readonly fileStem?: string;
  /** Explains an error in the reader's language; null when there is no explanation. */
  readonly explain?: (error: ErrorView) => Explanation | null;
  /** Called with a 1-based line of the cell; without it errors have no way there. */
  readonly onGoToLine?: (line: number, column: number | null) => void;
}

/** Draws any view. A view that cannot be drawn says so in its place and leaves the rest of the page alone. */
export const ViewOutput = memo(function ViewOutput(props: Props) {
  const { view, locale, fileStem = 'figure', explain, onGoToLine } = props;
  const settings = useMemo<VizSettings>(
    () => ({ locale, fileStem, explain, onGoToLine }),
    [locale, fileStem, explain, onGoToLine],
  );
  return (
    <VizContext value={settings}>
      <div className="viz-output" lang={locale} dir={directionOf(locale)}>
        <Guarded view={view} locale={locale} />
      </div>
    </VizContext>
  );
});

function Guarded({ view, locale }: { readonly view: View; readonly locale: Locale }) {
  return (
    <ErrorBoundary locale={locale} resetKey={view}>
      <Suspense fallback={<Waiting view={view} locale={locale} />}>
        <Kind view={view} locale={locale} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Kind({ view, locale }: { readonly view: View; readonly locale: Locale }) {
  switch (view.kind) {
    case 'text':
      return <Text view={view} />;
    case 'number':
      return <NumberValue view={view} />;
    case 'table':
      return <Table view={view} />;
    case 'matrix':
      return <Matrix view={view} />;
    case 'chart':
      return <Chart view={view} />;
    case 'network':
      return <Network view={view} />;
    case 'formula':
      return <Formula tex={view.tex} isDisplay />;
    case 'image':
      return <Picture view={view} />;
    case 'markdown':
      return <Markdown view={view} />;
    case 'tree':
      return <Tree view={view} />;
    case 'tensor':
      return <Tensor view={view} />;
    case 'log':
      return <Log view={view} />;
    case 'progress':
      return <Progress view={view} />;
    case 'sentence':
      return <Sentence view={view} />;
    case 'turns':
      return <Turns view={view} />;
    case 'group':
      return <Group view={view} locale={locale} />;
    case 'truncated':
      return <Truncated view={view} />;
    case 'error':
      return <ErrorOutput view={view} />;
    default:
      return unknown(view);
  }
}

// A page older than its stored outputs may meet a kind that it does not know.
function unknown(view: never): never {
  throw new Error(`unknown kind of view: ${String((view as { kind?: unknown } | null)?.kind)}`);
}

function Group({ view, locale }: { readonly view: GroupView; readonly locale: Locale }) {
  return (
    <div className="viz-group">
      {view.views.map((part, i) => (
        <div key={i} data-kind={part.kind} style={basis(part)}>
          <SymbolOf view={part} />
          <Guarded view={part} locale={locale} />
        </div>
      ))}
    </div>
  );
}

/** Matrices side by side are told apart by their letter, not by their hue alone. */
function SymbolOf({ view }: { readonly view: View }) {
  const symbol = view.kind === 'matrix' && !view.caption ? view.links?.symbol : undefined;
  if (symbol === undefined) return null;
  return (
    <code className="viz-symbol" dir="ltr" translate="no" data-symbol={symbol}>
      {symbol}
    </code>
  );
}

/** The width that a part of a group would like; parts that do not fit side by side go under each other. */
function basis(part: View): CSSProperties {
  if (part.kind === 'matrix') {
    // Room for the names, the cells and the ramp below them: three heads of four columns stand in one row.
    const cols = Math.max(4, gridSize(part.values).cols);
    const wanted = Math.min(470, ROW_NAME_PX + cols * COLUMN_PX);
    return { flexBasis: wanted, minInlineSize: `min(100%, ${Math.min(280, wanted)}px)` };
  }
  return part.kind === 'sentence' ? { flexBasis: 300 } : {};
}

const [ROW_NAME_PX, COLUMN_PX] = [84, 44];

/** Stands in while the code of a picture loads, as high as the picture is going to be. */
function Waiting({ view, locale }: { readonly view: View; readonly locale: Locale }) {
  return (
    <div className="viz viz-waiting" style={{ minBlockSize: expectedHeight(view) }}>
      <span>{vizText(locale, 'loading')}</span>
    </div>
  );
}
