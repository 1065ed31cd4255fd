import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { formatBytes, formatNumber, withUnit } from '../../i18n/format.ts';
import type {
  CheckboxInput,
  FileInput,
  Input,
  InputValue,
  SelectInput,
  SliderInput,
  TextInput,
} from '../../kit/input/types.ts';
import { useEngine } from '../engine.ts';
import { useSession } from '../stores/session.ts';
import { Code, Num, Words, useLocale, useT } from '../Words.tsx';

interface FieldProps<T extends Input> {
  readonly input: T;
  readonly label: string;
  readonly onChange: (value: T['value']) => void;
}

/** Digits after the point that a step needs, so that 0.30000000000000004 never shows. */
export function stepDigits(step: number): number {
  const [, fraction = ''] = String(step).split('.');
  return /e-(\d+)/.test(String(step)) ? Number(/e-(\d+)/.exec(String(step))?.[1]) : fraction.length;
}

function Slider({ input, label, onChange }: FieldProps<SliderInput>): ReactElement {
  const locale = useLocale();
  const id = useId();
  const { min, max, step, value, unit } = input;
  const at = max > min ? ((value - min) / (max - min)) * 100 : 0;
  const shown = withUnit(formatNumber(value, locale, { decimals: stepDigits(step) }), unit);
  return (
    <div className="input">
      <label htmlFor={id}>
        {label} <Code>{input.id}</Code>
      </label>
      <input
        id={id}
        type="range"
        dir="ltr"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={shown}
        style={{ ['--at' as string]: `${at}%` }}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <output htmlFor={id}>
        <Num>{shown}</Num>
      </output>
    </div>
  );
}

function Select({ input, label, onChange }: FieldProps<SelectInput>): ReactElement {
  const id = useId();
  return (
    <div className="input">
      <label htmlFor={id}>
        {label} <Code>{input.id}</Code>
      </label>
      <select
        id={id}
        className="select"
        dir="auto"
        value={String(input.value)}
        onChange={(event) => {
          const picked = input.options[event.currentTarget.selectedIndex];
          if (picked !== undefined) onChange(picked);
        }}
      >
        {input.options.map((option) => (
          <option key={String(option)} value={String(option)}>
            {String(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Checkbox({ input, label, onChange }: FieldProps<CheckboxInput>): ReactElement {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={input.value}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label} <Code>{input.id}</Code>
      </span>
    </label>
  );
}

function TextField({ input, label, onChange }: FieldProps<TextInput>): ReactElement {
  const id = useId();
  const shared = {
    id,
    className: 'text-in',
    dir: 'auto',
    maxLength: input.maxLength,
    value: input.value,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <div className={input.isMultiline ? 'input tall' : 'input long'}>
      <label htmlFor={id}>
        {label} <Code>{input.id}</Code>
      </label>
      {input.isMultiline ? <textarea {...shared} rows={5} /> : <input type="text" {...shared} />}
    </div>
  );
}

function FileField({ input, label, onChange }: FieldProps<FileInput>): ReactElement {
  const t = useT();
  const locale = useLocale();
  const id = useId();
  const [fault, setFault] = useState<'none' | 'failed' | number>('none');
  const take = async (file: File): Promise<void> => {
    if (file.size > input.maxBytes) return setFault(file.size);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      setFault('none');
      onChange({ name: file.name, type: file.type, bytes });
    } catch {
      setFault('failed');
    }
  };
  return (
    <div className="input long">
      <label htmlFor={id}>
        {label} <Code>{input.id}</Code>
      </label>
      <span className="file">
        <input
          id={id}
          type="file"
          className="sr"
          accept={input.accept}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void take(file);
          }}
        />
        <label htmlFor={id} className="btn plain small">
          {t('input.file.choose')}
        </label>
        <bdi dir="auto">{input.value?.name ?? t('input.file.none')}</bdi>
      </span>
      {fault !== 'none' && (
        <p className="msg" role="alert">
          {fault === 'failed' ? (
            t('input.file.failed')
          ) : (
            <Words
              id="input.file.tooLarge"
              values={{
                size: <Num>{formatBytes(fault, locale)}</Num>,
                max: <Num>{formatBytes(input.maxBytes, locale)}</Num>,
              }}
            />
          )}
        </p>
      )}
    </div>
  );
}

function Field({ input, label }: { readonly input: Input; readonly label: string }): ReactElement {
  const engine = useEngine();
  const onChange = (value: InputValue): void =>
    engine.act((notebook) => notebook.setInput(input.id, value));
  switch (input.kind) {
    case 'slider':
      return <Slider input={input} label={label} onChange={onChange} />;
    case 'select':
      return <Select input={input} label={label} onChange={onChange} />;
    case 'checkbox':
      return <Checkbox input={input} label={label} onChange={onChange} />;
    case 'text':
      return <TextField input={input} label={label} onChange={onChange} />;
    case 'file':
      return <FileField input={input} label={label} onChange={onChange} />;
  }
}

/** A cell's inputs, labelled in the reader's language. */
export function Inputs({ inputs }: { readonly inputs: readonly Input[] }): ReactElement | null {
  const t = useT();
  const locale = useLocale();
  const labels = useSession((session) => session.page?.labels);
  if (inputs.length === 0) return null;
  return (
    <div className="inputs">
      {inputs.map((input) => (
        <Field
          key={input.id}
          input={input}
          label={labels?.[input.id]?.[locale] ?? t('input.unlabelled')}
        />
      ))}
    </div>
  );
}
