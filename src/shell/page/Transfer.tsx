import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { t as translate } from '../../i18n/t.ts';
import { useKeeper } from '../stores/lesson.ts';
import { useProgress } from '../stores/progress.ts';
import { exportFile, readExport } from '../stores/transfer.ts';
import { useLocale, useT } from '../Words.tsx';

/** All progress as one file, out and in. What is newer here is not overwritten by an older file. */
export function Transfer(): ReactElement {
  const t = useT();
  const locale = useLocale();
  const keeper = useKeeper();
  const id = useId();
  const [said, setSaid] = useState<{ text: string; isBad: boolean } | null>(null);
  const save = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(exportFile(useProgress.getState().records));
    link.download = 'ai-engineer-toolkit.progress.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const take = async (file: File): Promise<void> => {
    const records = readExport(await file.text());
    if (!records) return setSaid({ text: t('rail.importFailed'), isBad: true });
    const count = await keeper.adopt(records);
    setSaid({ text: translate(locale, 'rail.imported', { count }), isBad: false });
  };
  return (
    <span className="transfer">
      <button type="button" className="link" onClick={save}>
        {t('rail.export')}
      </button>
      <label className="link" htmlFor={id}>
        {t('rail.import')}
      </label>
      <input
        id={id}
        type="file"
        className="sr"
        accept=".json,application/json"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          setSaid(null);
          if (file) take(file).catch(() => setSaid({ text: t('rail.importFailed'), isBad: true }));
        }}
      />
      <span className={said?.isBad ? 'transfer-said bad' : 'transfer-said'} role="status">
        {said?.text}
      </span>
    </span>
  );
}
