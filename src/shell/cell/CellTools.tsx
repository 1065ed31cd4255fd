import type { ReactElement } from 'react';
import type { CellState } from '../../runtime/state.ts';
import { useEngine } from '../engine.ts';
import { Icon } from '../Icon.tsx';
import { Menu, MenuItem } from '../Menu.tsx';
import { say } from '../stores/session.ts';
import { useT } from '../Words.tsx';

/** Copies text and says so, or says that the browser refused. */
function useCopy(): (text: string) => void {
  const t = useT();
  return (text) => {
    // The clipboard is absent on insecure origins; both faults read the same to a reader.
    const write = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    write.then(
      () => say(t('cell.copied')),
      () => say(t('cell.copyFailed')),
    );
  };
}

/** Reset, copy, link, and what is rarer in a menu. */
export function CellTools({ cell }: { readonly cell: CellState }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const copy = useCopy();
  const isEdited = !cell.isOwn && cell.source !== cell.original;
  const link = (): void => {
    const address = new URL(location.href);
    address.hash = `cell-${cell.id}`;
    copy(address.href);
  };
  return (
    <span className="cell-tools">
      {isEdited && (
        <button
          type="button"
          className="ghost"
          aria-label={t('cell.reset')}
          title={t('cell.reset')}
          onClick={() => engine.act((notebook) => notebook.reset(cell.id))}
        >
          <Icon name="reset" />
        </button>
      )}
      <button
        type="button"
        className="ghost"
        aria-label={t('cell.copy')}
        title={t('cell.copy')}
        onClick={() => copy(cell.source)}
      >
        <Icon name="copy" />
      </button>
      <Menu label={t('cell.more')} icon="more" className="ghost">
        <MenuItem icon="up" onPick={() => engine.act((notebook) => notebook.runTo(cell.id))}>
          {t('cell.runTo')}
        </MenuItem>
        <MenuItem icon="plus" onPick={() => engine.act((notebook) => notebook.addCell(cell.id))}>
          {t('cell.addAfter')}
        </MenuItem>
        <MenuItem icon="link" onPick={link}>
          {t('cell.link')}
        </MenuItem>
        {cell.isOwn && (
          <MenuItem
            icon="bin"
            onPick={() => engine.act((notebook) => notebook.removeCell(cell.id))}
          >
            {t('cell.remove')}
          </MenuItem>
        )}
      </Menu>
    </span>
  );
}
