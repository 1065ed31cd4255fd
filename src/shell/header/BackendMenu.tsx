import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { formatBytes } from '../../i18n/format.ts';
import type { Backend, BackendChoice, BackendState } from '../../runtime/state.ts';
import { useEngine, useNotebook } from '../engine.ts';
import { Menu } from '../Menu.tsx';
import { DigitOptions, ThemeOptions } from './Tools.tsx';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { Num, Words, useLocale, useT } from '../Words.tsx';

/** Names of products: the same in both languages. */
const NAMES: Readonly<Record<Backend, string>> = {
  webgpu: 'WebGPU',
  wasm: 'wasm',
  cpu: 'JavaScript',
};
const CHOICES: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];

/** What the badge says at a glance. */
function Badge({ backend }: { readonly backend: BackendState }): ReactElement {
  const t = useT();
  if (backend.active === null) {
    return (
      <span className="backend idle">
        <span className="only-l" aria-hidden="true">
          {t('backend.none.short')}
        </span>
      </span>
    );
  }
  const isSlow = backend.active !== 'webgpu' || backend.isSoftware;
  return (
    <span className={isSlow ? 'backend slow' : 'backend'}>
      <span className="sr only-s">{NAMES[backend.active]}</span>
      <bdi dir="ltr" className="only-l">
        {NAMES[backend.active]}
        {backend.adapter !== null && backend.active === 'webgpu' && (
          <>
            {' · '}
            <span className="mono">{backend.adapter}</span>
          </>
        )}
      </bdi>
      {backend.isSoftware && <span className="only-l"> ({t('backend.software')})</span>}
    </span>
  );
}

function Facts({ backend }: { readonly backend: BackendState }): ReactElement {
  const t = useT();
  const locale = useLocale();
  if (backend.active === null) return <p className="hint">{t('backend.starts')}</p>;
  const name = NAMES[backend.active];
  const showsFallback =
    backend.fallback !== null &&
    !(backend.fallback === 'software-adapter' && backend.active === 'webgpu');
  return (
    <>
      {showsFallback && backend.fallback !== null && (
        <p className="hint warn">
          <Words
            id={`backend.fallback.${backend.fallback}`}
            values={{ name: <bdi dir="ltr">{name}</bdi> }}
          />
        </p>
      )}
      {backend.isSoftware && <p className="hint warn">{t('backend.software.why')}</p>}
      <dl className="kv">
        {backend.adapter !== null && (
          <div>
            <dt>{t('backend.adapter')}</dt>
            <dd>{backend.adapter}</dd>
          </div>
        )}
        <div>
          <dt>{t('backend.held')}</dt>
          <dd className="words">
            <Words id="cell.tensors" count={backend.tensors} /> ·{' '}
            <Num>{formatBytes(backend.bytes, locale)}</Num>
          </dd>
        </div>
        {backend.features.length > 0 && (
          <div>
            <dt>{t('backend.features')}</dt>
            <dd>{backend.features.join(', ')}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** What computes, why it and nothing faster, and a choice. */
export function BackendMenu(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const backend = useNotebook((state) => state.backend);
  const choice = useSettings((settings) => settings.backend);
  useEffect(() => {
    if (choice !== 'auto') engine.act((notebook) => notebook.chooseBackend(choice));
    // Once, with what was chosen on an earlier visit; later choices are acted on where they are made.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [engine]);
  const choose = (next: BackendChoice): void => {
    changeSettings({ backend: next });
    engine.act((notebook) => notebook.chooseBackend(next));
  };
  const isIdle = backend.active === null;
  return (
    <Menu
      label={t('backend.title')}
      className="ghost badge"
      kind="panel"
      face={
        <>
          <span className="sr">
            {t('backend.badge', { name: isIdle ? t('backend.none') : '' })}
          </span>
          <Badge backend={backend} />
        </>
      }
    >
      <h2>{t('backend.title')}</h2>
      <Facts backend={backend} />
      <fieldset className="options">
        <legend>{t('backend.choose')}</legend>
        {CHOICES.map((name) => (
          <label key={name} className="option">
            <input
              type="radio"
              name="backend"
              checked={backend.choice === name}
              onChange={() => choose(name)}
            />
            <span>
              {name === 'auto' ? t('backend.auto') : <bdi dir="ltr">{NAMES[name]}</bdi>}
              <small>{t(`backend.${name}.why`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="only-s">
        <ThemeOptions name="theme-narrow" />
        <DigitOptions name="digits-narrow" />
      </div>
    </Menu>
  );
}
