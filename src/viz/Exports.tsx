import { useState } from 'react';
import { vizText } from '../i18n/viz.ts';
import { useViz } from './context.ts';
import { fileName, saveBlob, type Export } from './download.ts';

/** The quiet row of download buttons under a picture. Formats are Latin in both languages. */
export function Exports({ exports }: { readonly exports: readonly Export[] }) {
  const { locale, fileStem } = useViz();
  const [hasFailed, setFailed] = useState(false);
  if (exports.length === 0) return null;
  const run = async (item: Export): Promise<void> => {
    setFailed(false);
    try {
      saveBlob(await item.make(), fileName(fileStem, item.extension));
    } catch (error) {
      console.error(error);
      setFailed(true);
    }
  };
  return (
    <span className="viz-exports">
      <svg viewBox="0 0 16 16" className="viz-icon" aria-hidden="true">
        <path d="M8 2.5v7.5M4.8 7.2 8 10.4l3.2-3.2M3 13.2h10" />
      </svg>
      {exports.map((item) => (
        <button
          key={item.format}
          type="button"
          className="viz-link"
          dir="ltr"
          aria-label={vizText(locale, 'download', { format: item.format })}
          onClick={() => void run(item)}
        >
          {item.format}
        </button>
      ))}
      {hasFailed && <span role="status">{vizText(locale, 'exportFailed')}</span>}
    </span>
  );
}
