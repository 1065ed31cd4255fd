import { describe, expect, it } from 'vitest';
import { random } from '../../../kit/random.ts';
import { quantise } from './quantise.ts';

describe('quantise', () => {
  it('gives each column a scale that makes its largest entry ±127', () => {
    const { integers, scales } = quantise(new Float32Array([1, -20, 0.5, 10]), [2, 2], 1);
    expect([...integers]).toEqual([127, -127, 64, 64]);
    expect(scales).toEqual(new Float32Array([1 / 127, 20 / 127]));
  });

  it('gives each row a scale along axis 0', () => {
    const { integers, scales } = quantise(new Float32Array([1, -20, 0.5, 10]), [2, 2], 0);
    expect([...integers]).toEqual([6, -127, 6, 127]);
    expect(scales).toEqual(new Float32Array([20 / 127, 10 / 127]));
  });

  it('leaves zeros alone', () => {
    const { integers, scales } = quantise(new Float32Array(6), [2, 3], 1);
    expect([...integers, ...scales]).toEqual(new Array(9).fill(0));
  });

  it.each([0, 1] as const)('is wrong by half a step at most, axis %i', (axis) => {
    const [rows, columns] = [40, 30];
    const values = random('quantise').normals(rows * columns, 0, 3);
    const { integers, scales } = quantise(values, [rows, columns], axis);
    values.forEach((value, i) => {
      const scale = scales[axis === 0 ? Math.floor(i / columns) : i % columns] ?? NaN;
      expect(Math.abs(value - scale * (integers[i] ?? NaN))).toBeLessThanOrEqual(scale * 0.5001);
    });
  });
});
