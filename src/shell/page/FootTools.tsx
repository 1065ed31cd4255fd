import type { ReactElement } from 'react';
import { useSession } from '../stores/session.ts';
import { useT } from '../Words.tsx';

/** The footer's way to the list of keys. */
export function FootTools(): ReactElement {
  const t = useT();
  return (
    <button
      type="button"
      className="link"
      onClick={() => useSession.setState({ isKeysOpen: true })}
    >
      {t('keys.title')}
    </button>
  );
}
