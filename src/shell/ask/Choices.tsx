import { useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { Html } from '../Html.tsx';
import { Icon } from '../Icon.tsx';

interface ChoicesProps {
  readonly labelledBy: string;
  readonly choices: readonly string[];
  readonly chosen: number | null;
  /** The right choice once it may be told, else null. */
  readonly right: number | null;
  readonly onChoose: (index: number) => void;
}

/** Answers to pick one of. Arrow keys follow sight: left is the next one on a right-to-left page. */
export function Choices({
  labelledBy,
  choices,
  chosen,
  right,
  onChoose,
}: ChoicesProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent): void => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const step =
      event.key === 'ArrowDown' || event.key === (isRtl ? 'ArrowLeft' : 'ArrowRight')
        ? 1
        : event.key === 'ArrowUp' || event.key === (isRtl ? 'ArrowRight' : 'ArrowLeft')
          ? -1
          : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(host.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons.at((at + step) % buttons.length)?.focus();
  };
  const isLong = choices.some((choice) => choice.replace(/<[^>]*>/g, '').length > 34);
  return (
    <div
      className={isLong ? 'choices col' : 'choices'}
      role="radiogroup"
      aria-labelledby={labelledBy}
      ref={host}
      onKeyDown={walk}
    >
      {choices.map((choice, index) => (
        <button
          key={index}
          type="button"
          role="radio"
          className={
            right !== null && index === chosen && index !== right ? 'choice wrong' : 'choice'
          }
          aria-checked={index === chosen}
          tabIndex={index === (chosen ?? 0) ? 0 : -1}
          onClick={() => onChoose(index)}
        >
          {right === index && <Icon name="check" />}
          <Html as="span" html={choice} />
        </button>
      ))}
    </div>
  );
}
