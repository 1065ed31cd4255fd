import { describe, expect, it } from 'vitest';
import { angleBetween, dialsOf, readAngle, sectorPath, type HandAt } from './turnsModel.ts';

const at = (degrees: number): HandAt => ({ x: 0, y: 0, share: 1, degrees });
const row = (degrees: number, length = 1): [number, number] => {
  const angle = (degrees * Math.PI) / 180;
  return [length * Math.cos(angle), length * Math.sin(angle)];
};

describe('dials', () => {
  it('pair a column with the one half a row further', () => {
    const [first, second] = dialsOf({
      kind: 'turns',
      at: 0,
      hands: [{ values: [[3, 0, 4, 2]] }],
    });
    expect(first?.hands[0]?.[0]).toMatchObject({ x: 3, y: 4, share: 1 });
    expect(second?.hands[0]?.[0]).toMatchObject({ x: 0, y: 2, degrees: 90 });
  });

  it('keep turning past a full turn, and back', () => {
    const path = [350, 10, 100, 190, 280, 10, 350].map((degrees) => row(degrees));
    const [dial] = dialsOf({ kind: 'turns', at: 0, hands: [{ values: path }] });
    const seen = dial?.hands[0]?.map(({ degrees }) => Math.round(degrees));
    expect(seen).toEqual([350, 370, 460, 550, 640, 730, 710]);
  });

  it('measure lengths beside the longest hand of their own dial', () => {
    const [dial] = dialsOf({
      kind: 'turns',
      at: 0,
      hands: [{ values: [row(0, 2)] }, { values: [row(90, 1)] }],
    });
    expect(dial?.hands.map((path) => path[0]?.share)).toEqual([1, 0.5]);
  });

  it('survive zeros and what is no number', () => {
    const [dial] = dialsOf({
      kind: 'turns',
      at: 0,
      hands: [
        {
          values: [
            [0, 0],
            [NaN, 1],
            [0, 1],
          ],
        },
      ],
    });
    expect(dial?.hands[0]?.map(({ degrees }) => degrees)).toEqual([0, NaN, 90]);
    expect(dial?.hands[0]?.[0]?.share).toBe(0);
  });
});

describe('angles', () => {
  it('are read between 0 and 360', () => {
    expect([-90, 0, 359.96, 360, 725].map(readAngle)).toEqual([270, 0, 0, 0, 5]);
  });

  it('between two hands go the shorter way', () => {
    expect(angleBetween(at(350), at(10))).toBe(20);
    expect(angleBetween(at(10), at(350))).toBe(-20);
    expect(angleBetween(at(730), at(20))).toBe(10);
  });

  it('make sectors that open on the right side', () => {
    // up on the page is negative y, and counter-clockwise is sweep 0
    expect(sectorPath(at(0), at(90), 10)).toBe('M0 0L10.00 0.00A10 10 0 0 0 0.00 -10.00Z');
    expect(sectorPath(at(90), at(0), 10)).toBe('M0 0L0.00 -10.00A10 10 0 0 1 10.00 0.00Z');
  });
});
