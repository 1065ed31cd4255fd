import type { ReactElement, ReactNode } from 'react';
import { formatBytes } from '../../i18n/format.ts';
import type { Notice } from '../../runtime/state.ts';
import { useEngine, useNotebook } from '../engine.ts';
import { Icon } from '../Icon.tsx';
import { Code, Num, Words, useLocale, useT } from '../Words.tsx';

interface CardProps {
  readonly tone: 'plain' | 'warn' | 'bad';
  readonly title: ReactNode;
  readonly why?: ReactNode;
  readonly yes?: string;
  readonly no?: string;
  readonly onAnswer: (isYes: boolean) => void;
}

/** One notice: what happened, what it means, what can be done. */
export function NoticeCard({ tone, title, why, yes, no, onAnswer }: CardProps): ReactElement {
  const t = useT();
  return (
    <section className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={tone === 'plain' ? 'info' : 'warn'} />
      <div>
        <p className="notice-title">{title}</p>
        {why !== undefined && <p>{why}</p>}
        <div className="acts">
          {yes !== undefined && (
            <button type="button" className="btn primary small" onClick={() => onAnswer(true)}>
              {yes}
            </button>
          )}
          <button type="button" className="btn plain small" onClick={() => onAnswer(false)}>
            {no ?? t('notice.ok')}
          </button>
        </div>
      </div>
    </section>
  );
}

function OneNotice({ notice }: { readonly notice: Notice }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const locale = useLocale();
  const onAnswer = (isYes: boolean): void =>
    engine.act((notebook) => notebook.answer(notice, isYes));
  switch (notice.kind) {
    case 'device-lost':
      return (
        <NoticeCard
          tone="bad"
          title={t('notice.lost')}
          why={t('notice.lost.why')}
          yes={t('notice.lost.do')}
          onAnswer={onAnswer}
        />
      );
    case 'gpu-busy':
      return (
        <NoticeCard
          tone="warn"
          title={t('notice.busy')}
          why={t('notice.busy.why')}
          yes={t('notice.busy.do')}
          onAnswer={onAnswer}
        />
      );
    case 'watchdog':
      return (
        <NoticeCard
          tone="warn"
          title={<Words id="notice.watchdog" values={{ cell: <Code>{notice.cell}</Code> }} />}
          why={t('notice.watchdog.why')}
          yes={t('notice.watchdog.do')}
          no={t('notice.watchdog.stop')}
          onAnswer={onAnswer}
        />
      );
    case 'crashed':
      return (
        <NoticeCard
          tone="warn"
          title={t('notice.crashed')}
          why={t('notice.crashed.why')}
          yes={t('notice.crashed.do')}
          onAnswer={onAnswer}
        />
      );
    case 'framed':
      return (
        <NoticeCard
          tone="warn"
          title={t('notice.framed')}
          why={<Words id="notice.framed.why" values={{ origin: <Code>{notice.origin}</Code> }} />}
          yes={t('notice.framed.do')}
          no={t('notice.framed.no')}
          onAnswer={onAnswer}
        />
      );
    case 'download':
      return (
        <NoticeCard
          tone="plain"
          title={
            <Words
              id="notice.download"
              values={{
                name: <bdi dir="auto">{notice.name}</bdi>,
                size: <Num>{formatBytes(notice.sizeBytes, locale)}</Num>,
              }}
            />
          }
          yes={t('notice.download.do')}
          no={t('notice.download.no')}
          onAnswer={onAnswer}
        />
      );
    case 'kernel-failed':
      return (
        <NoticeCard
          tone="bad"
          title={t('notice.failed')}
          why={
            <span lang="en" dir="ltr">
              {notice.reason}
            </span>
          }
          yes={t('notice.failed.do')}
          onAnswer={(isYes) => {
            onAnswer(isYes);
            if (isYes) engine.act((notebook) => notebook.warm());
          }}
        />
      );
  }
}

/** Progress of what the kernel fetches before it can begin. */
function Loading(): ReactElement | null {
  const locale = useLocale();
  const loading = useNotebook((state) => state.loading);
  if (!loading || loading.totalBytes === 0) return null;
  return (
    <p className="toast" role="status">
      <Words
        id="kernel.loading"
        values={{
          what: <bdi dir="ltr">{loading.what}</bdi>,
          done: <Num>{formatBytes(loading.doneBytes, locale)}</Num>,
          total: <Num>{formatBytes(loading.totalBytes, locale)}</Num>,
        }}
      />
    </p>
  );
}

/** What the notebook has to tell, in the corner where it covers nothing that is being read. */
export function Notices({ children }: { readonly children?: ReactNode }): ReactElement {
  const t = useT();
  const notices = useNotebook((state) => state.notices);
  return (
    <aside className="notices" aria-label={t('notice.label')}>
      {notices.map((notice) => (
        <OneNotice key={notice.kind} notice={notice} />
      ))}
      {children}
      <Loading />
    </aside>
  );
}
