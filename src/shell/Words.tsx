import { Fragment } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { pieces, t, template } from '../i18n/t.ts';
import type { MessageKey, ValuesArgument } from '../i18n/t.ts';
import type { Locale } from '../i18n/locale.ts';
import { useSession } from './stores/session.ts';

/** The language that the page is in now. */
export function useLocale(): Locale {
  return useSession((session) => session.locale);
}

/** `t` bound to the page's language. */
export function useT(): <K extends MessageKey>(key: K, ...values: ValuesArgument<K>) => string {
  const locale = useLocale();
  return (key, ...values) => t(locale, key, ...values);
}

interface WordsProps {
  readonly id: MessageKey;
  readonly count?: number;
  /** Elements for the message's parameters: code names, numbers with units. */
  readonly values?: Readonly<Record<string, ReactNode>>;
}

/** A message with elements in it. */
export function Words({ id, count, values = {} }: WordsProps): ReactElement {
  const locale = useLocale();
  const all: Readonly<Record<string, ReactNode>> =
    count === undefined ? values : { count: <Num>{count}</Num>, ...values };
  return (
    <>
      {pieces(template(locale, id, count)).map((piece, index) => (
        <Fragment key={index}>{'text' in piece ? piece.text : all[piece.name]}</Fragment>
      ))}
    </>
  );
}

/** A number with its unit or sign: left to right in both scripts, digits of one width. */
export function Num({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <bdi className="num" dir="ltr">
      {children}
    </bdi>
  );
}

/** A name from code. */
export function Code({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <code dir="ltr" translate="no">
      {children}
    </code>
  );
}

/** Names from code, one after the other, parted by the comma of the page's language. */
export function Names({ names }: { readonly names: readonly string[] }): ReactElement {
  const comma = useLocale() === 'ar' ? '، ' : ', ';
  return (
    <>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && comma}
          <Code>{name}</Code>
        </Fragment>
      ))}
    </>
  );
}

/** Text in which backticks mark code. */
export function Ticked({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {text
        .split('`')
        .map((part, index) => (index % 2 === 1 ? <Code key={index}>{part}</Code> : part))}
    </>
  );
}
