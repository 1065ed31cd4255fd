import { createContext, useCallback, useContext } from 'react';
import { useProgress } from './progress.ts';
import type { ProgressKeeper } from './progress.ts';
import type { EntryKind, EntryValues, LessonRecord } from './record.ts';
import { useSession } from './session.ts';

const KeeperContext = createContext<ProgressKeeper | null>(null);
/** Gives the page's progress keeper to the components below. */
export const KeeperProvider = KeeperContext.Provider;

/** The page's progress keeper. */
export function useKeeper(): ProgressKeeper {
  const keeper = useContext(KeeperContext);
  if (!keeper) throw new Error('internal: no progress above this component');
  return keeper;
}

/** A plain value out of the present lesson's record. */
export function useKept<T>(select: (record: LessonRecord | undefined) => T): T {
  const lesson = useSession((session) => session.page?.id ?? '');
  return useProgress((state) => select(state.records[lesson]));
}

/** Keeps an entry of the present lesson; null removes it. */
export function useKeep(): <K extends EntryKind>(
  kind: K,
  id: string,
  value: EntryValues[K] | null,
) => void {
  const keeper = useKeeper();
  const lesson = useSession((session) => session.page?.id ?? '');
  return useCallback((kind, id, value) => keeper.keep(lesson, kind, id, value), [keeper, lesson]);
}
