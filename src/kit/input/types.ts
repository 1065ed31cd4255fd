/** Descriptions of the reactive inputs, as the page draws them. The label comes from `lesson.ts`, by `id`. */
export interface SliderInput {
  readonly kind: 'slider';
  readonly id: string;
  readonly min: number;
  readonly max: number;
  /** Default: (max − min) / 100, or 1 when min, max and value are whole. */
  readonly step: number;
  readonly value: number;
  readonly unit?: string;
}
/** One of several options. */
export interface SelectInput {
  readonly kind: 'select';
  readonly id: string;
  readonly options: readonly (string | number)[];
  readonly value: string | number;
}
/** A box that is ticked or not. */
export interface CheckboxInput {
  readonly kind: 'checkbox';
  readonly id: string;
  readonly value: boolean;
}
/** A field for text, of one line or more. */
export interface TextInput {
  readonly kind: 'text';
  readonly id: string;
  readonly value: string;
  readonly maxLength: number;
  readonly isMultiline: boolean;
}
/** A field for a file of the reader’s own. */
export interface FileInput {
  readonly kind: 'file';
  readonly id: string;
  /** As in HTML: `.csv,.json`. Empty accepts anything. */
  readonly accept: string;
  readonly maxBytes: number;
  readonly value: FileValue | null;
}
/** A file that the reader chose; null until then. */
export interface FileValue {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}
/** Any input, told apart by `kind`. */
export type Input = SliderInput | SelectInput | CheckboxInput | TextInput | FileInput;
/** What an input answers with. */
export type InputValue = Input['value'];
