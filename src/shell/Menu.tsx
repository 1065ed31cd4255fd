import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

interface MenuProps {
  readonly label: string;
  readonly icon?: IconName;
  readonly className?: string;
  /** What the button shows instead of an icon; its words are the button's name. */
  readonly face?: ReactNode;
  /** `panel` holds anything; `menu` holds items that arrow keys walk through. */
  readonly kind?: 'menu' | 'panel';
  readonly children: ReactNode;
}

/** A button that opens a small sheet below it. Escape and a click elsewhere close it; the focus goes back. */
export function Menu(props: MenuProps): ReactElement {
  const { label, icon, className, face, kind = 'menu', children } = props;
  const [isOpen, setOpen] = useState(false);
  const host = useRef<HTMLSpanElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return undefined;
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && !host.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    host.current?.querySelector<HTMLElement>('.sheet button, .sheet input')?.focus();
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      setOpen(false);
      host.current?.querySelector<HTMLElement>('button')?.focus();
    }
    if (kind !== 'menu') return;
    const items = [
      ...(host.current?.querySelectorAll<HTMLElement>('.sheet [role=menuitem]') ?? []),
    ];
    const at = items.findIndex((item) => item === document.activeElement);
    const places: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1) % items.length,
      Home: 0,
      End: -1,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    items.at(place)?.focus();
  };

  return (
    <span className="menu" ref={host} onKeyDown={onKeyDown}>
      <button
        type="button"
        className={className}
        aria-label={face ? undefined : label}
        title={face ? undefined : label}
        aria-haspopup={kind === 'menu' ? 'menu' : 'dialog'}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {face ?? (icon && <Icon name={icon} />)}
      </button>
      {isOpen && (
        <span
          className={`sheet ${kind}`}
          id={id}
          role={kind === 'menu' ? 'menu' : 'dialog'}
          aria-label={label}
          onClick={kind === 'menu' ? () => setOpen(false) : undefined}
        >
          {children}
        </span>
      )}
    </span>
  );
}

interface MenuItemProps {
  readonly icon: IconName;
  readonly onPick: () => void;
  readonly children: ReactNode;
}

/** One thing to do in a menu. */
export function MenuItem({ icon, onPick, children }: MenuItemProps): ReactElement {
  return (
    <button type="button" role="menuitem" tabIndex={-1} className="item" onClick={onPick}>
      <Icon name={icon} />
      <span>{children}</span>
    </button>
  );
}
