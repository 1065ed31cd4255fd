import { KitError } from '../errors.ts';
import {
  parameterNames,
  parameterShapes,
  type ParameterName,
  type ParameterValues,
} from './parameters.ts';
import type { VocabularyPiece } from './tokenizer.ts';

/** A file beside `model.json`, as the script wrote it. */
export interface FileRecord {
  readonly bytes: number;
  /** CRC-32 (IEEE 802.3), as 8 hexadecimal digits. */
  readonly crc32: string;
}

/**
 * One array in the weight file. int8: values of −127 … 127 with one float32 scale for each row (`axis` 0) or column
 * (`axis` 1), so that value = scale · integer.
 */
export type TensorRecord =
  | { readonly name: string; readonly dtype: 'float32'; readonly offset: number }
  | {
      readonly name: string;
      readonly dtype: 'int8';
      readonly axis: 0 | 1;
      readonly offset: number;
      readonly scalesOffset: number;
    };

/** `model.json`: what lies where in the weight file. Numbers are little-endian, arrays row-major, offsets multiples of 4. */
export interface ModelRecord {
  readonly format: 'use-lite/1';
  readonly vocabulary: FileRecord;
  readonly weights: FileRecord;
  readonly tensors: readonly TensorRecord[];
}

/** Reads `model.json`. @throws KitError `asset-corrupt` */
export function readModelRecord(name: string, bytes: Uint8Array): ModelRecord {
  const record = parseJson(name, bytes) as Partial<ModelRecord> | null;
  const names = Array.isArray(record?.tensors) ? record.tensors.map((tensor) => tensor?.name) : [];
  if (record?.format !== 'use-lite/1' || names.join() !== parameterNames.join()) {
    throw corrupt(
      name,
      `use-lite/1 with ${parameterNames.length} arrays`,
      `${names.length} arrays`,
    );
  }
  return record as ModelRecord;
}

/** Reads the vocabulary. @throws KitError `asset-corrupt` */
export function readVocabulary(
  name: string,
  bytes: Uint8Array,
  file: FileRecord,
): readonly VocabularyPiece[] {
  checkFile(name, bytes, file);
  return parseJson(name, bytes) as VocabularyPiece[];
}

/** Reads the weights, as float32. @throws KitError `asset-corrupt` */
export function readWeights(name: string, bytes: Uint8Array, record: ModelRecord): ParameterValues {
  checkFile(name, bytes, record.weights);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const float = (offset: number) => view.getFloat32(offset, true);
  const read = (tensor: TensorRecord): Float32Array => {
    const [rows, columns = 1] = parameterShapes[tensor.name as ParameterName];
    const values = new Float32Array(rows * columns);
    if (tensor.dtype === 'float32') {
      for (let i = 0; i < values.length; i++) values[i] = float(tensor.offset + 4 * i);
      return values;
    }
    const scales = Float32Array.from({ length: tensor.axis === 0 ? rows : columns }, (_, i) =>
      float(tensor.scalesOffset + 4 * i),
    );
    const integers = new Int8Array(bytes.buffer, bytes.byteOffset + tensor.offset, values.length);
    for (let row = 0, i = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, i++) {
        values[i] = (integers[i] ?? 0) * (scales[tensor.axis === 0 ? row : column] ?? 0);
      }
    }
    return values;
  };
  return Object.fromEntries(
    record.tensors.map((tensor) => [tensor.name, read(tensor)]),
  ) as ParameterValues;
}

/** CRC-32 (IEEE 802.3) of bytes, as 8 hexadecimal digits. */
export function crc32(bytes: Uint8Array): string {
  let state = -1;
  for (const byte of bytes) state = (CRC_TABLE[(state ^ byte) & 0xff] ?? 0) ^ (state >>> 8);
  return (~state >>> 0).toString(16).padStart(8, '0');
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let state = byte;
  for (let bit = 0; bit < 8; bit++) state = (state >>> 1) ^ (state & 1 ? 0xedb88320 : 0);
  return state;
});

function checkFile(name: string, bytes: Uint8Array, file: FileRecord): void {
  if (bytes.byteLength !== file.bytes)
    throw corrupt(name, `${file.bytes} bytes`, `${bytes.byteLength} bytes`);
  const sum = crc32(bytes);
  if (sum !== file.crc32) throw corrupt(name, `CRC-32 ${file.crc32}`, `CRC-32 ${sum}`);
}

function parseJson(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw corrupt(name, 'JSON', error instanceof Error ? error.message : String(error));
  }
}

function corrupt(name: string, expected: string, got: string): KitError {
  return new KitError('asset-corrupt', { name, expected, got });
}
