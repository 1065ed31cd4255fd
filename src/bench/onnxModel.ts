/** Writes the few ONNX models that are measured: protobuf by hand, so that no package is needed for a hundred bytes. */

/** One operation of a model. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
  /** Default: ONNX's own operations. */
  readonly domain?: string;
}

/** A model over float32 tensors. */
export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Numbers without shape that the nodes name. */
  readonly constants?: Readonly<Record<string, number>>;
}

const FLOAT = 1;
const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

const number = (field: number, value: number): number[] => [
  ...varint((field << 3) | VARINT),
  ...varint(value),
];
const message = (field: number, content: readonly number[]): number[] => [
  ...varint((field << 3) | BYTES),
  ...varint(content.length),
  ...content,
];
const text = (field: number, value: string): number[] =>
  message(field, [...new TextEncoder().encode(value)]);
const floatBytes = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];

function attribute(name: string, value: number | readonly number[]): number[] {
  if (typeof value === 'number') return [...text(1, name), ...number(3, value), ...number(20, 2)];
  return [...text(1, name), ...value.flatMap((each) => number(8, each)), ...number(20, 7)];
}

function node({ op, inputs, outputs, attributes = {}, domain = '' }: OnnxNode): number[] {
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(4, op),
    ...Object.entries(attributes).flatMap(([name, value]) => message(5, attribute(name, value))),
    ...(domain ? text(7, domain) : []),
  ];
}

function valueInfo(name: string, shape: readonly number[]): number[] {
  const dimensions = shape.flatMap((length) => message(1, number(1, length)));
  const tensorType = [...number(1, FLOAT), ...message(2, dimensions)];
  return [...text(1, name), ...message(2, message(1, tensorType))];
}

function constant(name: string, value: number): number[] {
  const packed = [...varint((4 << 3) | FIXED32), ...floatBytes(value)];
  return [...number(2, FLOAT), ...packed, ...text(8, name)];
}

/** The file of a model: ONNX 17 and the operations of onnxruntime itself. */
export function onnxModel({ nodes, inputs, outputs, constants = {} }: OnnxModel): Uint8Array {
  const graph = [
    ...nodes.flatMap((each) => message(1, node(each))),
    ...text(2, 'bench'),
    ...Object.entries(constants).flatMap(([name, value]) => message(5, constant(name, value))),
    ...Object.entries(inputs).flatMap(([name, shape]) => message(11, valueInfo(name, shape))),
    ...Object.entries(outputs).flatMap(([name, shape]) => message(12, valueInfo(name, shape))),
  ];
  return Uint8Array.from([
    ...number(1, 8),
    ...message(8, [...text(1, ''), ...number(2, 17)]),
    ...message(8, [...text(1, 'com.microsoft'), ...number(2, 1)]),
    ...message(7, graph),
  ]);
}
