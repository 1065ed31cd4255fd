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
export interface SelectInput {
  readonly kind: 'select';
  readonly id: string;
  readonly options: readonly (string | number)[];
  readonly value: string | number;
}
export interface CheckboxInput {
  readonly kind: 'checkbox';
  readonly id: string;
  readonly value: boolean;
}
export interface TextInput {
  readonly kind: 'text';
  readonly id: string;
  readonly value: string;
  readonly maxLength: number;
  readonly isMultiline: boolean;
}
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
export type Input = SliderInput | SelectInput | CheckboxInput | TextInput | FileInput;
export type InputValue = Input['value'];
