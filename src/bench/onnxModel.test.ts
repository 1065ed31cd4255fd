import { describe, expect, it } from 'vitest';
import { onnxModel } from './onnxModel.ts';

/** Fields of a protobuf message, read independently of the writer. */
function fields(bytes: Uint8Array): [field: number, value: number | Uint8Array][] {
  const found: [number, number | Uint8Array][] = [];
  let at = 0;
  const varint = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    if ((key & 7) === 0) found.push([key >> 3, varint()]);
    else {
      const length = (key & 7) === 5 ? 4 : varint();
      found.push([key >> 3, bytes.subarray(at, at + length)]);
      at += length;
    }
  }
  return found;
}
const all = (bytes: Uint8Array, field: number) =>
  fields(bytes).flatMap(([each, value]) => (each === field ? [value] : []));
const texts = (bytes: Uint8Array, field: number) =>
  all(bytes, field).map((value) => new TextDecoder().decode(value as Uint8Array));

describe('onnxModel', () => {
  const file = onnxModel({
    nodes: [
      { op: 'Transpose', inputs: ['k'], outputs: ['t'], attributes: { perm: [0, 300] } },
      {
        op: 'MultiHeadAttention',
        domain: 'com.microsoft',
        inputs: ['q', 't', '', 's'],
        outputs: ['y'],
        attributes: { num_heads: 8 },
      },
    ],
    inputs: { q: [1, 512] },
    outputs: { y: [1] },
    constants: { s: 0.125 },
  });
  const graph = all(file, 7)[0] as Uint8Array;

  it('says its versions', () => {
    expect(all(file, 1)).toEqual([8]);
    const sets = all(file, 8) as Uint8Array[];
    expect(sets.map((set) => [texts(set, 1)[0], all(set, 2)[0]])).toEqual([
      ['', 17],
      ['com.microsoft', 1],
    ]);
  });

  it('writes operations with their attributes and domains', () => {
    const [turn, attend] = all(graph, 1) as [Uint8Array, Uint8Array];
    expect([texts(turn, 1), texts(turn, 2), texts(turn, 4), texts(turn, 7)]).toEqual([
      ['k'],
      ['t'],
      ['Transpose'],
      [],
    ]);
    const perm = all(turn, 5)[0] as Uint8Array;
    expect([texts(perm, 1), all(perm, 8), all(perm, 20)]).toEqual([['perm'], [0, 300], [7]]);
    expect([texts(attend, 1), texts(attend, 7)]).toEqual([['q', 't', '', 's'], ['com.microsoft']]);
    expect(all(all(attend, 5)[0] as Uint8Array, 3)).toEqual([8]);
  });

  it('writes shapes and constants', () => {
    const input = all(graph, 11)[0] as Uint8Array;
    const tensor = all(all(input, 2)[0] as Uint8Array, 1)[0] as Uint8Array;
    const lengths = (all(all(tensor, 2)[0] as Uint8Array, 1) as Uint8Array[]).map(
      (dimension) => all(dimension, 1)[0],
    );
    expect([texts(input, 1), all(tensor, 1), lengths]).toEqual([['q'], [1], [1, 512]]);
    const scale = all(graph, 5)[0] as Uint8Array;
    const bytes = all(scale, 4)[0] as Uint8Array;
    expect(new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true)).toBe(0.125);
    expect([all(scale, 1), all(scale, 2), texts(scale, 8)]).toEqual([[], [1], ['s']]);
  });
});
