import { describe, expect, it } from 'vitest';
import { isInRange, usedFaces, type Face } from './embedFonts.ts';

const face = (family: string, weight: string, range: string): Face => ({
  family,
  weight,
  range,
  url: `https://e.org/${family}-${weight}.woff2`,
});
const FACES = [
  face('Plex', '400', 'U+0000-00FF, U+2212'),
  face('Plex', '600', 'U+0000-00FF'),
  face('Plex', '400', 'U+0600-06FF'),
  face('Other', '400', ''),
];

describe('isInRange', () => {
  it.each([
    [0x41, 'U+0000-00FF', true],
    [0x2212, 'U+0000-00FF, U+2212', true],
    [0x0645, 'U+0000-00FF, U+2212', false],
    [0x26a1, 'U+26??', true],
    [0x2700, 'U+26??', false],
    [0x41, '', true],
    [0x41, 'nonsense', false],
  ])('%d in %s: %s', (letter, range, expected) => expect(isInRange(letter, range)).toBe(expected));
});

describe('usedFaces', () => {
  it('takes the families and letters of the drawing, and bold only where it is used', () => {
    const latin = '<svg><text font-family="Plex, serif">fp32</text></svg>';
    expect(usedFaces(FACES, latin)).toEqual([FACES[0]]);
    const arabic = '<svg><text font-family="Plex">زمن</text></svg>';
    expect(usedFaces(FACES, arabic)).toEqual([FACES[2]]);
    const bold = '<svg><text font-family="Plex" font-weight="600">fp32</text></svg>';
    expect(usedFaces(FACES, bold)).toEqual([FACES[0], FACES[1]]);
  });
  it('does not take words of the markup for letters of the drawing', () => {
    expect(usedFaces(FACES, '<svg font-family="Plex"></svg>')).toEqual([]);
  });
});
