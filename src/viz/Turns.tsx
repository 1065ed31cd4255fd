import { useId, useMemo, useState } from 'react';
import { formatNumber } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import { vizText } from '../i18n/viz.ts';
import type { TurnsView } from '../kit/show/types.ts';
import { useViz } from './context.ts';
import { toCsv } from './csv.ts';
import { DataTable } from './DataTable.tsx';
import { textBlob } from './download.ts';
import { Figure } from './Figure.tsx';
import { litIndex, setFocus, useFocus } from './focus.ts';
import { HUE_TOKEN } from './palette.ts';
import { modelColumn, type TableModel } from './tableModel.ts';
import {
  angleBetween,
  dialsOf,
  readAngle,
  sectorPath,
  type Dial,
  type HandAt,
} from './turnsModel.ts';
import { inWords } from './words.ts';

const RIM = 44;

/** Turning vectors as hands on dials, one step at a time; where two hands stand on a dial, the angle between them. */
export function Turns({ view }: { readonly view: TurnsView }) {
  const { locale } = useViz();
  const ownGroup = useId();
  const group = view.links?.rows ?? ownGroup;
  const dials = useMemo(() => dialsOf(view), [view]);
  const steps = dials[0]?.hands[0]?.length ?? 0;
  const [chosen, setChosen] = useState(view.at);
  const [first, setFirst] = useState(view.at);
  // A new run may begin elsewhere; one that begins where the last did leaves the reader at their step.
  if (first !== view.at) {
    setFirst(view.at);
    setChosen(view.at);
  }
  const lit = useFocus((focus) => litIndex(focus, group, 'row'));
  // What was pointed at last stays in the picture, as in a sentence.
  if (lit !== null && lit < steps && lit !== chosen) setChosen(lit);
  const step = Math.max(0, Math.min(steps - 1, chosen));
  const go = (next: number): void => {
    setChosen(next);
    const symbol = view.links?.symbol;
    setFocus({ ...(symbol ? { symbol } : {}), group, index: next });
  };
  return (
    <Figure
      kind="turns"
      symbol={view.links?.symbol}
      caption={view.caption}
      legend={<Hands view={view} locale={locale} />}
      twin={() => <DataTable label={vizText(locale, 'step')} model={twinOf(view, dials, locale)} />}
      exports={[
        {
          format: 'CSV',
          extension: 'csv',
          make: () => textBlob(csvOf(view, dials), 'text/csv'),
        },
      ]}
    >
      <div className="viz-dials" dir="ltr">
        {dials.map((dial, i) => (
          <DialFace
            key={i}
            dial={dial}
            step={step}
            colours={view.hands.map(({ hue }) => `var(--${HUE_TOKEN[hue ?? 'query']})`)}
            name={view.dials?.[i] ?? vizText(locale, 'dial', { n: i })}
            locale={locale}
          />
        ))}
      </div>
      {steps > 1 && (
        <Stepper view={view} step={step} steps={steps} go={go} onLeave={() => setFocus(null)} />
      )}
    </Figure>
  );
}

interface StepperProps {
  readonly view: TurnsView;
  readonly step: number;
  readonly steps: number;
  readonly go: (step: number) => void;
  readonly onLeave: () => void;
}

function Stepper({ view, step, steps, go, onLeave }: StepperProps) {
  const { locale } = useViz();
  const button = (key: 'stepBack' | 'stepOn', next: number, path: string) => (
    <button
      type="button"
      aria-label={vizText(locale, key)}
      aria-disabled={next < 0 || next >= steps}
      onClick={() => {
        if (next >= 0 && next < steps) go(next);
      }}
      onBlur={onLeave}
    >
      <svg viewBox="0 0 16 16" className="viz-icon" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
  return (
    <div
      className="viz-stepper"
      onPointerLeave={(event) => {
        if (event.pointerType !== 'touch') onLeave();
      }}
    >
      {button('stepBack', step - 1, 'M10 3.5 5.5 8l4.5 4.5')}
      <span aria-live="polite">
        <bdi>{view.rows?.[step] ?? `${vizText(locale, 'step')} ${step}`}</bdi>
      </span>
      {button('stepOn', step + 1, 'M6 3.5 10.5 8 6 12.5')}
    </div>
  );
}

interface DialProps {
  readonly dial: Dial;
  readonly step: number;
  readonly colours: readonly string[];
  readonly name: string;
  readonly locale: Locale;
}

function DialFace({ dial, step, colours, name, locale }: DialProps) {
  const now = dial.hands.map((path) => path[step]!);
  const [first, second] = now;
  const isPair = second !== undefined && first !== undefined;
  return (
    <div className="viz-dial">
      <svg viewBox="-50 -50 100 100" aria-hidden="true">
        <circle className="viz-rim" r={RIM} />
        <path className="viz-axes" d={`M${-RIM} 0H${RIM}M0 ${-RIM}V${RIM}`} />
        {isPair ? (
          <path className="viz-sector" d={sectorPath(first, second, RIM * 0.55)} />
        ) : (
          <Trail path={dial.hands[0] ?? []} step={step} colour={colours[0]!} />
        )}
        {now.map((hand, h) => (
          <g
            key={h}
            className="viz-hand"
            style={{ color: colours[h], transform: `rotate(${-hand.degrees}deg)` }}
          >
            <path d={handPath(hand)} />
          </g>
        ))}
      </svg>
      <b>
        <bdi>{name}</bdi>
      </b>
      <small dir="ltr">
        {degrees(isPair ? angleBetween(first, second) : (first?.degrees ?? NaN), locale, isPair)}
      </small>
    </div>
  );
}

/** Where the hand has been: dots at the tips of all steps, those to come hollow, and a line where it began. */
function Trail({
  path,
  step,
  colour,
}: {
  readonly path: readonly HandAt[];
  readonly step: number;
  readonly colour: string;
}) {
  return (
    <g style={{ color: colour }}>
      {path.map((hand, i) => {
        const angle = (hand.degrees * Math.PI) / 180;
        const reach = hand.share * RIM;
        const [x, y] = [reach * Math.cos(angle), -reach * Math.sin(angle)];
        return (
          <g key={i}>
            {i === 0 && <path className="viz-start" d={`M0 0L${x.toFixed(2)} ${y.toFixed(2)}`} />}
            <circle
              className="viz-tip"
              data-past={i <= step || undefined}
              cx={x.toFixed(2)}
              cy={y.toFixed(2)}
              r={i <= step ? 2.1 : 1.7}
            />
          </g>
        );
      })}
    </g>
  );
}

/** An arrow to the right, as long as the hand; the dial turns it. */
function handPath({ share }: HandAt): string {
  const tip = share * RIM;
  if (!(tip > 6)) return `M0 0H${Math.max(0, tip || 0).toFixed(2)}`;
  return `M0 0H${tip.toFixed(2)}m-6 -4l6 4l-6 4`;
}

function degrees(value: number, locale: Locale, isSigned: boolean): string {
  if (!Number.isFinite(value)) return '–';
  const shown = isSigned ? value : readAngle(value);
  return `${formatNumber(shown, locale, { decimals: 1 })}°`;
}

/** What each hand is, by its colour; nothing for a single hand without a name. */
function Hands({ view, locale }: { readonly view: TurnsView; readonly locale: Locale }) {
  if (!view.hands.some(({ name }) => name !== undefined)) return null;
  return (
    <ul className="viz-hands">
      {view.hands.map(({ name, hue }, h) => (
        <li key={h}>
          <i style={{ background: `var(--${HUE_TOKEN[hue ?? 'query']})` }} aria-hidden="true" />
          {nameOf(view, h, name === undefined ? undefined : inWords(name, locale), locale)}
        </li>
      ))}
    </ul>
  );
}

function nameOf(view: TurnsView, hand: number, name: string | undefined, locale: Locale): string {
  return name ?? (view.hands.length > 1 ? vizText(locale, 'hand', { n: hand }) : '');
}

function twinOf(view: TurnsView, dials: readonly Dial[], locale: Locale): TableModel {
  const steps = dials[0]?.hands[0]?.length ?? 0;
  const angles = dials.flatMap(({ hands }, i) => {
    const dial = view.dials?.[i] ?? vizText(locale, 'dial', { n: i });
    const each = hands.map((path, h) => {
      const { name } = view.hands[h]!;
      const hand = nameOf(view, h, name && inWords(name, locale), locale);
      return {
        label: vizText(locale, 'angle', { name: hand ? `${dial} · ${hand}` : dial }),
        values: path.map((at) => readAngle(at.degrees)),
      };
    });
    const [first, second] = hands;
    if (!first || !second) return each;
    const label = `${dial} · ${vizText(locale, 'between')}`;
    return [...each, { label, values: first.map((at, s) => angleBetween(at, second[s]!)) }];
  });
  const names = Array.from({ length: steps }, (_, step) => view.rows?.[step] ?? String(step));
  return {
    columns: [
      modelColumn(vizText(locale, 'step'), names, locale),
      ...angles.map(({ label, values }) =>
        modelColumn(label, values, locale, { unit: '°', digits: 1 }),
      ),
    ],
    rows: names.map((name, step) => [name, ...angles.map(({ values }) => values[step] ?? null)]),
  };
}

function csvOf(view: TurnsView, dials: readonly Dial[]): string {
  const rows = dials.flatMap(({ hands }, pair) =>
    hands.flatMap((path, hand) =>
      path.map(({ x, y, degrees }, step) => [
        view.rows?.[step] ?? step,
        pair,
        hand,
        x,
        y,
        readAngle(degrees),
      ]),
    ),
  );
  return toCsv([['step', 'pair', 'hand', 'x', 'y', 'degrees'], ...rows]);
}
