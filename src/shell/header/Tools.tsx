import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useEngine, useNotebook } from '../engine.ts';
import { Icon } from '../Icon.tsx';
import { Menu, MenuItem } from '../Menu.tsx';
import { applyTheme, changeSettings, useSettings } from '../stores/settings.ts';
import type { Digits, Theme } from '../stores/settings.ts';
import { useSession } from '../stores/session.ts';
import { showDigits } from '../page/digits.ts';
import { useLocale, useT } from '../Words.tsx';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** System, light or dark, as radio buttons. `name` tells two sets on one page apart. */
export function ThemeOptions({ name }: { readonly name: string }): ReactElement {
  const t = useT();
  const theme = useSettings((settings) => settings.theme);
  return (
    <fieldset className="options">
      <legend>{t('theme.label')}</legend>
      {THEMES.map((choice) => (
        <label key={choice} className="option">
          <input
            type="radio"
            name={name}
            checked={theme === choice}
            onChange={() => changeSettings({ theme: choice })}
          />
          <span>{t(`theme.${choice}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

const DIGITS: readonly Digits[] = ['latin', 'arabic'];

/**
 * Latin or Arabic-Indic digits in Arabic prose; code, axes and inputs keep Latin ones. `name` tells two sets on one page
 * apart.
 */
export function DigitOptions({ name }: { readonly name: string }): ReactElement | null {
  const t = useT();
  const locale = useLocale();
  const digits = useSettings((settings) => settings.digits);
  if (locale !== 'ar') return null;
  return (
    <fieldset className="options">
      <legend>{t('settings.digits')}</legend>
      {DIGITS.map((choice) => (
        <label key={choice} className="option">
          <input
            type="radio"
            name={name}
            checked={digits === choice}
            onChange={() => changeSettings({ digits: choice })}
          />
          <span>{t(`settings.digits.${choice}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The theme's own button. */
export function ThemeMenu(): ReactElement {
  const t = useT();
  const theme = useSettings((settings) => settings.theme);
  const digits = useSettings((settings) => settings.digits);
  const locale = useLocale();
  useEffect(() => applyTheme(theme, document.documentElement), [theme]);
  // With each language the prose comes new, with Latin digits.
  useEffect(() => showDigits(document, locale === 'ar' ? digits : 'latin'), [digits, locale]);
  return (
    <Menu label={t('theme.label')} icon="theme" className="ghost" kind="panel">
      <ThemeOptions name="theme" />
      <DigitOptions name="digits" />
    </Menu>
  );
}

/** Run all, from clean, stop all, reset all: what concerns the whole lesson. */
export function RunMenu(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const isBusy = useNotebook((state) =>
    Object.values(state.cells).some(
      (cell) => cell.status === 'running' || cell.status === 'queued',
    ),
  );
  if (isBusy) {
    return (
      <button
        type="button"
        className="ghost stop-all"
        onClick={() => engine.act((notebook) => notebook.stop())}
      >
        <Icon name="stop" />
        <span className="only-l">{t('run.stopAll')}</span>
        <span className="sr only-s">{t('run.stopAll')}</span>
      </button>
    );
  }
  return (
    <Menu
      label={t('run.menu')}
      className="ghost"
      face={
        <>
          <Icon name="run" />
          <span className="only-l">{t('run.all')}</span>
          <span className="sr"> {t('run.menu')}</span>
          <span className="only-l">
            <Icon name="down" />
          </span>
        </>
      }
    >
      <MenuItem icon="run" onPick={() => engine.act((notebook) => notebook.runAll())}>
        {t('run.all')}
      </MenuItem>
      <MenuItem icon="stale" onPick={() => engine.act((notebook) => notebook.runAllFromClean())}>
        {t('run.clean')}
      </MenuItem>
      <MenuItem
        icon="reset"
        onPick={() => {
          if (confirm(`${t('run.resetAll.ask')}\n\n${t('run.resetAll.why')}`)) {
            engine.act((notebook) => notebook.resetAll());
          }
        }}
      >
        {t('run.resetAll')}
      </MenuItem>
      <MenuItem icon="keyboard" onPick={() => useSession.setState({ isKeysOpen: true })}>
        {t('keys.title')}
      </MenuItem>
    </Menu>
  );
}
